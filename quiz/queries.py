"""Reads over several models for the pages of a quiz."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Q, Subquery

from accounts.models import User
from guide.models import Domain, Question, Topic
from guide.models.question import QuestionQuerySet
from quiz import scoring
from quiz.drawing import Candidate
from quiz.models import Attempt, Response, ResponseQuerySet


def candidates(user: User | None, questions: QuestionQuerySet) -> list[Candidate]:
    """The current revisions of the questions, and when the user was last asked each of them."""
    asked = (
        Response.objects.filter(attempt__user=user, revision__question=OuterRef("pk"))
        .order_by()
        .values("revision__question")
        .annotate(last=Max("attempt__started_at"))
        .values("last")
    )
    rows = questions.annotate(last_seen=Subquery(asked)) if user else questions
    return [
        Candidate(row["revision"], row.get("last_seen"))
        for row in rows.values("revision", *(["last_seen"] if user else []))
    ]


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
    asked = Q(tasks__question_tasks__question__revisions__responses__attempt=attempt)
    right = asked & Q(tasks__question_tasks__question__revisions__responses__correct=True)
    domains = Domain.objects.filter(exam=attempt.exam_id).annotate(
        total=Count("pk", filter=asked), right=Count("pk", filter=right)
    )
    return [Part(d.name, d.right, d.total, weight=d.weight) for d in domains if d.total]


def by_topic(attempt: Attempt) -> list[Part]:
    """The score of an attempt in each topic that was asked about."""
    asked = Q(questions__revisions__responses__attempt=attempt)
    right = asked & Q(questions__revisions__responses__correct=True)
    topics = Topic.objects.filter(asked).annotate(
        total=Count("pk", filter=asked), right=Count("pk", filter=right)
    )
    return [Part(t.title, t.right, t.total, url=t.get_absolute_url()) for t in topics]
