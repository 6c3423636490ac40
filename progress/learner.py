"""What is known of a learner: a level, and what it lets expect in each domain. Pure.

Only first exposures count. A domain lies normally around the learner's level, a topic around its
domain, raised by the lessons that it has had (`progress.growth`). All three are integrated over
the grid of `progress.ability`. So the answers in one topic say much of it, something of its
domain, and little of the rest, however many they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from operator import mul

from progress.ability import (
    DIFFICULTY,
    GRID,
    PRIOR_DEVIATION,
    PRIOR_MEAN,
    dot,
    kernel,
    likelihood,
    log_likelihood,
    normal,
    normalised,
    probability,
)
from progress.growth import MOST_LESSONS, Dated, History, rate

DOMAIN_DEVIATION = 0.4
"""How far, in logits, a domain lies from its learner's level (standard deviation)."""
TOPIC_DEVIATION = 0.5
"""How far a topic lies from its domain."""
BEGUN = 0.2
"""What a topic is ahead, in logits, by having been begun at all: it was likely read."""
MIX = {1: 0.2, 2: 0.5, 3: 0.3}
"""Shares of the difficulty classes in an exam."""
CHANCE = 0.22
"""Of guessing: one of four, or two of five in every seventh question."""
RIGHTS = [
    sum(part * probability(x, DIFFICULTY[kind], CHANCE) for kind, part in MIX.items()) for x in GRID
]
"""For each ability, the share of right answers on the usual form."""

Weights = list[float]
"""Along the grid of abilities, or along numbers of right answers; their sum is 1."""
Place = tuple[str, int]
"""A topic in a domain."""


@dataclass(frozen=True)
class Learner:
    """Weights of levels; for each domain, weights of abilities at each level, and the share of
    right answers that an exam would get at each ability."""

    levels: Weights
    abilities: Mapping[int, Sequence[Weights]]
    shares: Mapping[int, Sequence[float]]
    doubt: float  # of what was gained since the answers, in logits


def learner(past: History, counts: Mapping[Place, int], domains: Iterable[int]) -> Learner:
    """`counts` are the numbers of questions by topic and domain."""
    gained = rate(past)
    levels = normal(PRIOR_MEAN, PRIOR_DEVIATION)
    abilities, shares = {}, {}
    for domain in domains:
        sizes = {topic: number for (topic, one), number in counts.items() if one == domain}
        first = (one for one in past.first if one.answer.domain == domain)
        own, shares[domain] = _domain(first, sizes, past.lessons, gained.mean)
        rows = [list(map(mul, row, own)) for row in kernel(DOMAIN_DEVIATION)]
        levels = normalised([level * sum(row) for level, row in zip(levels, rows, strict=True)])
        abilities[domain] = [normalised(row) for row in rows]
    return Learner(levels, abilities, shares, gained.deviation * past.usual)


def _domain(
    first: Iterable[Dated], sizes: Mapping[str, int], lessons: Mapping[str, int], gained: float
) -> tuple[list[float], list[float]]:
    """For each ability in a domain: the likelihood of its first answers, and the share of right
    answers that an exam would get; from the numbers of questions and of lessons by topic."""
    asked: dict[str, list[Dated]] = {}
    for one in first:
        asked.setdefault(one.answer.topic, []).append(one)
    parts = _parts(sizes, asked.keys())
    logs = [0.0] * len(GRID)
    shares = [(1 - sum(parts.values())) * dot(row, RIGHTS) for row in kernel(TOPIC_DEVIATION)]
    for topic, answers in asked.items():
        ahead = BEGUN + gained * min(lessons[topic], MOST_LESSONS)
        values = likelihood(log_likelihood(one.at(gained) for one in answers))
        rights = list(map(mul, values, RIGHTS))
        for n, row in enumerate(kernel(TOPIC_DEVIATION, round(ahead, 1))):
            evidence = dot(row, values)
            logs[n] += log(evidence)
            shares[n] += parts[topic] * dot(row, rights) / evidence
    return likelihood(logs), shares


def _parts(sizes: Mapping[str, int], topics: Iterable[str]) -> dict[str, float]:
    """The share of a domain's questions that each of these topics has."""
    total = max(1, sum(sizes.values()))
    return {topic: sizes.get(topic, 0) / total for topic in topics}


def eased(share: float, logits: float) -> float:
    """The share of right answers on a form that much easier, or by somebody that much abler."""
    known = (share - CHANCE) / (1 - CHANCE)
    return CHANCE + (1 - CHANCE) * known / (known + (1 - known) * exp(-logits))
