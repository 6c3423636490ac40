"""Right or wrong, and what a score may mean on the exam's own scale. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt

Z_90 = 1.645
"""Standard normal quantile of a two-sided 90 % interval."""

PASS_SHARE_DOUBT = 0.05
"""How far the share of right answers that passes may lie from where the scale, taken as a
straight line, has its pass score. Nobody outside AWS knows it, and it differs from form to form."""


def is_right(chosen: Collection[str], correct: Collection[str]) -> bool:
    """All and only the correct options: an exam gives no partial credit."""
    return set(chosen) == set(correct)


def percent(right: int, total: int) -> int | None:
    """Rounded to whole percent; None for nothing."""
    return round(100 * right / total) if total else None


def wilson(right: int, total: int, z: float = Z_90) -> tuple[float, float]:
    """Interval of the true share behind `right` of `total`. Wilson, JASA 22 (1927), p. 209."""
    share = right / total
    centre = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


@dataclass(frozen=True)
class Scale:
    """The scale on which an exam is scored."""

    lowest: int
    passing: int
    highest: int

    @property
    def pass_share(self) -> float:
        """The share of right answers at the pass score, were the scale a straight line."""
        return (self.passing - self.lowest) / (self.highest - self.lowest)

    def score(self, share: float, doubt: float = 0.0) -> int:
        """Two straight lines, from nothing right to the pass score and from there to all right,
        which meet at the share that passes: `doubt` higher or lower than `pass_share`."""
        passes = self.pass_share + doubt
        if share < passes:
            return round(self.lowest + (self.passing - self.lowest) * share / passes)
        above = (share - passes) / (1 - passes)
        return round(self.passing + (self.highest - self.passing) * above)


@dataclass(frozen=True)
class Estimate:
    """A scaled score and its 90 % range."""

    score: int
    low: int
    high: int


def estimate(right: int, total: int, scale: Scale) -> Estimate:
    """The scaled score that an exam might have given.

    The range joins the chance of the draw (Wilson, 90 %) and the doubt about the share
    of right answers that passes.
    """
    low, high = wilson(right, total)
    return Estimate(
        score=scale.score(right / total),
        low=scale.score(low, doubt=PASS_SHARE_DOUBT),
        high=scale.score(high, doubt=-PASS_SHARE_DOUBT),
    )
