"""The only writers of attempts and responses."""

import json
import random
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from guide.models import Exam, Revision
from quiz import scoring
from quiz.drawing import option_order
from quiz.models import Attempt, Response


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
    dice: random.Random | None = None,
) -> Attempt:
    """Start an attempt with these questions, in this order.

    The same form (known by its `start_key`) sent twice is one attempt; sent again with
    another wish, it is another. Raises NothingToAsk.
    """
    if not revision_ids:
        raise NothingToAsk
    start_key = uuid5(start_key, json.dumps([exam.code, selection], sort_keys=True))
    try:
        with transaction.atomic():
            attempt = user.attempts.create(
                exam=exam,
                title=title,
                selection=selection,
                start_key=start_key,
                started_at=now,
            )
            _ask(attempt, revision_ids, dice or random.SystemRandom())
    except IntegrityError:
        sent_before = user.attempts.filter(start_key=start_key).first()
        if sent_before is None:
            raise
        return sent_before
    return attempt


def _ask(attempt: Attempt, revision_ids: Sequence[int], dice: random.Random) -> None:
    revisions = Revision.objects.in_bulk(revision_ids)
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            revision=revisions[pk],
            option_order=option_order(
                revisions[pk].option_keys,
                fixed=revisions[pk].content["fixed_order"],
                dice=dice,
            ),
        )
        for position, pk in enumerate(revision_ids, start=1)
    )


@transaction.atomic
def answer(response: Response, chosen: Collection[str], *, version: int, now: datetime) -> Response:
    """Grade a practice response, once, and return it as it now stands.

    The same answer sent twice is one answer. Raises StaleWrite when the response
    has another version or another answer, AttemptFinished when it is too late.
    """
    choice = sorted(set(chosen))
    correct = scoring.is_right(choice, response.revision.correct_keys)
    # Holding the attempt keeps it open until this answer is stored. The response is then
    # found by its own columns alone, which PostgreSQL checks again after waiting for a lock.
    attempt = Attempt.objects.select_for_update().get(pk=response.attempt_id)
    unanswered = Response.objects.filter(pk=response.pk, version=version, answered_at=None)
    if attempt.is_open and unanswered.update(
        chosen=choice, correct=correct, answered_at=now, version=F("version") + 1
    ):
        response.chosen, response.correct = choice, correct
        response.answered_at, response.version = now, version + 1
        return response
    response.attempt.finished_at = attempt.finished_at
    response.refresh_from_db(fields=["chosen", "correct", "answered_at", "version"])
    sent_before = response.is_answered and response.chosen == choice
    if sent_before and response.version == version + 1:
        return response
    raise StaleWrite if attempt.is_open else AttemptFinished


def flag(response: Response, *, flagged: bool) -> None:
    """Mark the question to come back to, or not. Sent twice, it is the same."""
    Response.objects.filter(pk=response.pk).update(flagged=flagged)
    response.flagged = flagged


def finish(attempt: Attempt, *, now: datetime) -> None:
    """End the attempt; what is unanswered stays so. Ended before, it stays as it was."""
    Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(finished_at=now)
    attempt.refresh_from_db(fields=["finished_at"])


@transaction.atomic
def take_over(guest: User, *, by: User) -> None:
    """Move what a guest did to the account that the guest has signed in to."""
    guest = User.objects.select_for_update().get(pk=guest.pk)
    taken = by.attempts.values_list("start_key", flat=True)
    for attempt in guest.attempts.filter(start_key__in=list(taken)):
        attempt.start_key = uuid4()  # one form, sent by the account and again by the guest
        attempt.save(update_fields=["start_key"])
    guest.attempts.update(user=by)
    guest.delete()
