"""The writers of attempts and responses."""

import json
import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from guide.models import Exam, Revision
from quiz import scoring
from quiz.drawing import option_order
from quiz.models import Attempt, Response
from quiz.services import reviews


class NothingToAsk(Exception):
    """An attempt needs at least one question."""


class StaleWrite(Exception):
    """The response has changed since the version that this write saw."""


class AttemptFinished(StaleWrite):
    """The attempt is over: its responses no longer change."""


def start(
    user: User,
    *,
    exam: Exam,
    title: str,
    selection: dict[str, Any],
    revision_ids: Sequence[int],
    start_key: UUID,
    now: datetime,
    kind: str = Attempt.Kind.QUIZ,
    mode: str = Attempt.Mode.PRACTICE,
    time_allowed: timedelta | None = None,
    dice: random.Random | None = None,
) -> Attempt:
    """Start an attempt with these questions, in this order.

    The same form (known by its `start_key`) sent twice is one attempt; sent again with
    another wish, it is another. Raises NothingToAsk.
    """
    if not revision_ids:
        raise NothingToAsk
    reviews.settle(user, now=now)
    start_key = wish_key(start_key, exam=exam, kind=kind, selection=selection)
    try:
        with transaction.atomic():
            attempt = user.attempts.create(
                exam=exam,
                kind=kind,
                mode=mode,
                title=title,
                selection=selection,
                start_key=start_key,
                started_at=now,
                deadline=None if time_allowed is None else now + time_allowed,
            )
            _ask(attempt, revision_ids, dice or random.SystemRandom())
    except IntegrityError:
        sent_before = user.attempts.filter(start_key=start_key).first()
        if sent_before is None:
            raise
        return sent_before
    return attempt


def wish_key(form_key: UUID, *, exam: Exam, kind: str, selection: dict[str, Any]) -> UUID:
    """The key of a form together with what was asked for in it."""
    return uuid5(form_key, json.dumps([exam.code, kind, selection], sort_keys=True))


def _ask(attempt: Attempt, revision_ids: Sequence[int], dice: random.Random) -> None:
    revisions = Revision.objects.in_bulk(revision_ids)
    questions = [revision.question_id for revision in revisions.values()]
    asked = Response.objects.filter(
        attempt__user=attempt.user_id, revision__question__in=questions
    ).order_by()
    seen = set(asked.values_list("revision__question", flat=True))
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            revision=revisions[pk],
            seen_before=revisions[pk].question_id in seen,
            option_order=option_order(
                revisions[pk].option_keys,
                fixed=revisions[pk].content["fixed_order"],
                dice=dice,
            ),
        )
        for position, pk in enumerate(revision_ids, start=1)
    )


def answer(
    response: Response,
    chosen: Collection[str],
    *,
    version: int,
    now: datetime,
    confidence: int | None = None,
    seconds: int = 0,
) -> Response:
    """Grade a practice response, once, and return it as it now stands.

    The same answer sent twice is one answer. Raises StaleWrite when the response
    has another version or another answer, AttemptFinished when it is too late.
    """
    choice = sorted(set(chosen))
    correct = scoring.is_right(choice, response.revision.correct_keys)
    values = {"chosen": choice, "correct": correct, "was_right": correct, "answered_at": now}
    return _write(
        response,
        {**values, "confidence": confidence},
        version=version,
        seconds=seconds,
        now=now,
        once=True,
    )


def choose(
    response: Response,
    chosen: Collection[str],
    *,
    version: int,
    now: datetime,
    confidence: int | None = None,
    seconds: int = 0,
) -> Response:
    """Keep a choice in an exam; it may be changed, and cleared, until the end.

    It is graded here and told at the end. The same choice sent again changes nothing.
    Raises StaleWrite and AttemptFinished as `answer` does.
    """
    choice = sorted(set(chosen))
    values: dict[str, Any] = {"chosen": choice, "correct": None, "answered_at": None}
    values["was_right"] = response.was_right
    if len(choice) == response.select:
        correct = scoring.is_right(choice, response.revision.correct_keys)
        was_right = correct or response.was_right
        values |= {"correct": correct, "answered_at": now, "was_right": was_right}
    return _write(
        response, {**values, "confidence": confidence}, version=version, seconds=seconds, now=now
    )


def grade(
    response: Response, own_grade: int, *, version: int, now: datetime, seconds: int = 0
) -> Response:
    """Keep, once, how well its learner recalled the answer. Raises as `answer` does."""
    correct = own_grade > Response.Grade.AGAIN
    values = {"grade": own_grade, "correct": correct, "answered_at": now}
    return _write(response, values, version=version, seconds=seconds, now=now, once=True)


WISHED = ("chosen", "confidence", "grade")
"""What a learner's write says; the rest follows from it."""


@transaction.atomic
def _write(
    response: Response,
    values: dict[str, Any],
    *,
    version: int,
    seconds: int,
    now: datetime,
    once: bool = False,
) -> Response:
    """Write to the version that was seen, and return the response as it now stands."""
    # Holding the attempt keeps it open until this answer is stored. It and the response are
    # found by their own columns alone, which PostgreSQL checks again after waiting for a lock.
    held = Attempt.objects.select_for_update(of=("self",)).select_related("exam").with_zone()
    attempt = held.get(pk=response.attempt_id)
    over = attempt.is_over(now)
    if not over and response.version == version and _says(response, values) and not once:
        return response
    seen = Response.objects.filter(pk=response.pk, version=version)
    if once:
        seen = seen.filter(answered_at=None)
    if not over and seen.update(**values, seconds=F("seconds") + seconds, version=F("version") + 1):
        for name, value in values.items():
            setattr(response, name, value)
        response.version, response.seconds = version + 1, response.seconds + seconds
        if once:  # told at once, so it counts at once; the answers of an exam count at its end
            reviews.record(attempt, [response])
        return response
    response.attempt.finished_at = attempt.finished_at
    response.refresh_from_db(fields=[*WISHED, "correct", "was_right", "answered_at", "version"])
    if _says(response, values) and response.version == version + 1:
        return response  # sent before
    raise AttemptFinished if over else StaleWrite


def _says(response: Response, values: dict[str, Any]) -> bool:
    return all(getattr(response, name) == values[name] for name in WISHED if name in values)


def flag(response: Response, *, flagged: bool) -> None:
    """Mark the question to come back to, or not. Sent twice, it is the same."""
    Response.objects.filter(pk=response.pk).update(flagged=flagged)
    response.flagged = flagged


@transaction.atomic
def finish(attempt: Attempt, *, now: datetime) -> None:
    """End the attempt; what is unanswered stays so. Ended before, it stays as it was."""
    end = now if attempt.deadline is None else min(now, attempt.deadline)
    Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(finished_at=end)
    attempt.refresh_from_db(fields=["finished_at"])
    if attempt.is_exam:
        reviews.schedule_exam(attempt, now=now)
