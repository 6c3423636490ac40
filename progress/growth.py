"""How much a learner has gained since an answer. Pure.

An answer tells what its learner knew then. Each later answer, with its explanation, is a lesson
that raised the ability: a lesson about the same topic by the learner's own rate, one about
another topic by ELSEWHERE of that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, sqrt
from typing import NamedTuple

from progress.ability import (
    PRIOR_DEVIATION,
    PRIOR_MEAN,
    Answer,
    dot,
    likelihood,
    log_likelihood,
    normal,
    normalised,
    recency,
)

ELSEWHERE = 1 / 40
MOST_LESSONS = 30
"""About one topic; what more of them add is little."""
RATES = (0.0, 0.02, 0.04, 0.06, 0.08)
"""In logits a lesson."""
USUAL_RATE, RATE_DEVIATION = 0.03, 0.02


@dataclass(frozen=True)
class Rate:
    """Logits gained in a lesson: the estimate and its standard deviation."""

    mean: float
    deviation: float


class Dated(NamedTuple):
    """An answer, its weight, and the lessons since."""

    answer: Answer
    weight: float
    lessons: float

    def at(self, rate: float) -> tuple[Answer, float, float]:
        """As the likelihood takes it."""
        return self.answer, self.weight, rate * self.lessons


@dataclass(frozen=True)
class History:
    """Answers, the newest first, and the lessons so far by topic."""

    answers: Sequence[Dated]
    lessons: Mapping[str, int]

    @cached_property
    def first(self) -> Sequence[Dated]:
        """Of each question only the answer to its first exposure."""
        return [one for one in self.answers if one.answer.exposure == 1]

    @property
    def usual(self) -> float:
        """Lessons since the average first answer."""
        return sum(one.lessons for one in self.first) / max(1, len(self.first))


def history(answers: Iterable[Answer], back: float = 0.0) -> History:
    """From answers in any order, as it stood `back` days ago.

    Recent answers weigh more; the n-th time that a question comes, its answer weighs 1/n.
    """
    lessons: Counter[str] = Counter()
    found = []
    then = sorted((a for a in answers if max(0.0, a.days) >= back), key=lambda a: a.days)
    for later, answer in enumerate(then):
        since = min(lessons[answer.topic], MOST_LESSONS) + ELSEWHERE * later
        found.append(Dated(answer, recency(answer.days - back) / answer.exposure, since))
        lessons[answer.topic] += 1
    return History(found, lessons)


def rate(known: History) -> Rate:
    """The learner's own, from all first answers as if of one ability (empirical Bayes)."""
    prior = normal(PRIOR_MEAN, PRIOR_DEVIATION)
    logs = [log_likelihood(one.at(value) for one in known.first) for value in RATES]
    top = max(map(max, logs))
    weights = normalised(
        [
            exp(-0.5 * ((value - USUAL_RATE) / RATE_DEVIATION) ** 2)
            * exp(max(own) - top)
            * dot(prior, likelihood(own))
            for value, own in zip(RATES, logs, strict=True)
        ]
    )
    mean = dot(weights, RATES)
    return Rate(mean, sqrt(dot(weights, [(value - mean) ** 2 for value in RATES])))
