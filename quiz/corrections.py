"""Reads about keys that were corrected: what is to be decided, and who is to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from guide.content.rendered import same_key
from guide.models import Question, Revision
from quiz.models import Notice, Response, ResponseQuerySet

MOST_TOLD = 20


@dataclass(frozen=True)
class Touched:
    """Answers graded by a key, in numbers alone."""

    answers: int = 0
    people: int = 0
    right: int = 0

    @property
    def wrong(self) -> int:
        return self.answers - self.right


COUNTS = {
    "answers": Count("pk"),
    "people": Count("attempt__user", distinct=True),
    "right": Count("pk", filter=Q(correct=True)),
}


def _undecided(questions: QuerySet[Question] | Sequence[Question]) -> ResponseQuerySet:
    answered = Response.objects.answered().filter(rekey=None, revision__question__in=questions)
    return answered.order_by()


def touched(revision: Revision) -> Touched:
    """The answers that publishing another key after this revision would touch."""
    graded = _undecided([revision.question]).filter(revision__meaning=revision.meaning)
    return Touched(**graded.aggregate(**COUNTS))


@dataclass(frozen=True)
class KeyChange:
    """A revision with another key than the one before it, and the answers to that one."""

    before: Revision
    after: Revision
    touched: Touched


def undecided(questions: QuerySet[Question]) -> list[KeyChange]:
    """Changes of the key that nobody has decided on, of these questions; in two queries."""
    changed = Revision.objects.filter(
        change=Revision.Change.MEANING, number__gt=1, question__in=questions
    )
    revisions = Revision.objects.filter(question__in=changed.values("question"))
    rows = revisions.select_related("question").order_by("question", "number")
    pairs = [
        (before, after)
        for before, after in pairwise(rows)
        if before.question_id == after.question_id and not same_key(before.content, after.content)
    ]
    if not pairs:
        return []
    counted = (
        _undecided([before.question for before, _ in pairs])
        .values_list("revision__question", "revision__meaning")
        .annotate(**COUNTS)
    )
    counts = {(question, meaning): Touched(*numbers) for question, meaning, *numbers in counted}
    found = [(b, a, counts.get((b.question_id, b.meaning))) for b, a in pairs]
    return [KeyChange(before, after, some) for before, after, some in found if some]


@dataclass(frozen=True)
class Told:
    """A notice, and the answer that it is about."""

    notice: Notice
    response: Response


def notices(user: User, now: datetime) -> list[Told]:
    """What the user is still to be told, the newest first, in two queries at most.

    Nothing of a question that a running exam asks, and nothing of one not yet seen answered.
    """
    own = Response.objects.filter(attempt__user=user)
    seen = Q(answered_at__isnull=False) | Q(attempt__in=user.attempts.over(now))
    told = own.revealed(now).filter(seen)
    running = own.in_running_exam(now).filter(revision__question=OuterRef("rekey__question"))
    rows = (
        user.notices.filter(Exists(told.filter(rekey=OuterRef("rekey"))), read_at=None)
        .exclude(Exists(running))
        .select_related("rekey__after")
        .order_by("-rekey__created_at", "-pk")[:MOST_TOLD]
    )
    if not (unread := list(rows)):
        return []
    about = told.filter(rekey__in=[notice.rekey_id for notice in unread])
    found = about.select_related("revision", "rekey").defer("revision__source")
    latest = {r.rekey_id: r for r in found.order_by("attempt", "pk")}
    return [Told(notice, latest[notice.rekey_id]) for notice in unread]
