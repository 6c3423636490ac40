"""A mock exam in the proportions of the exam. Pure: the candidates and the dice are arguments."""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TypeVar

from quiz.drawing import Candidate, by_urgency

MOST_ALIKE = 2
"""How many questions of one skill, or of one section of the guide, a mock asks at most."""

FEWEST_MULTIPLE, MOST_MULTIPLE = 0.12, 0.17
"""Shares of multiple-response questions: 8 to 11 of 65."""

Name = TypeVar("Name", bound=Hashable)


def largest_remainder(weights: Mapping[Name, float], seats: int) -> dict[Name, int]:
    """Seats in proportion to the weights, adding up exactly (method of Hamilton)."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    exact = {name: seats * weight / total for name, weight in weights.items()}
    shares = {name: floor(part) for name, part in exact.items()}
    by_remainder = sorted(exact, key=lambda name: exact[name] - shares[name], reverse=True)
    for name in by_remainder[: seats - sum(shares.values())]:
        shares[name] += 1
    return shares


@dataclass(frozen=True)
class Demand:
    """How many questions of a domain a mock asks, and what there is."""

    domain: int
    asked: int
    available: int
    unseen: int

    @property
    def missing(self) -> int:
        return max(0, self.asked - self.available)

    @property
    def new(self) -> int:
        return min(self.asked, self.unseen)


def demands(
    candidates: Sequence[Candidate], weights: Mapping[int, int], number: int
) -> list[Demand]:
    available = Counter(candidate.domain for candidate in candidates)
    unseen = Counter(candidate.domain for candidate in candidates if candidate.last_seen is None)
    return [
        Demand(domain, asked, available[domain], unseen[domain])
        for domain, asked in largest_remainder(weights, number).items()
    ]


@dataclass
class _Draw:
    """The questions drawn so far, and how often each skill and section was."""

    drawn: list[Candidate] = field(default_factory=list)
    skills: Counter[str] = field(default_factory=Counter)
    sections: Counter[int] = field(default_factory=Counter)

    def is_fresh(self, candidate: Candidate) -> bool:
        """Whether its skill and its section may be asked about once more."""
        again = self.skills[candidate.skill] if candidate.skill else 0
        return max(again, self.sections[candidate.section]) < MOST_ALIKE

    def take(self, candidate: Candidate) -> None:
        self.drawn.append(candidate)
        self.skills[candidate.skill] += 1
        self.sections[candidate.section] += 1


def draw_mock(
    candidates: Sequence[Candidate],
    weights: Mapping[int, int],
    number: int,
    dice: random.Random,
) -> list[int]:
    """The revisions of a mock: domains by their weights, within a domain by task.

    Unseen questions come first; a domain that has too few gives what it has.
    """
    quotas = largest_remainder(weights, number)
    multiples = largest_remainder(quotas, _multiples(candidates, number))
    draw = _Draw()
    for domain, quota in quotas.items():
        pool = by_urgency((c for c in candidates if c.domain == domain), dice)
        _draw_domain(draw, pool, quota, multiples[domain])
    dice.shuffle(draw.drawn)
    return [candidate.revision_id for candidate in draw.drawn]


def _multiples(candidates: Sequence[Candidate], number: int) -> int:
    """How many multiple-response questions to ask: the bank's share, within its bounds."""
    share = sum(candidate.multiple for candidate in candidates) / max(1, len(candidates))
    least, most = ceil(FEWEST_MULTIPLE * number), floor(MOST_MULTIPLE * number)
    return min(max(round(share * number), least), most)


def _draw_domain(draw: _Draw, pool: Sequence[Candidate], quota: int, multiples: int) -> None:
    """First what keeps every proportion, then what keeps fewer of them."""
    tasks = Counter(largest_remainder(Counter(c.task for c in pool), quota))
    rules: list[tuple[int, Callable[[Candidate], bool]]] = [
        (multiples, lambda c: c.multiple and tasks[c.task] > 0 and draw.is_fresh(c)),
        (quota, lambda c: not c.multiple and tasks[c.task] > 0 and draw.is_fresh(c)),
        (quota, lambda c: not c.multiple and draw.is_fresh(c)),
        (quota, lambda c: not c.multiple),
        (quota, lambda _: True),
    ]
    taken: set[int] = set()
    for most, fits in rules:
        for candidate in pool:
            if len(taken) >= most:
                break
            if candidate.revision_id not in taken and fits(candidate):
                draw.take(candidate)
                tasks[candidate.task] -= 1
                taken.add(candidate.revision_id)
