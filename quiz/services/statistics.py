"""The writer of statistics: adds first answers to them, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from guide.models import Revision
from quiz import statistics
from quiz.models import Attempt, Response, Statistic
from quiz.statistics import FEWEST_OTHERS, FirstAnswer, Sums

AT_ONCE = 200
"""Attempts counted in one transaction."""
LEFT_OPEN = timedelta(days=30)
"""After which an attempt is counted as it stands; what is answered there later is not."""

Key = tuple[int, int]
"""A question, and its meaning."""


@dataclass(frozen=True)
class Refreshed:
    attempts: int
    answers: int


def refresh(now: datetime) -> Refreshed:
    """Add the first answers of attempts that ended since the last refresh.

    Each attempt is marked in the transaction that adds its answers, so that no answer is counted
    twice, and none is lost, whoever else refreshes at the same time.
    """
    attempts = answers = 0
    while True:
        counted, added = _refresh_some(now)
        if not counted:
            return Refreshed(attempts, answers)
        attempts, answers = attempts + counted, answers + added


@transaction.atomic
def rebuild() -> None:
    """Forget all sums, and let the next refresh count every attempt there is again.

    Answers of learners who have deleted them are then counted no more.
    """
    Statistic.objects.all().delete()
    Attempt.objects.filter(counted_at__isnull=False).update(counted_at=None)


@transaction.atomic
def _refresh_some(now: datetime) -> tuple[int, int]:
    """The numbers of attempts and of answers that were counted."""
    old = Q(started_at__lt=now - LEFT_OPEN, deadline=None)
    ended = Attempt.objects.filter(counted_at=None)
    ended = ended.over(now) | ended.filter(old)
    taken = list(ended.select_for_update().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not taken:
        return 0, 0
    added = _first_answers(taken)
    _add(added, now)
    Attempt.objects.filter(pk__in=taken).update(counted_at=now)
    return len(taken), sum(map(len, added.values()))


def _first_answers(attempts: Sequence[int]) -> dict[Key, list[FirstAnswer]]:
    responses = (
        Response.objects.filter(attempt__in=attempts, seen_before=False)
        .answered()
        .to_choice_questions()
        .order_by("attempt", "position")
        .values_list(
            "attempt", "revision__question", "revision__meaning", "chosen", "correct", "seconds"
        )
    )
    rows = list(responses)
    totals: dict[int, list[int]] = {}
    for attempt, _, _, _, right, _ in rows:
        total = totals.setdefault(attempt, [0, 0])
        total[0] += bool(right)
        total[1] += 1
    found: dict[Key, list[FirstAnswer]] = {}
    for attempt, question, meaning, chosen, right, seconds in rows:
        rights, number = totals[attempt]
        others = number - 1
        rest = (rights - bool(right)) / others if others >= FEWEST_OTHERS else None
        answer = FirstAnswer(chosen, bool(right), rest, seconds)
        found.setdefault((question, meaning), []).append(answer)
    return found


def _add(added: dict[Key, list[FirstAnswer]], now: datetime) -> None:
    """In the order of questions, so that two refreshes never wait for each other in a circle."""
    keys = sorted(added)
    missing = [Statistic(question_id=q, meaning=m, refreshed_at=now) for q, m in keys]
    Statistic.objects.bulk_create(missing, ignore_conflicts=True)
    questions = {question for question, _ in keys}
    held = Statistic.objects.filter(question__in=questions).order_by("pk").select_for_update()
    rows = {(row.question_id, row.meaning): row for row in held}
    revisions = _revisions(questions)
    for key in keys:
        row = rows[key]
        sums = Sums(**row.sums)
        for answer in added[key]:
            sums.add(answer)
        row.sums = sums.as_data()
        _derive(row, sums, revisions[key], now)
    fields = [f.name for f in Statistic._meta.concrete_fields if f.name not in {"id", "question"}]
    Statistic.objects.bulk_update([rows[key] for key in keys], fields, batch_size=200)


def _revisions(questions: Iterable[int]) -> dict[Key, Revision]:
    """The last revision of each meaning: its options and its key are those of the meaning."""
    found = Revision.objects.filter(question__in=questions).order_by("number")
    return {(revision.question_id, revision.meaning): revision for revision in found}


def _derive(row: Statistic, sums: Sums, revision: Revision, now: datetime) -> None:
    found = statistics.figures(sums, revision.option_keys, revision.correct_keys)
    row.answers = found.answers
    row.facility = found.facility.value if found.facility else None
    row.discrimination = found.discrimination.value if found.discrimination else None
    row.median_seconds = found.median_seconds
    row.flags = [flag.value for flag in found.flags]
    row.miskey_suspected = found.miskey_suspected
    row.refreshed_at = now
