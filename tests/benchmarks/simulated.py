"""Simulated learners whose knowledge, growth and exam are known, to hold the estimates against.

The world differs on purpose from the model in `progress.ability`: questions of one class are of
unequal difficulty and tell learners apart unequally well, a learner can rule out options and can
slip, abilities differ by topic, and rise and fall over the weeks.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp
from pathlib import Path

import yaml

from progress.ability import Answer
from quiz.mock import largest_remainder
from quiz.scoring import PASS_SHARE_DOUBT, Z_90, Scale

BLUEPRINT = Path(__file__).parents[2] / "fixtures/dva/blueprint.yaml"
WEIGHTS = {1: 32, 2: 26, 3: 24, 4: 18}
SCORED = 50
SCALE = Scale(100, 720, 1000)

CLASSES = {1: (0.20, -0.6), 2: (0.53, 0.0), 3: (0.27, 0.4)}  # share, mean difficulty in logits
WITHIN_CLASS = 0.6  # standard deviations, in logits, from here on
LEVEL, LEVELS = 0.1, 0.9  # mean and deviation at the start
DOMAINS, TOPICS = 0.4, 0.5
FORMS = 0.2
MULTIPLE = 1 / 7
SLIP = 0.02
FORGOTTEN_HALF = 90.0  # days after which half of what was gained is gone
LESSON = 0.04  # logits that an explanation adds to its topic
MOST_GAINED = 1.5  # logits that practice of a topic can bring


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it is, whatever the bank says of it."""

    number: int
    topic: str
    domain: int
    task: str
    difficulty: int
    hardness: float
    slope: float
    chance: float  # as an option drawn blindly
    guess: float  # after ruling out options

    def probability(self, ability: float) -> float:
        known = 1 / (1 + exp(self.slope * (self.hardness - ability)))
        return self.guess + (1 - SLIP - self.guess) * known


@cache
def places() -> Counter[tuple[str, str]]:
    """Numbers of questions by topic and task, as the bank is planned for DVA-C02."""
    plan = yaml.safe_load(BLUEPRINT.read_text())[0]["topics"]
    return Counter({(topic, task): n for topic, tasks in plan.items() for task, n in tasks.items()})


def item(number: int, topic: str, task: str, dice: random.Random, shift: float = 0.0) -> Item:
    shares = [share for share, _ in CLASSES.values()]
    difficulty = dice.choices(list(CLASSES), shares)[0]
    chance = 0.1 if dice.random() < MULTIPLE else 0.25
    return Item(
        number=number,
        topic=topic,
        domain=int(task[0]),
        task=task,
        difficulty=difficulty,
        hardness=CLASSES[difficulty][1] + shift + dice.gauss(0, WITHIN_CLASS),
        slope=dice.lognormvariate(0, 0.25),
        chance=chance,
        guess=chance + dice.uniform(0, 0.1),
    )


@cache
def bank(seed: int) -> Sequence[Item]:
    dice = random.Random(seed)
    return [item(n, *place, dice) for n, place in enumerate(places().elements())]


@dataclass
class Learner:
    """One person: what they know of each topic, and how fast they learn."""

    dice: random.Random
    level: float = LEVEL
    by_domain: dict[int, float] = field(default_factory=dict)
    by_topic: dict[str, float] = field(default_factory=dict)
    gained: Counter[str] = field(default_factory=Counter)  # logits; "" for all topics
    pace: float = 1.0

    @classmethod
    def born(cls, dice: random.Random, level: float | None = None) -> "Learner":
        return cls(
            dice,
            level=dice.gauss(LEVEL, LEVELS) if level is None else level,
            by_domain={domain: dice.gauss(0, DOMAINS) for domain in WEIGHTS},
            by_topic={topic: dice.gauss(0, TOPICS) for topic, _ in places()},
            pace=dice.lognormvariate(0, 0.5),
        )

    def ability(self, topic: str, domain: int) -> float:
        gained = self.gained[topic] + self.gained[""]
        return self.level + self.by_domain[domain] + self.by_topic[topic] + gained

    def answers(self, asked: Item) -> bool:
        return self.dice.random() < asked.probability(self.ability(asked.topic, asked.domain))

    def learns(self, topic: str, amount: float = LESSON) -> None:
        """From an explanation: most about its topic, a little about all, ever less."""
        for part, step in ((topic, amount), ("", LESSON / 40)):
            room = 1 - self.gained[part] / MOST_GAINED
            self.gained[part] += self.pace * step * max(0.0, room)

    def rests(self, days: float) -> None:
        kept = 0.5 ** (days / FORGOTTEN_HALF)
        for part in self.gained:
            self.gained[part] *= kept


@dataclass(frozen=True)
class Habit:
    """How somebody practises."""

    answers: int
    days: float
    rest: float  # days since the last answer
    order: str  # "mixed", "topics" one after the other, "selective": topics read before
    repeats: float = 0.2  # share of answers to questions seen before
    looked_up: float = 0.0  # share of answers that somebody else gave


def a_habit(dice: random.Random) -> Habit:
    return Habit(
        answers=round(exp(dice.uniform(3.7, 6.4))),  # 40 to 600
        days=exp(dice.uniform(1.0, 4.4)),  # 3 to 80
        rest=dice.expovariate(1 / 4),
        order=dice.choice(["mixed", "mixed", "topics"]),
        repeats=dice.uniform(0, 0.3),
    )


def practice(learner: Learner, items: Sequence[Item], habit: Habit) -> list[Answer]:
    """The answers that the program would know, and a learner who has changed by giving them."""
    dice, found = learner.dice, []
    seen: Counter[Item] = Counter()
    queue = _ordered(items, habit.order, dice)
    step = habit.days / habit.answers
    read: set[str] = set()
    for n in range(habit.answers):
        again = bool(seen) and dice.random() < habit.repeats
        asked = dice.choice(list(seen)) if again else next(queue, None)
        if asked is None:
            break
        if habit.order == "selective" and asked.topic not in read:
            read.add(asked.topic)
            learner.learns(asked.topic, 0.6)
        right = learner.answers(asked) or dice.random() < (0.6 if seen[asked] else habit.looked_up)
        seen[asked] += 1
        age = habit.rest + habit.days - n * step
        found.append(as_answer(asked, right, seen[asked], age))
        learner.learns(asked.topic)
        learner.rests(step)
    learner.rests(habit.rest)
    return found


def _ordered(items: Sequence[Item], order: str, dice: random.Random) -> Iterator[Item]:
    shuffled = dice.sample(items, len(items))
    if order == "mixed":
        return iter(shuffled)
    place = {topic: dice.random() for topic, _ in places()}
    return iter(sorted(shuffled, key=lambda i: place[i.topic]))


def as_answer(asked: Item, right: bool, exposure: int, days: float) -> Answer:
    return Answer(
        question=asked.number,
        topic=asked.topic,
        domain=asked.domain,
        task=asked.task,
        difficulty=asked.difficulty,
        chance=asked.chance,
        right=right,
        exposure=exposure,
        days=days,
    )


@cache
def places_in(domain: int) -> Sequence[tuple[str, str]]:
    """Topics and tasks of a domain, each as often as the bank asks it."""
    return [place for place in places().elements() if place[1][0] == str(domain)]


@cache
def counts() -> Counter[tuple[str, int]]:
    """Numbers of questions by topic and domain."""
    found: Counter[tuple[str, int]] = Counter()
    for (topic, task), number in places().items():
        found[topic, int(task[0])] += number
    return found


def exam_score(learner: Learner, dice: random.Random, harder: float = 0.0) -> int:
    """Of one sitting today: a form of its own difficulty, its own questions, its own cut."""
    shift = harder + dice.gauss(0, FORMS)
    right = 0
    for domain, number in largest_remainder(WEIGHTS, SCORED).items():
        for n in range(number):
            asked = item(n, *dice.choice(places_in(domain)), dice, shift)
            right += dice.random() < asked.probability(learner.ability(asked.topic, domain))
    return SCALE.score(right / SCORED, doubt=dice.gauss(0, PASS_SHARE_DOUBT / Z_90))


@cache
def usual_items(topic: str, domain: int) -> Sequence[Item]:
    """Questions of the middle class with four options: what mastery is counted in."""
    dice = random.Random(f"{topic} {domain}")
    return [
        Item(
            number=n,
            topic=topic,
            domain=domain,
            task=f"{domain}.1",
            difficulty=2,
            hardness=CLASSES[2][1] + dice.gauss(0, WITHIN_CLASS),
            slope=1.0,
            chance=0.25,
            guess=0.25 + dice.uniform(0, 0.1),
        )
        for n in range(25)
    ]


def true_mastery(learner: Learner, topic: str, domain: int) -> float:
    items, ability = usual_items(topic, domain), learner.ability(topic, domain)
    return sum(one.probability(ability) for one in items) / len(items)


def expected_share(learner: Learner) -> float:
    """Of right answers to usual questions in the proportions of the exam."""
    return sum(
        WEIGHTS[domain] / 100 * number / len(places_in(domain)) * true_mastery(learner, *place)
        for place, number in counts().items()
        for domain in [place[1]]
    )
