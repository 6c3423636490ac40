"""The bank against its blueprint: B06, B07 by domain, L03. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.content.measures import Bank
from guide.content.problems import Level
from guide.content.records import BlueprintRecord, QuestionRecord, SkillRecord

PlanFinding = tuple[Level, str, str]

SLACK = 2  # questions that a task or a topic may have more or fewer than planned
SKILL = re.compile(r"S([\d.]+)$")


@dataclass(frozen=True)
class Tally:
    """How many questions a part of the exam has, and how many are planned."""

    part: str
    items: Bank
    planned: int
    slack: int = 0

    @property
    def missing(self) -> int:
        return max(0, self.planned - len(self.items))

    @property
    def is_over(self) -> bool:
        return len(self.items) > self.planned + self.slack

    @property
    def is_short(self) -> bool:
        return len(self.items) < self.planned - self.slack


def domain_of(item: QuestionRecord, exam: str) -> str:
    return item.tasks[exam].partition(".")[0]


def served(bank: Bank, exam: str) -> list[QuestionRecord]:
    return [item for item in bank if exam in item.tasks]


def domains(bank: Bank, plan: BlueprintRecord) -> list[Tally]:
    items = served(bank, plan.exam)
    planned = Counter[str]()
    for tasks in plan.topics.values():
        for task, count in tasks.items():
            planned[task.partition(".")[0]] += count
    return [
        Tally(f"domain {n}", [i for i in items if domain_of(i, plan.exam) == n], planned[n])
        for n in sorted(planned)
    ]


def tasks(bank: Bank, plan: BlueprintRecord) -> list[Tally]:
    items = served(bank, plan.exam)
    planned = Counter[str]()
    for counts in plan.topics.values():
        planned.update(counts)
    return [
        Tally(f"task {n}", [i for i in items if i.tasks[plan.exam] == n], planned[n], SLACK)
        for n in sorted(planned)
    ]


def topics(bank: Bank, plan: BlueprintRecord) -> list[Tally]:
    items = served(bank, plan.exam)
    found = []
    for topic, counts in plan.topics.items():
        planned = sum(counts.values())
        own = [item for item in items if item.topic == topic]
        found.append(Tally(topic, own, planned, max(SLACK, planned // 10)))
    return found


def alone(bank: Bank, plan: BlueprintRecord) -> list[Tally]:
    """The questions that serve no other exam, by domain."""
    items = [item for item in bank if [*item.tasks] == [plan.exam]]
    return [
        Tally(
            f"domain {n} alone",
            [item for item in items if domain_of(item, plan.exam) == n],
            planned,
            SLACK,
        )
        for n, planned in plan.alone.items()
    ]


def skill_counts(
    bank: Bank, plan: BlueprintRecord, skills: Sequence[SkillRecord]
) -> dict[str, list[QuestionRecord]]:
    """The questions of each skill of the exam, in the order of the skills."""
    found: dict[str, list[QuestionRecord]] = {
        skill.number: [] for skill in skills if skill.exam == plan.exam
    }
    for item in served(bank, plan.exam):
        match = SKILL.search(item.skill)
        if match and match[1] in found:
            found[match[1]].append(item)
    return found


def is_complete(tallies: Sequence[Tally]) -> bool:
    """Whether there are as many questions as planned; until then the bank is growing."""
    return sum(len(tally.items) for tally in tallies) >= sum(tally.planned for tally in tallies)


def findings(
    bank: Bank, plan: BlueprintRecord, skills: Sequence[SkillRecord]
) -> Iterator[PlanFinding]:
    if not bank:
        return
    by_domain = domains(bank, plan)
    grown = bool(by_domain) and is_complete(by_domain)
    for tally in (*by_domain, *tasks(bank, plan), *topics(bank, plan)):
        yield from _count(bank, plan, tally, grown=grown)
    supplement = alone(bank, plan)
    for tally in supplement:
        yield from _count(bank, plan, tally, grown=is_complete(supplement))
    yield from _skills(bank, plan, skills, grown=grown)
    yield from difficulty(bank, plan)
    yield from empty_cells(bank, plan)


def _count(
    bank: Bank, plan: BlueprintRecord, tally: Tally, *, grown: bool
) -> Iterator[PlanFinding]:
    if tally.is_over or (grown and tally.is_short):
        at = tally.items[-1] if tally.is_over else bank[0]
        slack = f" ± {tally.slack}" if tally.slack else ""
        said = f"{plan.exam} {tally.part}: {len(tally.items)}, {tally.planned}{slack} planned"
        yield Level.ERROR, at.id, f"B06 {said}"


def _skills(
    bank: Bank, plan: BlueprintRecord, skills: Sequence[SkillRecord], *, grown: bool
) -> Iterator[PlanFinding]:
    if plan.skill is None:
        return
    fewest, most = plan.skill
    for number, items in skill_counts(bank, plan, skills).items():
        if len(items) > most or (grown and len(items) < fewest):
            at = items[-1] if items else bank[0]
            said = f"{plan.exam} skill {number}: {len(items)}, {fewest} to {most} planned"
            yield Level.ERROR, at.id, f"B06 {said}"


def difficulty(bank: Bank, plan: BlueprintRecord) -> Iterator[PlanFinding]:
    by_domain: dict[str, list[QuestionRecord]] = {n: [] for n in plan.difficulty}
    for item in served(bank, plan.exam):
        by_domain.get(domain_of(item, plan.exam), []).append(item)
    for domain, planned in plan.difficulty.items():
        items = by_domain[domain]
        if len(items) < 20:
            continue
        for level, count in enumerate(planned, start=1):
            wanted = 100 * count / sum(planned)
            share = 100 * sum(item.difficulty == level for item in items) / len(items)
            if abs(share - wanted) > 8:
                said = f"{share:.0f} % have difficulty {level}, {wanted:.0f} ± 8 wanted"
                yield Level.WARNING, items[0].id, f"B07 {plan.exam} domain {domain}: {said}"


def empty_cells(bank: Bank, plan: BlueprintRecord) -> Iterator[PlanFinding]:
    for item in served(bank, plan.exam) if plan.topics else ():
        if item.tasks[plan.exam] not in plan.topics.get(item.topic, {}):
            said = f"no question of {item.topic} for task {item.tasks[plan.exam]} is planned"
            yield Level.WARNING, item.id, f"L03 {said}"
