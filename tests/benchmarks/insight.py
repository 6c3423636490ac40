"""How well the estimates hold for simulated learners: the tables and pictures of docs/insight.md.

    python -m tests.benchmarks.insight [--learners 2000] [--seed 1000000]

The constants of `progress` were chosen on seeds below 700000, the tests use those from 2000000.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from tests.benchmarks import recall, studies
from tests.benchmarks.plots import Axis, Chart, Series
from tests.benchmarks.studies import STRATEGIES, Sat

PICTURES = Path(__file__).parents[2] / "docs/img"
GROUPS = ((40, 80), (80, 160), (160, 320), (320, 1000))  # first answers
PERCENT = [(n / 5, f"{20 * n} %") for n in range(6)]
CASES: dict[str, dict[str, Any]] = {
    "mixed questions": {"order": "mixed"},
    "topic after topic": {"order": "topics"},
    "reads a topic, then its questions": {"order": "selective"},
    "500 answers in 30 days": {"answers": 500, "days": 30.0},
    "40 days without practice": {"rest": 40.0},
}
BROKEN: dict[str, dict[str, Any]] = {
    "exam 0.5 logits harder than our questions": {"harder": 0.5},
    "every third answer looked up": {"looked_up": 0.33},
}


@dataclass(frozen=True)
class Runs:
    """Studies in as many processes as there are cores."""

    pool: Any
    seed: int
    learners: int

    def all(self, study: Callable[[int], Any], learners: int | None = None) -> list[Any]:
        seeds = range(self.seed, self.seed + (learners or self.learners))
        return self.pool.map(study, seeds, chunksize=5)

    def sat(self, learners: int | None = None, **changes: Any) -> list[Sat]:
        found = self.all(partial(studies.sat, **changes), learners)
        return [one for one in found if one.expected.enough]


def row(name: str, found: Sequence[Sat]) -> None:
    print(
        f"| {name} | {len(found)} | {100 * studies.coverage(found):.1f} % "
        f"| {studies.width(found):.0f} | {studies.bias(found):+.0f} |"
    )


def ranges(runs: Runs) -> list[Sat]:
    print("\n| learners | number | within the 90 % range | width | true − estimated |")
    print("|---|---|---|---|---|")
    found = runs.sat()
    row("all", found)
    grouped = {g: [one for one in found if g[0] <= one.expected.answers < g[1]] for g in GROUPS}
    for (least, most), group in grouped.items():
        row(f"{least} to {most - 1} first answers", group)
    for name, changes in (CASES | BROKEN).items():
        row(name, runs.sat(runs.learners // 2, **changes))
    names = ["40–79", "80–159", "160–319", "320 +"]
    shown = [studies.coverage(group) for group in grouped.values()]
    told = ", ".join(f"{name}: {value:.1%}" for name, value in zip(names, shown, strict=True))
    draw(
        "insight-coverage",
        Chart(
            title="True scores within the 90 % range",
            description=f"By number of first answers. {told}. The aim is 87 to 93 %.",
            x=Axis("first answers", [(-0.5, ""), *enumerate(names), (3.5, "")]),
            y=Axis("share", [(0.8 + n / 20, f"{80 + 5 * n} %") for n in range(5)]),
            series=[Series("", list(enumerate(shown)))],
            aim=(0.87, 0.93),
        ),
    )
    return found


def passing(found: Sequence[Sat]) -> None:
    print("\n| forecast | Brier score |\n|---|---|")
    for name, score in studies.brier_scores(found).items():
        print(f"| {name} | {score:.3f} |")
    pairs = ((one.expected.pass_probability, one.passed) for one in found)
    calibration(
        "insight-passing", "Probability to pass", "learners who passed", pairs, PERCENT, PERCENT
    )


def mastery(runs: Runs) -> None:
    print("\n| mastery of | parts | within the 90 % range | width |\n|---|---|---|---|")
    for name in ("topic", "domain"):
        found = [one for many in runs.all(partial(studies.mastery_held, name)) for one in many]
        inside = sum(m.low <= true <= m.high for m, true in found) / len(found)
        span = sum(m.high - m.low for m, _ in found) / len(found)
        print(f"| a {name} | {len(found)} | {100 * inside:.1f} % | {100 * span:.0f} points |")


def strategies(runs: Runs) -> None:
    print("\n| points gained by 120 answers | " + " | ".join(STRATEGIES) + " |")
    print("|---|---|---|---|")
    curves: dict[str, list[float]] = {}
    for breadth, name in ((0.0, "in any topic"), (0.5, "√"), (1.0, "in proportion")):
        means = {}
        for strategy in STRATEGIES:
            study = partial(studies.points_gained, strategy=strategy, breadth=breadth)
            runs_of = runs.all(study, runs.learners // 5)
            means[strategy] = [sum(column) / len(column) for column in zip(*runs_of, strict=True)]
        print(f"| {name} | " + " | ".join(f"{curve[-1]:.1f}" for curve in means.values()) + " |")
        if breadth == 0.5:
            curves = means
    told = ", ".join(f"{name} {curve[-1]:.1f}" for name, curve in curves.items())
    draw(
        "insight-strategies",
        Chart(
            title="Points gained by practice, by what chooses the topic",
            description=f"After 120 answers: {told} points.",
            x=Axis("answers", [(n, str(n)) for n in range(0, 121, 30)]),
            y=Axis("points", [(n, str(n)) for n in range(0, 31, 10)]),
            series=[
                Series(name, [(0, 0), *((10 * n + 10, y) for n, y in enumerate(curve))])
                for name, curve in curves.items()
            ],
        ),
    )


def memory(runs: Runs) -> None:
    print("\n| memory | reviews | expected | recalled |\n|---|---|---|---|")
    for name, faster in (("as FSRS has it", 1.0), ("forgets twice as fast", 2.0)):
        study = partial(recalled, faster=faster)
        pairs = [pair for many in runs.all(study, 40) for pair in many]
        expected = sum(one for one, _ in pairs) / len(pairs)
        happened = sum(one for _, one in pairs) / len(pairs)
        print(f"| {name} | {len(pairs)} | {100 * expected:.1f} % | {100 * happened:.1f} % |")
        if faster == 1.0:
            ticks = PERCENT[2:]
            calibration("insight-recall", "Recall at a review", "recalled", pairs, ticks, ticks)


def recalled(seed: int, faster: float) -> list[tuple[float, float]]:
    found = recall.reviews(seed, questions=100, days=120, faster=faster)
    return [(one.expected, float(one.recalled)) for one in found]


def calibration(
    file: str,
    title: str,
    happened: str,
    pairs: Iterable[tuple[float, float]],
    x_ticks: Sequence[tuple[float, str]],
    y_ticks: Sequence[tuple[float, str]],
) -> None:
    found = [one for one in studies.deciles(pairs) if one[2] >= 30]
    print(f"\n| {title}: forecast | {happened} | number |\n|---|---|---|")
    for forecast, outcome, number in found:
        print(f"| {100 * forecast:.0f} % | {100 * outcome:.0f} % | {number} |")
    told = ", ".join(f"{f:.0%} forecast and {o:.0%} happened" for f, o, _ in found)
    draw(
        file,
        Chart(
            title=f"{title}: forecast and outcome",
            description=f"By tenths of the forecast: {told}.",
            x=Axis("forecast", x_ticks),
            y=Axis(happened, y_ticks),
            series=[Series("", [(f, o) for f, o, _ in found], joined=False)],
            ideal=True,
        ),
    )


def draw(file: str, chart: Chart) -> None:
    (PICTURES / f"{file}.svg").write_text(chart.svg())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1_000_000)
    wish = parser.parse_args()
    with Pool() as pool:
        runs = Runs(pool, wish.seed, wish.learners)
        passing(ranges(runs))
        mastery(runs)
        strategies(runs)
        memory(runs)


if __name__ == "__main__":
    main()
