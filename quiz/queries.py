"""Reads over several models for the pages of a quiz."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from guide.models import Question
from guide.models.question import QuestionQuerySet
from quiz import scoring
from quiz.drawing import Candidate
from quiz.models import Attempt, Response, ResponseQuerySet


def candidates(user: User | None, questions: QuestionQuerySet) -> list[Candidate]:
    """The current revisions of the questions, and when the user was last asked each of them."""
    last_seen: dict[int, datetime] = {}
    if user:
        asked = Response.objects.filter(attempt__user=user).order_by()
        seen = asked.values_list("revision__question").annotate(last=Max("attempt__started_at"))
        last_seen = dict(seen)
    rows = questions.order_by("pk").values_list("pk", "revision")
    return [Candidate(revision, last_seen.get(pk)) for pk, revision in rows if revision]


def current_revisions(responses: ResponseQuerySet) -> list[int]:
    """The revisions to ask today for the questions of these responses; retired ones drop out."""
    questions = Question.objects.published().filter(revisions__responses__in=responses)
    return list(
        questions.order_by("revisions__responses__position").values_list("revision", flat=True)
    )


@dataclass(frozen=True)
class Mark:
    """A question of an attempt in the strip above the question."""

    position: int
    state: str  # "", "right", "wrong"
    here: bool
    flagged: bool


@dataclass(frozen=True)
class Track:
    """Where an attempt stands."""

    marks: Sequence[Mark]

    @property
    def total(self) -> int:
        return len(self.marks)

    @property
    def right(self) -> int:
        return sum(mark.state == "right" for mark in self.marks)

    @property
    def wrong(self) -> int:
        return sum(mark.state == "wrong" for mark in self.marks)

    @property
    def left(self) -> int:
        return self.total - self.right - self.wrong

    @property
    def here(self) -> int:
        """The position shown, or 0."""
        return next((mark.position for mark in self.marks if mark.here), 0)

    @property
    def next_elsewhere(self) -> int | None:
        """The next unanswered question after the one shown, going round at the end."""
        open_ones = [mark.position for mark in self.marks if not mark.state and not mark.here]
        later = [position for position in open_ones if position > self.here]
        return next(iter(later or open_ones), None)


STATES = {None: "", True: "right", False: "wrong"}


def track(attempt: Attempt, *, here: int | None = None) -> Track:
    rows = attempt.responses.order_by("position").values_list("position", "correct", "flagged")
    return Track([Mark(n, STATES[correct], n == here, flagged) for n, correct, flagged in rows])


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer at the top of its explanation."""

    state: str
    sign: str
    text: str


def verdict(response: Response) -> Verdict:
    if not response.is_answered:
        return Verdict("", "–", "Not answered")
    if response.correct:
        return Verdict("right", "✓", "Right")
    correct = set(response.revision.correct_keys)
    if len(correct) == 1:
        return Verdict("wrong", "✗", "Wrong")
    hits = len(correct & set(response.chosen))
    return Verdict("wrong", "✗", f"Wrong: {hits} of {len(correct)} right, and all are needed")


@dataclass(frozen=True)
class Part:
    """The score in a part of the content."""

    name: str
    right: int
    total: int
    url: str = ""
    weight: int | None = None

    @property
    def percent(self) -> int | None:
        return scoring.percent(self.right, self.total)


def by_domain(attempt: Attempt) -> list[Part]:
    """The score of an attempt in each domain of its exam that was asked about."""
    domain = "revision__question__question_tasks__task__domain"
    asked = attempt.responses.filter(revision__question__question_tasks__exam=attempt.exam_id)
    rows = _scores(asked.values_list(f"{domain}__name", f"{domain}__weight"))
    return [
        Part(name, right, total, weight=weight)
        for name, weight, right, total in rows.order_by(f"{domain}__number")
    ]


def by_topic(attempt: Attempt) -> list[Part]:
    """The score of an attempt in each topic that was asked about, in the order of reading."""
    topic = "revision__question__topic"
    rows = _scores(attempt.responses.values_list(f"{topic}__title", f"{topic}__slug"))
    return [
        Part(title, right, total, url=reverse("guide:topic", args=[slug]))
        for title, slug, right, total in rows.order_by(
            f"{topic}__subject__position",
            f"{topic}__subject__slug",
            f"{topic}__position",
            f"{topic}__slug",
        )
    ]


def _scores(groups: QuerySet[Response, Any]) -> QuerySet[Response, Any]:
    """With the numbers of right and of all responses in each group."""
    return groups.annotate(right=Count("pk", filter=Q(correct=True)), total=Count("pk"))
