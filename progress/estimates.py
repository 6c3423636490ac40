"""What answers say of a learner. Pure: counts in, estimates out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PRIOR_ANSWERS = 8
"""How many answers the prior counts for. With so few, a topic is judged by all others."""


@dataclass(frozen=True)
class Count:
    """Right answers among all answers."""

    right: int
    total: int


def own_mean(counts: Iterable[Count]) -> float:
    """The learner's share of right answers, drawn to one half while there are few (Laplace)."""
    counts = list(counts)
    return (sum(c.right for c in counts) + 1) / (sum(c.total for c in counts) + 2)


def shrunk(count: Count, mean: float) -> float:
    """The mean of a beta-binomial posterior whose prior is `mean`, worth PRIOR_ANSWERS answers.

    Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4.
    """
    return (count.right + PRIOR_ANSWERS * mean) / (count.total + PRIOR_ANSWERS)


def points_to_win(share: float, mastery: float, scale: int) -> float:
    """Score points that full mastery would add: the topic's share of the exam × the gap × scale.

    Takes the scale as linear in right answers, which the real, equated one is only roughly.
    """
    return share * (1 - mastery) * scale


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
