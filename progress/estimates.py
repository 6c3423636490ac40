"""What answers say of a topic, a task or a domain. Pure: answers in, estimates out."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log
from operator import mul
from typing import TypeVar

from progress.ability import (
    GRID,
    PRIOR_DEVIATION,
    PRIOR_MEAN,
    Answer,
    dot,
    kernel,
    likelihood,
    log_likelihood,
    normal,
    normalised,
    probability,
)
from progress.growth import Dated, history, rate

PART_DEVIATION = 0.5
"""How far, in logits, a part of the exam lies from its learner's level (standard deviation)."""
ENOUGH = 5
"""Answers below which a part says nothing of itself."""
USUAL_CHANCE = 0.25
ATTAINABLE = 0.95
"""Mastery that practice leads to: slips remain."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Mastery:
    """The share of the usual questions about a part that its learner would answer rightly now.

    `mean` with a 90 % interval, from 0 to 1; `answers` is the number of answers behind it.
    """

    mean: float
    low: float
    high: float
    answers: int
    right: int

    @property
    def enough(self) -> bool:
        return self.answers >= ENOUGH


def mastery_by(answers: Sequence[Answer], part: Callable[[Answer], K]) -> dict[K, Mastery]:
    """Mastery of each part that was asked about, shrunk towards the learner's own level.

    The prior of a part is normal around the level that the other parts show (empirical Bayes;
    Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.4); the likelihood is that of
    `progress.ability`.
    """
    past = history(answers)
    gained = rate(past).mean
    groups = _grouped(past.answers, part)
    likelihoods = {key: _likelihood(group, gained) for key, group in groups.items()}
    evidence = {key: _logs_of_level(values) for key, values in likelihoods.items()}
    total = [sum(column) for column in zip(*evidence.values(), strict=True)]
    found = {}
    for key, group in groups.items():
        prior = _prior([t - own for t, own in zip(total, evidence[key], strict=True)])
        found[key] = _mastery(group, list(map(mul, prior, likelihoods[key])))
    return found


def untested(answers: Sequence[Answer]) -> Mastery:
    """Mastery of a part without an answer: what those with answers let expect."""
    past = history(answers)
    gained = rate(past).mean
    total = [0.0] * len(GRID)
    for group in _grouped(past.answers, lambda answer: answer.topic).values():
        own = _logs_of_level(_likelihood(group, gained))
        total = [t + o for t, o in zip(total, own, strict=True)]
    return _mastery([], _prior(total))


def _grouped(answers: Iterable[Dated], part: Callable[[Answer], K]) -> dict[K, list[Dated]]:
    groups: dict[K, list[Dated]] = {}
    for one in answers:
        groups.setdefault(part(one.answer), []).append(one)
    return groups


def _likelihood(answers: Iterable[Dated], gained: float) -> list[float]:
    return likelihood(log_likelihood(one.at(gained) for one in answers))


def _logs_of_level(values: Sequence[float]) -> list[float]:
    """What the likelihood of the ability in a part says of the learner's level."""
    return [log(dot(row, values)) for row in kernel(PART_DEVIATION)]


def _prior(logs: Sequence[float]) -> list[float]:
    """Weights of the ability in a part, from the log-likelihood of the level."""
    levels = list(map(mul, normal(PRIOR_MEAN, PRIOR_DEVIATION), likelihood(logs)))
    return [dot(levels, column) for column in zip(*kernel(PART_DEVIATION), strict=True)]


def _mastery(answers: Sequence[Dated], weights: Sequence[float]) -> Mastery:
    weights = normalised(weights)
    shares = [probability(x, 0.0, USUAL_CHANCE) for x in GRID]
    return Mastery(
        mean=dot(weights, shares),
        low=quantile(shares, weights, 0.05),
        high=quantile(shares, weights, 0.95),
        answers=len(answers),
        right=sum(one.answer.right for one in answers),
    )


def quantile(values: Sequence[float], weights: Sequence[float], share: float) -> float:
    """The value at that share of the weights (which add up to 1), between values linearly.

    Half of the weight of a value lies below it.
    """
    sums = accumulate(weights)
    places = [total - weight / 2 for total, weight in zip(sums, weights, strict=True)]
    at = bisect_left(places, share)
    if at in (0, len(places)):
        return values[min(at, len(places) - 1)]
    part = (share - places[at - 1]) / (places[at] - places[at - 1])
    return values[at - 1] + part * (values[at] - values[at - 1])


def points_to_win(share: float, mastery: Mastery, scale: int, room: float = 1.0) -> float:
    """Score points that practice of a part brings.

    Its share of the exam × what is missing to ATTAINABLE × the part of its questions that were
    not yet answered rightly × the scale, taken as a straight line in right answers.
    """
    return share * max(0.0, ATTAINABLE - mastery.mean) * room * scale


def shares(
    questions: Mapping[tuple[str, int], int], weights: Mapping[int, int]
) -> dict[str, float]:
    """Each topic's share of an exam (0 to 1), from the number of questions by (topic, domain).

    A domain's weight (percent) is spread over its topics by their numbers of questions.
    """
    in_domain: dict[int, int] = {}
    for (_, domain), number in questions.items():
        in_domain[domain] = in_domain.get(domain, 0) + number
    result: dict[str, float] = {}
    for (topic, domain), number in questions.items():
        part = weights.get(domain, 0) / 100 * number / in_domain[domain]
        result[topic] = result.get(topic, 0.0) + part
    return result
