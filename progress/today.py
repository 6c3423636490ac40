"""What to do today. Pure: it looks at what stands now, so a missed day piles up nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

MINUTES_A_REVIEW = 1.0
"""A question that was seen before takes less than a new one with its explanation."""
MINUTES_A_SECTION = 4.0
FEWEST_BEFORE_A_MOCK = 60
"""Answers after which a mock exam tells more than it frightens."""
BETWEEN_MOCKS = timedelta(days=7)
LAST_MOCK = timedelta(days=2)
"""Before the exam: what a mock shows has still to be learned."""
NO_NEW = timedelta(days=1)
"""Before the exam, new questions only unsettle."""
MOST_NEW = 40


class Kind(StrEnum):
    REVIEWS = "reviews"
    NEW = "new"
    READ = "read"
    MOCK = "mock"


@dataclass(frozen=True)
class Step:
    """Something to do: how many, and about how many minutes it takes."""

    kind: Kind
    number: int
    minutes: int


@dataclass(frozen=True)
class Standing:
    """What today's list rests on. `days_left` is 0 on the day of the exam, None without a date."""

    days_left: int | None
    minutes_a_day: int
    minutes_done: float
    reviews_due: int
    unseen: int
    new_today: int
    answers: int
    sections_missed: int
    since_mock: timedelta | None
    open_mock: bool
    minutes_a_question: float


def steps(now: Standing) -> list[Step]:
    """In the order to do them. Reviews first: what is known costs least to keep.

    A mock stands beside them, for a day that has room for it; once taken, it has filled the day.
    """
    if now.days_left is not None and now.days_left < 0:
        return []
    found = []
    left = max(0.0, now.minutes_a_day - now.minutes_done)
    if now.reviews_due:
        minutes = now.reviews_due * MINUTES_A_REVIEW
        found.append(Step(Kind.REVIEWS, now.reviews_due, ceil(minutes)))
        left -= minutes
    if now.sections_missed and left >= MINUTES_A_SECTION:
        sections = min(now.sections_missed, 2, int(left / 3 // MINUTES_A_SECTION) or 1)
        found.append(Step(Kind.READ, sections, ceil(sections * MINUTES_A_SECTION)))
        left -= sections * MINUTES_A_SECTION
    if number := _new(now, left):
        found.append(Step(Kind.NEW, number, ceil(number * now.minutes_a_question)))
    if wants_mock(now):
        found.append(Step(Kind.MOCK, 1, 0))
    return found


def _new(now: Standing, left: float) -> int:
    """As many new questions as are needed to see all of them in time, and as today has room for."""
    if now.days_left is not None and timedelta(days=now.days_left) <= NO_NEW:
        return 0
    room = max(0, int(left / now.minutes_a_question))
    if now.days_left is None:
        return min(room, now.unseen, MOST_NEW)
    days = now.days_left - NO_NEW.days
    needed = ceil((now.unseen + now.new_today) / days) - now.new_today
    return min(room, max(0, needed), now.unseen, MOST_NEW)


def wants_mock(now: Standing) -> bool:
    """After a first round of questions, then once a week, and not in the last two days."""
    if now.answers < FEWEST_BEFORE_A_MOCK or now.open_mock:
        return False
    if now.days_left is not None and timedelta(days=now.days_left) < LAST_MOCK:
        return False
    return now.since_mock is None or now.since_mock >= BETWEEN_MOCKS


@dataclass(frozen=True)
class Streak:
    """Days in a row with an answer, up to today or yesterday; a day off in a week is forgiven."""

    days: int
    today_counts: bool


def streak(active: Sequence[date], today: date) -> Streak:
    """From the days with answers, in any order.

    A day without an answer breaks nothing if it is the only one in seven.
    """
    days = set(active)
    day = today if today in days else today - timedelta(days=1)
    count, forgiven = 0, None
    while True:
        if day in days:
            count += 1
        elif (day - timedelta(days=1)) in days and (forgiven is None or (forgiven - day).days >= 7):
            forgiven = day
        else:
            break
        day -= timedelta(days=1)
    return Streak(count, today in days)
