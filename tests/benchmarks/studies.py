"""How the estimates do for simulated learners: each study takes seeds and returns numbers."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from progress.ability import Answer
from progress.estimates import Mastery, mastery_by, points_to_win, shares, untested
from progress.readiness import Readiness, readiness
from tests.benchmarks import simulated
from tests.benchmarks.simulated import SCALE, SCORED, WEIGHTS, Learner

SITTINGS = 12
BANKS = 7
WHOLE_SCALE = SCALE.highest - SCALE.lowest


@dataclass(frozen=True)
class Sat:
    """What was expected of a learner, and the scores of as many sittings of the same day."""

    expected: Readiness
    percent_right: float  # of first answers, as a share
    scores: Sequence[int]

    @property
    def passed(self) -> float:
        return sum(score >= SCALE.passing for score in self.scores) / len(self.scores)

    @property
    def covered(self) -> float:
        low, high = self.expected.low, self.expected.high
        return sum(low <= score <= high for score in self.scores) / len(self.scores)


def somebody(seed: int, **changes: Any) -> tuple[Learner, list[Answer], Sequence[simulated.Item]]:
    """A learner after practice; `changes` replace parts of the usual habits."""
    dice = random.Random(seed)
    items = simulated.bank(seed % BANKS)
    learner = Learner.born(dice)
    habit = replace(simulated.a_habit(dice), **changes)
    return learner, simulated.practice(learner, items, habit), items


def sat(seed: int, harder: float = 0.0, **changes: Any) -> Sat:
    learner, answers, _ = somebody(seed, **changes)
    first = [answer.right for answer in answers if answer.exposure == 1]
    return Sat(
        expected=readiness(answers, WEIGHTS, SCORED, SCALE, simulated.counts()),
        percent_right=sum(first) / len(first),
        scores=[simulated.exam_score(learner, learner.dice, harder) for _ in range(SITTINGS)],
    )


def coverage(found: Sequence[Sat]) -> float:
    """Share of true scores within the 90 % ranges."""
    return sum(one.covered for one in found) / len(found)


def bias(found: Sequence[Sat]) -> float:
    """Points by which true scores lie above the estimates."""
    return sum(sum(s.scores) / len(s.scores) - s.expected.score for s in found) / len(found)


def width(found: Sequence[Sat]) -> float:
    return sum(one.expected.high - one.expected.low for one in found) / len(found)


def brier(found: Sequence[Sat], forecast: Callable[[Sat], float]) -> float:
    """Mean squared error of a probability to pass. Brier, Monthly Weather Review 78 (1950)."""
    return sum(
        one.passed * (1 - forecast(one)) ** 2 + (1 - one.passed) * forecast(one) ** 2
        for one in found
    ) / len(found)


def brier_scores(found: Sequence[Sat]) -> dict[str, float]:
    base = sum(one.passed for one in found) / len(found)
    unavoidable = sum(one.passed * (1 - one.passed) for one in found) / len(found)
    return {
        "probability to pass": brier(found, lambda one: one.expected.pass_probability),
        "always the base rate": brier(found, lambda _: base),
        "72 % right means a pass": brier(found, lambda one: float(one.percent_right >= 0.72)),
        "knowing the learner": unavoidable * SITTINGS / (SITTINGS - 1),
    }


def deciles(pairs: Iterable[tuple[float, float]]) -> list[tuple[float, float, int]]:
    """Mean forecast, mean outcome and number, by tenths of the forecast from 0 to 1."""
    groups: dict[int, list[tuple[float, float]]] = {}
    for forecast, outcome in pairs:
        groups.setdefault(min(9, int(10 * forecast)), []).append((forecast, outcome))
    return [
        (sum(f for f, _ in group) / len(group), sum(o for _, o in group) / len(group), len(group))
        for _, group in sorted(groups.items())
    ]


def mastery_held(part: str, seed: int) -> list[tuple[Mastery, float]]:
    """Estimates of topics or domains with enough answers, and what is true of them."""
    learner, answers, _ = somebody(seed)
    key = attrgetter(part)
    found = []
    for name, mastery in mastery_by(answers, key).items():
        sizes = {place: n for place, n in simulated.counts().items() if name in place}
        if mastery.enough:
            true = sum(
                number * simulated.true_mastery(learner, *place) for place, number in sizes.items()
            )
            found.append((mastery, true / sum(sizes.values())))
    return found


def points_first(answers: Sequence[Answer], share: dict[str, float], _: random.Random) -> str:
    """The topic with the most points to win."""
    found = mastery_by(answers, lambda answer: answer.topic)
    unknown = untested(answers)
    room = unlearned(answers)
    return max(
        share,
        key=lambda t: points_to_win(share[t], found.get(t, unknown), WHOLE_SCALE, room[t]),
    )


def unlearned(answers: Iterable[Answer]) -> dict[str, float]:
    """By topic, the share of questions whose last answer was not right."""
    last = {answer.question: answer for answer in sorted(answers, key=lambda a: -a.days)}
    known = Counter(answer.topic for answer in last.values() if answer.right)
    sizes: Counter[str] = Counter()
    for (topic, _), number in simulated.counts().items():
        sizes[topic] += number
    return {topic: 1 - known[topic] / number for topic, number in sizes.items()}


def lowest_percent(answers: Sequence[Answer], _: dict[str, float], dice: random.Random) -> str:
    """The topic with the smallest share of right answers."""
    asked = Counter(answer.topic for answer in answers)
    right = Counter(answer.topic for answer in answers if answer.right)
    return min(asked, key=lambda topic: (right[topic] / asked[topic], dice.random()))


def any_topic(_: Sequence[Answer], share: dict[str, float], dice: random.Random) -> str:
    return dice.choice(list(share))


Strategy = Callable[[Sequence[Answer], dict[str, float], random.Random], str]
STRATEGIES: dict[str, Strategy] = {
    "points to win": points_first,
    "lowest percentage": lowest_percent,
    "any topic": any_topic,
}


def points_gained(
    seed: int, strategy: str, *, rounds: int = 12, size: int = 10, breadth: float = 0.5
) -> list[float]:
    """Points on a straight scale after each round of so many answers to the topic chosen.

    A lesson teaches less in a topic with more questions: by the power `breadth` of their number.
    """
    learner, answers, items = somebody(
        seed, answers=150, days=20.0, rest=0.0, order="mixed", repeats=0.0
    )
    before, found = simulated.expected_share(learner), []
    share = shares(simulated.counts(), WEIGHTS)
    topics = Counter(i.topic for i in items)
    usual = len(items) / len(topics)
    seen = Counter(answer.question for answer in answers)
    for _ in range(rounds):
        topic = STRATEGIES[strategy](answers, share, learner.dice)
        pool = [i for i in items if i.topic == topic]
        for n in range(size):
            asked = min(pool, key=lambda i: (seen[i.number], i.number))
            seen[asked.number] += 1
            right = learner.answers(asked)
            answers.append(simulated.as_answer(asked, right, seen[asked.number], -n / 100))
            learner.learns(topic, simulated.LESSON * (usual / topics[topic]) ** breadth)
        found.append(WHOLE_SCALE * (simulated.expected_share(learner) - before))
    return found
