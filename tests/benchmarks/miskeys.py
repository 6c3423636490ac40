"""How many wrong keys does the alarm find, and how many right ones does it doubt? By hand:

    python -m tests.benchmarks.miskeys

Learners differ in ability, and answer quizzes of ten questions by a two-parameter model with
guessing. Questions are easy to hard; a quarter have a popular misconception, which weak learners
fall for. One in ten gets a wrong key: that of its most chosen wrong option, or of any other.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from quiz.statistics import FirstAnswer, Sums, figures

KEYS = "abcd"
OTHERS = 9


@dataclass(frozen=True)
class Item:
    hardness: float
    slope: float
    pull: float
    """How many of those who do not know it fall for option b, beyond its fair share."""

    def answer(self, ability: float, dice: random.Random) -> str:
        if dice.random() < 1 / (1 + exp(self.slope * (self.hardness - ability))):
            return "a"
        if dice.random() < self.pull:
            return "b"
        return dice.choice(KEYS)


def make_item(dice: random.Random) -> Item:
    pull = dice.uniform(0.3, 0.7) if dice.random() < 0.25 else 0.0
    return Item(dice.gauss(0.2, 1), dice.uniform(0.5, 1.7), pull)


def sums_of(item: Item, key: str, learners: int, dice: random.Random) -> Sums:
    sums = Sums()
    for _ in range(learners):
        ability = dice.gauss(0.3, 1)
        others = (make_item(dice).answer(ability, dice) == "a" for _ in range(OTHERS))
        rest = sum(others) / OTHERS
        chosen = item.answer(ability, dice)
        sums.add(FirstAnswer([chosen], chosen == key, rest, 60))
    return sums


@dataclass(frozen=True)
class Found:
    """Shares from 0 to 1."""

    recall: float
    false_alarms: float


def measure(learners: int, items: int, seed: int) -> Found:
    """As many items with a wrong key as with the right one."""
    dice = random.Random(seed)
    alarms = {True: 0, False: 0}
    for is_wrong in alarms:
        for _ in range(items):
            item = make_item(dice)
            key = dice.choice("bbcd") if is_wrong else "a"
            sums = sums_of(item, key, learners, dice)
            alarms[is_wrong] += figures(sums, KEYS, key).miskey_suspected
    return Found(alarms[True] / items, alarms[False] / items)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args(arguments)
    print(f"{options.items} items each, seed {options.seed}")
    print("answers  recall  false alarms")
    for learners in (50, 100, 200):
        found = measure(learners, options.items, options.seed)
        print(f"{learners:7}  {found.recall:6.3f}  {found.false_alarms:12.3f}")


if __name__ == "__main__":
    main()
