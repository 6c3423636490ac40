"""How able a learner is, from answers to questions of known difficulty. Pure.

A Rasch model with a floor for guessing (Rasch 1960; Birnbaum in Lord & Novick, Statistical
Theories of Mental Test Scores, 1968, ch. 17): a learner of ability x answers a question of
difficulty b rightly with probability c + (1 - c) / (1 + exp(b - x)), where c is the chance of
guessing it. Abilities and difficulties count in logits; 0 is a learner who knows half of the
questions of middling difficulty. All sums run over a grid of abilities.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, pi, sqrt
from operator import mul

GRID: tuple[float, ...] = tuple(n / 3 for n in range(-10, 16))
"""Abilities. The steps are less than any standard deviation that we sum over, which makes the
sums as good as integrals."""
GAIN_STEP = 0.25
"""Gains are rounded to it, which keeps the kinds of answers few."""
DIFFICULTY = {1: -0.6, 2: 0.0, 3: 0.4}
"""In logits, by the difficulty class of a question (recall, apply, analyse)."""
RECOGNISED = 0.5
"""The share of questions seen before that are answered rightly because they are recognised."""
HALF_LIFE = 60.0
"""Days after which an answer counts half: what one knew then is not what one knows now."""

PRIOR_MEAN, PRIOR_DEVIATION = 0.8, 1.0
"""Of the ability of a learner of whom nothing is known, in logits."""
SPREAD = sqrt(1 + pi * PRIOR_DEVIATION**2 / 8)
"""By how much a logit counts more for one learner than for the mean of all (MacKay, Neural
Computation 4 (1992), p. 720)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question with options, as far as insight needs it."""

    question: int
    topic: str  # slug
    domain: int  # number; 0 where the exam does not ask it
    task: str  # "4.3", or ""
    difficulty: int  # 1 to 3
    chance: float  # of being right by guessing
    right: bool
    exposure: int  # 1 for the first time that the learner saw the question
    days: float  # its age
    facility: float | None = None  # share of right first answers of others, where known

    @property
    def hardness(self) -> float:
        """The difficulty of the question in logits, on steps that keep the kinds few."""
        if self.facility is None:
            return DIFFICULTY[self.difficulty]
        known = (self.facility - self.chance) / (1 - self.chance)
        known = min(max(known, 0.1), 0.95)
        return round(2 * (PRIOR_MEAN - SPREAD * log(known / (1 - known)))) / 2

    @property
    def floor(self) -> float:
        """The chance of a right answer without the knowledge that the question asks for."""
        return self.chance if self.exposure == 1 else 1 - (1 - self.chance) * (1 - RECOGNISED)


def probability(ability: float, hardness: float, chance: float) -> float:
    """Of a right answer."""
    return chance + (1 - chance) / (1 + exp(hardness - ability))


@cache
def _logs(hardness: float, chance: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Logarithms of the probabilities of a right and of a wrong answer, along the grid."""
    rights = [probability(x, hardness, chance) for x in GRID]
    return tuple(map(log, rights)), tuple(log(1 - p) for p in rights)


def log_likelihood(answers: Iterable[tuple[Answer, float, float]]) -> list[float]:
    """Along the grid, of answers with their weights and with what was gained since, in logits."""
    sums: dict[tuple[float, float], list[float]] = {}
    for answer, weight, gained in answers:
        hardness = answer.hardness + GAIN_STEP * round(gained / GAIN_STEP)
        kind = sums.setdefault((hardness, answer.floor), [0.0, 0.0])
        kind[answer.right] += weight
    total = [0.0] * len(GRID)
    for (hardness, chance), (wrong, right) in sums.items():
        log_right, log_wrong = _logs(hardness, chance)
        total = [
            t + right * r + wrong * w for t, r, w in zip(total, log_right, log_wrong, strict=True)
        ]
    return total


def dot(some: Sequence[float], others: Sequence[float]) -> float:
    return float(sum(map(mul, some, others)))


def normal(mean: float, deviation: float) -> list[float]:
    """Weights of a normal distribution along the grid; their sum is 1."""
    weights = [exp(-0.5 * ((x - mean) / deviation) ** 2) for x in GRID]
    return normalised(weights)


def normalised(weights: Sequence[float]) -> list[float]:
    total = sum(weights)
    return [weight / total for weight in weights]


@cache
def kernel(deviation: float, shift: float = 0.0) -> list[list[float]]:
    """For each ability of a whole, the weights of the abilities of a part of it.

    The part lies normally around the whole, `shift` logits higher.
    """
    return [normal(x + shift, deviation) for x in GRID]


def likelihood(logs: Sequence[float]) -> list[float]:
    """From its logarithms; the highest becomes 1."""
    top = max(logs)
    return [exp(one - top) for one in logs]


def moments(weights: Sequence[float]) -> tuple[float, float]:
    """Mean and variance of the ability."""
    mean = sum(w * x for w, x in zip(weights, GRID, strict=True))
    return mean, sum(w * (x - mean) ** 2 for w, x in zip(weights, GRID, strict=True))


def recency(days: float) -> float:
    """The weight of an answer of that age."""
    return float(0.5 ** (max(days, 0.0) / HALF_LIFE))
