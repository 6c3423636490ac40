"""Would a learner pass today? An exact sum over the exam's blueprint. Pure.

For each level of the learner (`progress.learner`) and each difficulty of a form, the numbers of
right answers in the domains are binomial, and their sum is convolved exactly. Unknown are: the
ability, what was gained since the answers, the difficulty of the form, the draw of its questions,
and the share of right answers that passes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import comb, erf, sqrt

from progress.ability import Answer, normalised
from progress.estimates import quantile
from progress.growth import History, history
from progress.learner import Learner, Place, Weights, eased, learner
from quiz.mock import largest_remainder
from quiz.scoring import PASS_SHARE_DOUBT, Z_90, Scale

ENOUGH = 40
"""First answers below which nothing is said."""
FORM_DEVIATION = 0.2
"""How far, in logits, the difficulty of a form lies from that of our questions."""
NODES = ((-sqrt(3), 1 / 6), (0.0, 2 / 3), (sqrt(3), 1 / 6))
"""Gauss-Hermite quadrature of a standard normal with three points: place, weight."""
NEGLIGIBLE = 1e-3
RAISED = 0.5
"""By how much, in logits, an ability rises when we ask what would help most."""


@dataclass(frozen=True)
class Gain:
    """What better knowledge of one domain would bring: score points, and chance to pass."""

    domain: int
    points: int
    probability: float


@dataclass(frozen=True)
class Readiness:
    """An estimated score with its 90 % range, and the probability to pass (0 to 1)."""

    score: int
    low: int
    high: int
    pass_probability: float
    answers: int
    gains: Sequence[Gain] = ()

    @property
    def enough(self) -> bool:
        return self.answers >= ENOUGH

    @property
    def missing(self) -> int:
        """First answers that are still needed to say something."""
        return max(0, ENOUGH - self.answers)


@lru_cache(maxsize=8192)
def _binomial(questions: int, p: float) -> Weights:
    """The probabilities of 0 to `questions` right answers."""
    return [comb(questions, k) * p**k * (1 - p) ** (questions - k) for k in range(questions + 1)]


def _mixed(weights: Sequence[float], rows: Sequence[Sequence[float]]) -> Weights:
    total = [0.0] * len(rows[0])
    for weight, row in zip(weights, rows, strict=True):
        if weight > NEGLIGIBLE:
            total = [t + weight * value for t, value in zip(total, row, strict=True)]
    return normalised(total)


def _convolved(one: Sequence[float], other: Sequence[float]) -> Weights:
    total = [0.0] * (len(one) + len(other) - 1)
    for n, weight in enumerate(one):
        for m, value in enumerate(other):
            total[n + m] += weight * value
    return total


def right_answers(
    known: Learner, questions: Mapping[int, int], raised: int | None = None
) -> Weights:
    """The probabilities of 0, 1, 2 … right answers on an exam with so many questions by domain.

    `raised`: a domain in which the learner is taken to know RAISED logits more.
    """
    total = [0.0] * (sum(questions.values()) + 1)
    doubt = round(sqrt(FORM_DEVIATION**2 + known.doubt**2), 2)
    for place, part in NODES:
        tables = {}
        for domain, number in questions.items():
            easier = doubt * place + (RAISED if domain == raised else 0.0)
            shares = [eased(share, easier) for share in known.shares[domain]]
            tables[domain] = [_binomial(number, round(share, 3)) for share in shares]
        for n, weight in enumerate(known.levels):
            if weight < NEGLIGIBLE:
                continue
            sums = [1.0]
            for domain, table in tables.items():
                sums = _convolved(sums, _mixed(known.abilities[domain][n], table))
            total = [t + weight * part * value for t, value in zip(total, sums, strict=True)]
    return normalised(total)


def readiness(
    answers: Sequence[Answer],
    weights: Mapping[int, int],
    questions: int,
    scale: Scale,
    counts: Mapping[Place, int] | None = None,
) -> Readiness:
    """From the answers given so far, for an exam of so many scored questions whose domains have
    these weights (percent).

    `counts` are the numbers of questions by topic and domain, for the topics' shares of the
    exam; without them, the topics asked about stand for all.
    """
    past = history(answer for answer in answers if answer.domain in weights)
    demanded = largest_remainder(weights, questions)
    known = learner(past, counts or _asked(past), demanded)
    now = _scored(right_answers(known, demanded), scale, len(past.first))
    if not now.enough:
        return now
    gains = []
    for domain in weights:
        then = _scored(right_answers(known, demanded, domain), scale, len(past.first))
        chance = then.pass_probability - now.pass_probability
        gains.append(Gain(domain, then.score - now.score, chance))
    return replace(now, gains=sorted(gains, key=lambda gain: (-gain.points, gain.domain)))


def trend(
    answers: Sequence[Answer],
    weights: Mapping[int, int],
    questions: int,
    scale: Scale,
    days: Sequence[float],
    counts: Mapping[Place, int] | None = None,
) -> list[Readiness]:
    """Readiness as it stood so many days ago, each from the answers given until then."""
    demanded = largest_remainder(weights, questions)
    found = []
    for back in days:
        past = history((answer for answer in answers if answer.domain in weights), back)
        known = learner(past, counts or _asked(past), demanded)
        found.append(_scored(right_answers(known, demanded), scale, len(past.first)))
    return found


def _asked(past: History) -> Counter[Place]:
    return Counter((one.answer.topic, one.answer.domain) for one in past.first)


def _scored(sums: Sequence[float], scale: Scale, answers: int) -> Readiness:
    """The cut is normal around where the straight scale has it, 90 % of it within
    PASS_SHARE_DOUBT."""
    questions = len(sums) - 1
    deviation = PASS_SHARE_DOUBT / Z_90
    passes = 0.0
    scores: list[tuple[float, float]] = []
    for right, weight in enumerate(sums):
        share = right / questions
        passes += weight * _below(share, scale.pass_share, deviation)
        scores += [
            (scale.score(share, doubt=deviation * place), weight * part) for place, part in NODES
        ]
    scores.sort()
    values, weights = zip(*scores, strict=True)
    low, middle, high = (quantile(values, weights, at) for at in (0.05, 0.5, 0.95))
    return Readiness(round(middle), round(low), round(high), passes, answers)


def _below(value: float, mean: float, deviation: float) -> float:
    """The normal distribution function."""
    return 0.5 * (1 + erf((value - mean) / (deviation * sqrt(2))))
