"""Which questions to ask. Pure: the candidates and the dice are arguments."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Candidate:
    """A question that fits, by its current revision, and what its learner did with it before."""

    revision_id: int
    last_seen: datetime | None = None
    missed: bool = False
    flagged: bool = False
    due: bool = False
    domain: int = 0
    task: str = ""
    skill: str = ""
    section: int = 0
    multiple: bool = False


def by_urgency(candidates: Iterable[Candidate], dice: random.Random) -> list[Candidate]:
    """Unseen ones at random, then those not seen for longest."""
    shuffled = list(candidates)
    dice.shuffle(shuffled)
    return sorted(shuffled, key=_urgency)


def _urgency(candidate: Candidate) -> tuple[bool, float]:
    """Sort key: what to ask first."""
    unseen_first = candidate.last_seen is not None
    longest_ago_first = candidate.last_seen.timestamp() if candidate.last_seen else 0.0
    return unseen_first, longest_ago_first


def draw(candidates: Iterable[Candidate], number: int, dice: random.Random) -> list[int]:
    """Up to `number` revisions, the most urgent ones, in any order."""
    drawn = by_urgency(candidates, dice)[:number]
    dice.shuffle(drawn)
    return [candidate.revision_id for candidate in drawn]


def option_order(keys: Sequence[str], *, fixed: bool, dice: random.Random) -> list[str]:
    """The keys as they will be displayed for the whole attempt."""
    return list(keys) if fixed else dice.sample(list(keys), len(keys))
