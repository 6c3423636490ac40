"""A memory whose forgetting is known, reviewed as the program schedules it.

It forgets by the curve of FSRS, but each question at a speed of its own that the scheduler cannot
see; what is forgotten may be guessed, and what is known may slip.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from fsrs import Rating

from quiz.schedule import GUESS, Card, grade, retrievability, review

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
PACE = 120.0
SPEEDS = 0.4  # deviation of the logarithm of the speed of forgetting
GUESSED, ADMITTED, SLIP = 0.25, 0.5, 0.02


@dataclass(frozen=True)
class Recall:
    """What the scheduler expected on a day, and what happened."""

    expected: float
    recalled: bool


def reviews(seed: int, *, questions: int, days: int, faster: float = 1.0) -> Iterator[Recall]:
    """Of one learner who reviews what is due, or up to a week later.

    `faster`: by how much everything is forgotten sooner than the scheduler thinks.
    """
    dice = random.Random(seed)
    for _ in range(questions):
        speed = faster * dice.lognormvariate(0, SPEEDS)
        yield from _one(dice, speed, START + timedelta(days=days))


def _one(dice: random.Random, speed: float, end: datetime) -> Iterator[Recall]:
    now, knew = START, dice.random() < 0.6
    believed, true = _answered(None, None, knew, dice, now)
    while True:
        late = int(dice.expovariate(1 / 2)) if dice.random() < 0.5 else 0
        now = max(believed.due + timedelta(hours=12), now + timedelta(days=1)) + timedelta(
            days=min(late, 7)
        )
        if now > end:
            return
        remembered = replace(true, stability=true.stability / speed)
        knew = dice.random() < retrievability(remembered, now, UTC)
        yield Recall(retrievability(believed, now, UTC), knew)
        believed, true = _answered(believed, true, knew, dice, now)


def _answered(
    believed: Card | None, true: Card | None, knew: bool, dice: random.Random, now: datetime
) -> tuple[Card, Card]:
    """The card as the program has it, and as the memory is."""
    right = dice.random() < (1 - SLIP if knew else GUESSED)
    admitted = right and not knew and dice.random() < ADMITTED
    seen = grade(right=right, confidence=GUESS if admitted else None, seconds=60, pace=PACE)
    happened = Rating.Good if knew else Rating.Again
    return review(believed, seen, now, UTC), review(true, happened, now, UTC)
