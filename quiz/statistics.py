"""What first answers say of a question. Pure: sums in, figures out.

A rest score is a learner's share of right answers to the other questions of the same attempt
that were as new to them: what a question is compared with, without itself.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import atanh, sqrt, tanh
from typing import Any

from quiz.scoring import Z_90, wilson

FEWEST_OTHERS = 4
"""Other answers of an attempt below which there is no rest score."""
ENOUGH = 30
"""Answers below which nothing is flagged."""
SELDOM = 0.05
"""A wrong option chosen less often does not work: it makes the question easier to guess."""
ENOUGH_TO_DOUBT = 50
"""Answers below which no key is doubted: the alarm would be false too often."""
TOO_EASY, TOO_HARD = 0.95, 0.25
"""Facility above and below which a question tells learners little apart."""
STRONG = 0.27
"""The share of learners at either end who count as strong or weak. Kelley, J. Educ. Psych. 30
(1939), p. 17."""
SLOWEST = 600
"""Seconds at which a time is cut: the page was left open."""
TIME_STEP = 5
REST_STEPS = 20
"""Rest scores are counted in so many steps, so that sums stay small."""


class Flag(StrEnum):
    OPTION = "option"
    NEGATIVE = "negative"
    EASY = "easy"
    HARD = "hard"
    MISKEY = "miskey"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Flag.OPTION: "An option is hardly ever chosen",
    Flag.NEGATIVE: "Strong learners miss it more often",
    Flag.EASY: "Nearly everybody is right",
    Flag.HARD: "Few are right",
    Flag.MISKEY: "Strong learners choose another option: is the key right?",
}


@dataclass(frozen=True)
class FirstAnswer:
    """A first answer: what was chosen, and how its learner did on the rest (0 to 1, or None)."""

    chosen: Sequence[str]
    right: bool
    rest: float | None
    seconds: int


@dataclass
class Sums:
    """Counts that first answers are added to; plain enough for JSON.

    `choices` is the number of learners by option, `steps` that of learners with a rest score by
    step of it, `right_steps` and `option_steps` those of them who were right or chose an option.
    """

    answers: int = 0
    right: int = 0
    choices: dict[str, int] = field(default_factory=dict)
    steps: list[int] = field(default_factory=lambda: [0] * (REST_STEPS + 1))
    right_steps: list[int] = field(default_factory=lambda: [0] * (REST_STEPS + 1))
    option_steps: dict[str, list[int]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def add(self, answer: FirstAnswer) -> None:
        self.answers += 1
        self.right += answer.right
        for key in answer.chosen:
            self.choices[key] = self.choices.get(key, 0) + 1
        if answer.seconds:
            step = str(min(answer.seconds, SLOWEST) // TIME_STEP * TIME_STEP)
            self.times[step] = self.times.get(step, 0) + 1
        if answer.rest is None:
            return
        at = round(answer.rest * REST_STEPS)
        self.steps[at] += 1
        self.right_steps[at] += answer.right
        for key in answer.chosen:
            self.option_steps.setdefault(key, [0] * (REST_STEPS + 1))[at] += 1

    def as_data(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Interval:
    """An estimate with its 90 % interval."""

    value: float
    low: float
    high: float


def share(part: int, total: int) -> Interval | None:
    """Wilson's interval; None of nothing."""
    return Interval(part / total, *wilson(part, total)) if total else None


def point_biserial(chosen: Sequence[int], steps: Sequence[int]) -> Interval | None:
    """The correlation of having chosen (or not) with the rest score, by its definition.

    Both sequences count learners by step of the rest score. The interval is Fisher's (z).
    None where either does not vary, or there are fewer than four learners.
    """
    n, k = sum(steps), sum(chosen)
    if n < 4 or k in {0, n}:
        return None
    mean = sum(at * count for at, count in enumerate(steps)) / n
    variance = sum(count * (at - mean) ** 2 for at, count in enumerate(steps)) / n
    if variance == 0:
        return None
    mean_chosen = sum(at * count for at, count in enumerate(chosen)) / k
    p = k / n
    r = (mean_chosen - mean) / sqrt(variance) * sqrt(p / (1 - p))
    z, spread = atanh(min(max(r, -0.999999), 0.999999)), Z_90 / sqrt(n - 3)
    return Interval(r, tanh(z - spread), tanh(z + spread))


@dataclass(frozen=True)
class OptionFigures:
    key: str
    correct: bool
    chosen: Interval | None
    discrimination: Interval | None
    weak: float | None
    """Share of the weak learners who chose it; likewise of the strong ones."""
    strong: float | None


@dataclass(frozen=True)
class Figures:
    answers: int
    facility: Interval | None
    discrimination: Interval | None
    median_seconds: int | None
    options: Sequence[OptionFigures]
    flags: Sequence[Flag]

    @property
    def miskey_suspected(self) -> bool:
        return Flag.MISKEY in self.flags


def figures(sums: Sums, keys: Sequence[str], correct: Collection[str]) -> Figures:
    """Of a question with these options, of which `correct` are the key."""
    options = [_option(sums, key, key in correct) for key in keys]
    facility = share(sums.right, sums.answers)
    discrimination = point_biserial(sums.right_steps, sums.steps)
    return Figures(
        answers=sums.answers,
        facility=facility,
        discrimination=discrimination,
        median_seconds=_median(sums.times),
        options=options,
        flags=_flags(sums.answers, facility, discrimination, options),
    )


def _option(sums: Sums, key: str, correct: bool) -> OptionFigures:
    steps = sums.option_steps.get(key, [0] * (REST_STEPS + 1))
    backwards = steps[::-1], sums.steps[::-1]
    return OptionFigures(
        key=key,
        correct=correct,
        chosen=share(sums.choices.get(key, 0), sums.answers),
        discrimination=point_biserial(steps, sums.steps),
        weak=_share_at_the_end(steps, sums.steps),
        strong=_share_at_the_end(*backwards),
    )


def _share_at_the_end(chosen: Sequence[int], steps: Sequence[int]) -> float | None:
    """Of the STRONG share of learners with the lowest steps; a step is divided where need be."""
    wanted = STRONG * sum(steps)
    if not wanted:
        return None
    left, found = wanted, 0.0
    for own, count in zip(chosen, steps, strict=True):
        if count:
            taken = min(left, count)
            found += own * taken / count
            left -= taken
    return found / wanted


def _median(times: Mapping[str, int]) -> int | None:
    """To TIME_STEP seconds."""
    half, total = sum(times.values()) / 2, 0
    for step in sorted(times, key=int):
        total += times[step]
        if total >= half:
            return int(step)
    return None


def _flags(
    answers: int,
    facility: Interval | None,
    discrimination: Interval | None,
    options: Sequence[OptionFigures],
) -> list[Flag]:
    """Only where the interval leaves no doubt, but for the alarm, which asks."""
    if answers < ENOUGH or facility is None:
        return []
    found = []
    if any(o.chosen and not o.correct and o.chosen.high < SELDOM for o in options):
        found.append(Flag.OPTION)
    if discrimination and discrimination.high < 0:
        found.append(Flag.NEGATIVE)
    if facility.low > TOO_EASY:
        found.append(Flag.EASY)
    if facility.high < TOO_HARD:
        found.append(Flag.HARD)
    if answers >= ENOUGH_TO_DOUBT and looks_miskeyed(options):
        found.append(Flag.MISKEY)
    return found


def looks_miskeyed(options: Sequence[OptionFigures]) -> bool:
    """Whether a wrong option behaves as a key does.

    It goes with a high rest score (positive discrimination) at least as much as the key, and
    the strong learners choose it more often. Of several keys the one that discriminates least
    is judged. docs/editing.md has the shares of wrong keys found and of false alarms.
    """
    key = min((o for o in options if o.correct), key=_discriminates, default=None)
    rival = max((o for o in options if not o.correct), key=_discriminates, default=None)
    if key is None or rival is None or rival.strong is None or key.strong is None:
        return False
    return _discriminates(rival) > max(0.0, _discriminates(key)) and rival.strong > key.strong


def _discriminates(option: OptionFigures) -> float:
    return option.discrimination.value if option.discrimination else 0.0
