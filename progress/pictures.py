"""Where the marks of a picture stand. Pure: numbers in, coordinates of an SVG out.

A picture has a box of WIDTH by HEIGHT units; y grows downwards. Every mark carries the words
that its table says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 12, 22
"""Room around the marks for the words of the axes."""


@dataclass(frozen=True)
class Value:
    """A number on a day, with its range where it is an estimate."""

    day: date
    value: float
    low: float | None = None
    high: float | None = None
    url: str = ""


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    of: Value


@dataclass(frozen=True)
class Line:
    """Values over time, and a level to reach."""

    dots: Sequence[Dot]
    level: float
    level_y: float
    ticks: Sequence[tuple[int, float]]

    @property
    def path(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def band(self) -> str:
        """A polygon around the ranges; empty without ranges."""
        ranged = [dot for dot in self.dots if dot.of.low is not None]
        if len(ranged) < 2:
            return ""
        upper = [f"{dot.x},{self._y(dot.of.high)}" for dot in ranged]
        lower = [f"{dot.x},{self._y(dot.of.low)}" for dot in reversed(ranged)]
        return " ".join(upper + lower)

    def _y(self, value: float | None) -> float:
        lowest, highest = self.ticks[0][0], self.ticks[-1][0]
        return _y(value or 0, lowest, highest)

    @property
    def first(self) -> Dot:
        return self.dots[0]

    @property
    def last(self) -> Dot:
        return self.dots[-1]


def _y(value: float, lowest: float, highest: float) -> float:
    share = (min(max(value, lowest), highest) - lowest) / (highest - lowest)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def line(values: Sequence[Value], *, level: float, step: int = 100) -> Line | None:
    """Values in the order of time, spread over the width by their days; None for nothing.

    The scale reaches from the multiple of `step` below the lowest mark to the one above the
    highest, so that small changes can be seen.
    """
    if not values:
        return None
    ends = [level, *(v.value for v in values)]
    ends += [end for v in values for end in (v.low, v.high) if end is not None]
    lowest = int(min(ends) // step * step)
    highest = max(int(-(-max(ends) // step) * step), lowest + step)
    days = [value.day.toordinal() for value in values]
    span = max(days) - min(days)
    room = WIDTH - LEFT - RIGHT
    dots = []
    for n, value in enumerate(values):
        share = (days[n] - days[0]) / span if span else (n + 0.5) / len(values)
        x = round(LEFT + 6 + share * (room - 12), 1)
        dots.append(Dot(x, _y(value.value, lowest, highest), value))
    ticks = [(mark, _y(mark, lowest, highest)) for mark in (lowest, highest)]
    return Line(dots, level, _y(level, lowest, highest), ticks)


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    name: str  # the label in full, for the table
    value: int
    is_marked: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Bars:
    """Counts side by side."""

    bars: Sequence[Bar]
    most: int

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


def bars(
    counts: Sequence[tuple[str, int]], *, marked: Sequence[int] = (), names: Sequence[str] = ()
) -> Bars:
    """A bar for each label and count; those at the positions `marked` stand out.

    `names` are the labels in full, where a label is short for the room under its bar.
    """
    most = max([count for _, count in counts], default=0)
    slot = (WIDTH - LEFT - RIGHT) / max(len(counts), 1)
    floor, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    drawn = []
    for n, (label, count) in enumerate(counts):
        height = round(room * count / most, 1) if most else 0
        x = round(LEFT + n * slot + slot * 0.12, 1)
        width = round(slot * 0.76, 1)
        name, y = names[n] if names else label, round(floor - height, 1)
        drawn.append(Bar(x, y, width, height, label, name, count, n in marked))
    return Bars(drawn, most)


def position(value: float, lowest: float, highest: float) -> float:
    """Where a value stands on a scale, in percent of its width."""
    share = (min(max(value, lowest), highest) - lowest) / (highest - lowest)
    return round(100 * share, 1)
