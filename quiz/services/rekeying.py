"""When the key of an answered question is corrected: what becomes of the answers.

Every response that was graded by the old key, or still will be because its attempt is under
way, is marked with the decision. Its own grade is never changed, so that the score of an
attempt stays what its learner was told; what the decision makes of it is shown beside.
"""

from datetime import datetime

from django.db import transaction

from guide import services
from guide.content.rendered import same_key
from guide.models import Question, Revision
from quiz.models import Notice, Rekey, Response


class DecidedOtherwise(Exception):
    """The same change of the key has another decision already, which stands."""

    def __init__(self, standing: Rekey) -> None:
        super().__init__(standing.get_decision_display())
        self.standing = standing


@transaction.atomic
def publish(
    question: Question,
    *,
    seen: str,
    change: str,
    decision: str = "",
    now: datetime,
    editor_id: int | None = None,
    note: str = "",
) -> Revision:
    """Publish a question that was answered, and settle its answers where the key changes.

    What was published already is published once. Raises WorkingCopyChanged where the question
    is not what the editor has `seen` (its digest), NotPublishable, DecidedOtherwise.
    """
    question = _held(question.pk)
    before = question.revision
    published = before is not None and before.content == services.frozen(question)
    if not published and services.digest(question) != seen:
        raise services.WorkingCopyChanged
    after = services.publish(question, now=now, editor_id=editor_id, note=note, change=change)
    if before and decision and not same_key(before.content, after.content):
        rekey(before, after, decision=decision, now=now, editor_id=editor_id, note=note)
    return after


def _held(pk: int) -> Question:
    return Question.objects.complete().select_for_update(of=("self",)).get(pk=pk)


@transaction.atomic
def rekey(
    before: Revision,
    after: Revision,
    *,
    decision: str,
    now: datetime,
    editor_id: int | None = None,
    note: str = "",
) -> Rekey:
    """Settle the answers to all revisions that mean what `before` means; the same again is once.

    Their learners are told once, when they may be: see corrections.notices. Raises
    DecidedOtherwise.
    """
    _held(before.question_id)
    row, _ = Rekey.objects.get_or_create(
        before=before,
        after=after,
        defaults={
            "question_id": before.question_id,
            "decision": decision,
            "answers": 0,
            "note": note,
            "editor_id": editor_id,
            "created_at": now,
        },
    )
    if row.decision != decision:
        raise DecidedOtherwise(row)
    _touch(row)
    return row


def _touch(row: Rekey) -> None:
    meaning = row.question.revisions.filter(meaning=row.before.meaning)
    Response.objects.filter(revision__in=meaning, rekey=None).update(rekey=row)
    people = row.responses.order_by().values_list("attempt__user", flat=True).distinct()
    Notice.objects.bulk_create(
        [Notice(user_id=pk, rekey=row) for pk in people], ignore_conflicts=True
    )
    row.answers = row.responses.answered().count()
    row.save(update_fields=["answers"])
