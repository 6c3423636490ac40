"""A second pair of eyes: one person proposes a question, another publishes it or sends it back."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from guide.models import Question
from guide.services.questions import NotPublishable, reasons_not_to_publish

PROPOSAL = ("proposed_by", "proposed_at", "sent_back")


def needs_second_pair(question: Question, user_id: int | None, *, may_publish: bool) -> bool:
    """Whether somebody else has to look before this person's publishing takes effect."""
    if not settings.SECOND_PAIR_OF_EYES:
        return False
    of_another = question.proposed_by_id is not None and question.proposed_by_id != user_id
    return not (may_publish and of_another)


@transaction.atomic
def propose(question: Question, *, editor_id: int | None, now: datetime) -> bool:
    """Ask another person to publish the question as it is now; False where that was asked already.

    Raises NotPublishable: what is not ready needs nobody's eyes.
    """
    if reasons := reasons_not_to_publish(question, now):
        raise NotPublishable(reasons)
    if question.proposed_by_id is not None:
        return False
    question.proposed_by_id, question.proposed_at, question.sent_back = editor_id, now, ""
    question.save(update_fields=PROPOSAL)
    return True


def send_back(question: Question, *, note: str) -> bool:
    """Say what is missing; False where there is no proposal any more."""
    proposed = Question.objects.filter(pk=question.pk, proposed_by__isnull=False)
    return bool(proposed.update(proposed_by=None, proposed_at=None, sent_back=note))


def withdraw(question: Question) -> None:
    """What was proposed is not what the question says now."""
    Question.objects.filter(pk=question.pk).update(proposed_by=None, proposed_at=None)
