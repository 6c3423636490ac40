"""When to ask a question again, by FSRS (github.com/open-spaced-repetition, its default weights).
Pure: no models, no clock.

Memory is counted in days of the learner's own calendar: a question that was answered late on
Monday and is answered again early on Tuesday was kept for a day.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from heapq import heappop, heappush
from typing import Generic, TypeVar

import fsrs
from fsrs import Rating

# Without steps of minutes, because the explanation that was just read would be recalled, not
# learned: what was wrong comes back tomorrow. Without fuzz, so that the same answers always
# lead to the same day; the daily cap is what spreads reviews.
SCHEDULER = fsrs.Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False
)
NEW = fsrs.Card(card_id=0)  # without a number it would wait a millisecond for one of its own
QUICK = 1 / 3
"""A quick answer takes at most this part of the time that the exam gives for a question."""
GUESS, UNSURE, SURE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Card:
    """How well one learner remembers one question; stability in days."""

    stability: float
    difficulty: float
    due: datetime
    reviewed_at: datetime
    state: int = fsrs.State.Review
    step: int | None = None
    repetitions: int = 1
    lapses: int = 0


def grade(*, right: bool, confidence: int | None, seconds: int, pace: float) -> Rating:
    """How well an answer shows that the question was known; `pace` in seconds a question.

    A right guess is Again: nothing was recalled, and with Hard, which counts as recalled, FSRS
    would only wait longer. A time of 0 seconds was not measured.
    """
    if not right or confidence == GUESS:
        return Rating.Again
    if confidence == UNSURE or seconds > pace:
        return Rating.Hard
    if confidence == SURE and 0 < seconds <= QUICK * pace:
        return Rating.Easy
    return Rating.Good


def review(card: Card | None, rating: int, now: datetime, zone: tzinfo) -> Card:
    """The card after an answer, due from the beginning of a later day in that zone.

    An answer from before the last one says nothing of today's memory, and changes nothing.
    """
    if card and now < card.reviewed_at:
        return card
    before = _fsrs(card, _day(card.reviewed_at, zone)) if card else NEW
    after, _ = SCHEDULER.review_card(before, Rating(rating), _day(now, zone))
    assert after.stability is not None
    assert after.difficulty is not None
    return Card(
        stability=after.stability,
        difficulty=after.difficulty,
        due=datetime.combine(after.due.date(), time(), zone),
        reviewed_at=now,
        state=after.state,
        step=after.step,
        repetitions=card.repetitions + 1 if card else 1,
        lapses=card.lapses + (rating == Rating.Again) if card else 0,
    )


def _day(moment: datetime, zone: tzinfo) -> datetime:
    """Its day in that zone, as midnight of UTC, which FSRS counts from."""
    return datetime.combine(moment.astimezone(zone), time(), UTC)


def _fsrs(card: Card, last_review: datetime) -> fsrs.Card:
    return fsrs.Card(
        card_id=NEW.card_id,
        state=fsrs.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=last_review,
    )


def retrievability(card: Card, now: datetime, zone: tzinfo) -> float:
    """The probability that the question would be answered rightly today."""
    before = _fsrs(card, _day(card.reviewed_at, zone))
    return SCHEDULER.get_card_retrievability(before, _day(now, zone))


K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Due(Generic[K]):
    """A question to review from a day on, and how well it is remembered now (0 to 1)."""

    key: K
    day: date
    recall: float


def plan_reviews(
    dues: Iterable[Due[K]],
    today: date,
    cap: int,
    *,
    last_day: date | None = None,
    done: int = 0,
    days: int = 14,
) -> list[list[K]]:
    """What to review on each of the next days, today first, the least remembered first.

    A day has at most `cap` reviews, today `done` fewer; what is over waits for the next day.
    Nothing is planned after `last_day`: what comes due only then is still known that day.
    """
    coming = sorted(dues, key=lambda due: due.day, reverse=True)
    waiting: list[tuple[float, int, K]] = []
    plan: list[list[K]] = []
    for n in range(days):
        day = today + timedelta(days=n)
        while coming and coming[-1].day <= day:
            due = coming.pop()
            heappush(waiting, (due.recall, -len(coming), due.key))
        room = max(0, cap - (done if n == 0 else 0))
        if last_day is not None and day > last_day:
            room = 0
        plan.append([heappop(waiting)[2] for _ in range(min(room, len(waiting)))])
    return plan
