"""What the database knows of a learner, as far as insight needs it: at most five queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from accounts.models import User
from guide.models import Domain, Exam, QuestionTask
from progress import estimates
from progress.ability import Answer
from progress.estimates import Mastery
from quiz.models import Response

MOST_ANSWERS = 3000
"""The newest answers that insight looks at; older ones would hardly weigh, and cost as much."""


@dataclass(frozen=True)
class Place:
    """Where a question stands in the exam and in the guide."""

    topic: str
    domain: int
    task: str
    task_name: str
    difficulty: int
    select: int
    section: tuple[str, str]  # title, anchor

    @property
    def chance(self) -> float:
        """Of guessing: one of four options, or two of five."""
        return 0.25 if self.select == 1 else 0.1

    def answer(self, question: int, *, right: bool, exposure: int, days: float) -> Answer:
        return Answer(
            question=question,
            topic=self.topic,
            domain=self.domain,
            task=self.task,
            difficulty=self.difficulty,
            chance=self.chance,
            right=right,
            exposure=exposure,
            days=days,
        )


@dataclass(frozen=True)
class Evidence:
    """What the database knows of a learner, as far as insight needs it."""

    answers: Sequence[Answer]
    seconds: Sequence[int]
    places: Mapping[int, Place]
    domains: Sequence[Domain]
    unseen: int
    """Questions that were never drawn."""

    @cached_property
    def weights(self) -> dict[int, int]:
        """Percent of the exam, by the number of the domain."""
        return {domain.number: domain.weight for domain in self.domains}

    @cached_property
    def shares(self) -> dict[str, float]:
        """Each topic's share of the exam."""
        return estimates.shares(self.counts, self.weights)

    @cached_property
    def counts(self) -> Counter[tuple[str, int]]:
        """Questions by topic and domain."""
        return Counter((place.topic, place.domain) for place in self.places.values())

    @cached_property
    def room(self) -> dict[str, float]:
        """The part of each topic's questions that were not answered rightly the last time."""
        right = Counter(answer.topic for answer in self.last.values() if answer.right)
        asked = Counter(place.topic for place in self.places.values())
        return {topic: 1 - right[topic] / number for topic, number in asked.items()}

    @cached_property
    def expected(self) -> Mastery:
        """Of a part without an answer."""
        return estimates.untested(self.answers)

    @cached_property
    def last(self) -> dict[int, Answer]:
        """The newest answer to each question."""
        found: dict[int, Answer] = {}
        for answer in self.answers:  # the newest first
            found.setdefault(answer.question, answer)
        return found

    @cached_property
    def missed_sections(self) -> Mapping[str, Sequence[tuple[str, str, int]]]:
        """By topic, the sections whose questions were last answered wrongly, the most first."""
        missed = Counter(
            (self.places[question].topic, *self.places[question].section)
            for question, answer in self.last.items()
            if not answer.right
        )
        found: dict[str, list[tuple[str, str, int]]] = {}
        for (topic, title, anchor), number in missed.most_common():
            url = reverse("guide:topic", args=[topic]) + f"#{anchor}"
            found.setdefault(topic, []).append((title, url, number))
        return found


def evidence(user: User, exam: Exam, now: datetime) -> Evidence:
    """Answers to choice questions of which right and wrong may be told, the newest first."""
    places = _places(exam)
    exposures: Counter[int] = Counter()
    answers, seconds = [], []
    for question, right, seen_before, answered_at, taken in _told(user, now):
        exposures[question] += 1
        if place := places.get(question):  # else another exam's, or retired
            exposure = max(exposures[question], 2 if seen_before else 1)
            age = (now - answered_at).total_seconds() / 86_400
            answers.append(place.answer(question, right=right, exposure=exposure, days=age))
            if taken:
                seconds.append(taken)
    unseen = len(places.keys() - _drawn(user))
    return Evidence(answers[::-1], seconds, places, list(exam.domains.all()), unseen)


def _told(user: User, now: datetime) -> list[Any]:
    """The newest answers, and the first ones to every question, in the order of time.

    First answers are as many as the bank has questions, so the number of rows is bounded.
    """
    own = Response.objects.filter(attempt__user=user).answered().revealed(now)
    told = own.to_choice_questions().that_measure().order_by("-answered_at", "-pk")
    columns = "revision__question", "correct", "seen_before", "answered_at", "seconds", "pk"
    newest = told.values_list(*columns)[:MOST_ANSWERS]
    rows = {row[-1]: row[:-1] for row in newest}
    if len(rows) == MOST_ANSWERS:
        first = told.filter(seen_before=False).values_list(*columns)[:MOST_ANSWERS]
        rows |= {row[-1]: row[:-1] for row in first}
    return sorted(rows.values(), key=lambda row: row[3])


def _drawn(user: User) -> set[int]:
    drawn = Response.objects.filter(attempt__user=user).order_by()
    return set(drawn.values_list("revision__question", flat=True).distinct())


def _places(exam: Exam) -> dict[int, Place]:
    asked = QuestionTask.objects.filter(exam=exam, question__status="published").order_by()
    rows = asked.values_list(
        "question",
        "question__topic__slug",
        "task__domain__number",
        "task__number",
        "task__name",
        "question__difficulty",
        "question__select",
        "question__section__title",
        "question__section__anchor",
    )
    return {row[0]: Place(*row[1:-2], section=row[-2:]) for row in rows}
