"""Questions whose key is corrected, for tests."""

from guide import services as guide_services
from guide.models import Option, Question, Revision
from quiz.models import Rekey
from quiz.services import rekeying
from tests.factories import NOW


def again(question: Question) -> Question:
    return Question.objects.complete().get(pk=question.pk)


def write_key(question: Question, key: str) -> None:
    """Tick another option in the working copy."""
    for option in Option.objects.filter(question=question):
        option.correct = option.key == key
        option.save(update_fields=["correct"])


def publish_key(question: Question, key: str) -> Revision:
    """As a content load does: without asking."""
    write_key(question, key)
    return guide_services.publish(again(question), now=NOW)


def correct(question: Question, key: str, decision: str) -> Rekey:
    """As an editor does who is asked."""
    write_key(question, key)
    question = again(question)
    rekeying.publish(
        question,
        seen=guide_services.digest(question),
        change="meaning",
        decision=decision,
        now=NOW,
        note="A slip",
    )
    return Rekey.objects.get(question=question, after=again(question).revision)
