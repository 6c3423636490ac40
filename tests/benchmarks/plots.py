"""Small charts as SVG files, readable in light and dark and without seeing them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 560, 360
LEFT, RIGHT, TOP, BOTTOM = 62, 136, 68, 52
LINE = 17  # between words
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1c1e22 }
  .ground { fill: #ffffff } .title { font-weight: 600; font-size: 15px }
  .grid { stroke: #d9d8d2 } .aim { fill: #0b6b45; fill-opacity: .14 }
  .ideal { stroke: #565b66; stroke-dasharray: 5 4 } .line { fill: none; stroke-width: 2.5 }
  .a { stroke: #3346c8 } .b { stroke: #b3261e } .c { stroke: #565b66 }
  circle.a { fill: #3346c8 } circle.b { fill: #b3261e } circle.c { fill: #565b66 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8e9ec } .ground { fill: #1b1e24 } .grid { stroke: #3a3f4a }
    .aim { fill: #5fd3a2 } .ideal { stroke: #a3a9b5 }
    .a { stroke: #94a4ff } .b { stroke: #ff9d94 } .c { stroke: #a3a9b5 }
    circle.a { fill: #94a4ff } circle.b { fill: #ff9d94 } circle.c { fill: #a3a9b5 }
  }
"""


@dataclass(frozen=True)
class Axis:
    name: str
    ticks: Sequence[tuple[float, str]]  # from the lowest to the highest

    def part(self, value: float) -> float:
        lowest, highest = self.ticks[0][0], self.ticks[-1][0]
        return (min(max(value, lowest), highest) - lowest) / (highest - lowest)


@dataclass(frozen=True)
class Series:
    name: str
    points: Sequence[tuple[float, float]]
    joined: bool = True


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    x: Axis
    y: Axis
    series: Sequence[Series]
    aim: tuple[float, float] | None = None  # a band of y
    ideal: bool = False  # the line on which x is y

    def svg(self) -> str:
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d">',
            f'<title id="t">{escape(self.title)}</title>',
            f'<desc id="d">{escape(self.description)}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
            _text(LEFT, 28, self.title, kind="title"),
            *self._axes(),
            *self._aims(),
            *(mark for n, one in enumerate(self.series) for mark in self._marks(one, "abc"[n])),
            *self._names(),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _x(self, value: float) -> float:
        return round(LEFT + self.x.part(value) * (WIDTH - LEFT - RIGHT), 1)

    def _y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - self.y.part(value) * (HEIGHT - TOP - BOTTOM), 1)

    def _axes(self) -> list[str]:
        marks = []
        for value, label in self.y.ticks:
            y = self._y(value)
            marks.append(_line(LEFT, y, WIDTH - RIGHT, y, "grid"))
            marks.append(_text(LEFT - 8, y + 4, label, anchor="end"))
        for value, label in self.x.ticks:
            marks.append(_text(self._x(value), HEIGHT - BOTTOM + 20, label, anchor="middle"))
        middle = (LEFT + WIDTH - RIGHT) / 2
        marks.append(_text(middle, HEIGHT - 10, self.x.name, anchor="middle"))
        marks.append(_text(LEFT, TOP - 14, self.y.name))
        return marks

    def _aims(self) -> list[str]:
        marks = []
        if self.aim:
            top, bottom = self._y(self.aim[1]), self._y(self.aim[0])
            size = f'width="{WIDTH - LEFT - RIGHT}" height="{round(bottom - top, 1)}"'
            marks.append(f'<rect class="aim" x="{LEFT}" y="{top}" {size}/>')
            marks.append(_text(WIDTH - RIGHT + 8, (top + bottom) / 2 + 4, "aim"))
        if self.ideal:
            low = max(self.x.ticks[0][0], self.y.ticks[0][0])
            high = min(self.x.ticks[-1][0], self.y.ticks[-1][0])
            ends = (self._x(low), self._y(low), self._x(high), self._y(high))
            marks.append(_line(*ends, "ideal"))
            marks.append(_text(ends[2] + 8, ends[3] + 4, "ideal"))
        return marks

    def _marks(self, one: Series, kind: str) -> list[str]:
        at = [(self._x(x), self._y(y)) for x, y in one.points]
        marks = [f'<circle class="{kind}" cx="{x}" cy="{y}" r="4"/>' for x, y in at]
        if one.joined:
            path = " ".join(f"{x},{y}" for x, y in at)
            marks.insert(0, f'<polyline class="line {kind}" points="{path}"/>')
        return marks

    def _names(self) -> list[str]:
        """At the ends of the lines, the lowest in its place and the others above it."""
        ends = [(self._y(one.points[-1][1]), one.name) for one in self.series if one.joined]
        marks, free = [], float(HEIGHT)
        for y, name in sorted(ends, reverse=True):
            free = min(y + 4, free - LINE)
            marks.append(_text(WIDTH - RIGHT + 10, free, name))
        return marks


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, words: str, *, kind: str = "", anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{named}>{escape(words)}</text>'
