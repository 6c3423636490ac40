"""Answers as insight sees them, for its tests."""

from collections.abc import Sequence
from typing import Any

from progress.ability import Answer


def make_answer(right: bool = True, **changes: Any) -> Answer:
    given: dict[str, Any] = {
        "question": 1,
        "topic": "sqs",
        "domain": 1,
        "task": "1.1",
        "difficulty": 2,
        "chance": 0.25,
        "exposure": 1,
        "days": 0.0,
    }
    return Answer(**(given | changes), right=right)


def make_answers(right: int, wrong: int, **changes: Any) -> list[Answer]:
    """Right and wrong ones in turn, as far as both last."""
    turns = sorted(
        [(n / max(right, 1), True) for n in range(right)]
        + [(n / max(wrong, 1), False) for n in range(wrong)]
    )
    return [make_answer(one, question=n, **changes) for n, (_, one) in enumerate(turns)]


def spread_over(domains: Sequence[int], right: int, wrong: int, topics: int = 5) -> list[Answer]:
    """So many in each of the domains, over so many topics of each."""
    return [
        make_answer(one.right, question=n, topic=f"{domain}-{n % topics}", domain=domain)
        for domain in domains
        for n, one in enumerate(make_answers(right, wrong))
    ]
