"""What a finished attempt shows: scores by part, time, what was new, what to look at again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.urls import reverse

from accounts.models import User
from guide.models import Exam, QuestionTask
from quiz import scoring
from quiz.models import Attempt, Response

EARLIER_MOCKS = 5


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


@dataclass(frozen=True)
class Mock:
    """A mock exam among others."""

    attempt: Attempt
    right: int
    total: int
    estimate: scoring.Estimate


@dataclass(frozen=True)
class Missed:
    """A section of the guide, and how many of its questions were not right."""

    title: str
    url: str
    questions: int


UNSURE = {Response.Confidence.GUESS, Response.Confidence.UNSURE}

REVIEWS: dict[str, tuple[str, Callable[[Response, float], bool]]] = {
    "again": ("To look at again", lambda r, _: not r.correct or r.flagged),
    "wrong": ("Wrong", lambda r, _: r.correct is False),
    "unanswered": ("Unanswered", lambda r, _: r.correct is None),
    "flagged": ("Flagged", lambda r, _: r.flagged),
    "unsure": ("Unsure or guessed", lambda r, _: r.confidence in UNSURE),
    "slow": ("Slow", lambda r, pace: r.seconds > pace),
    "changed": ("Changed from right to wrong", lambda r, _: r.was_right and not r.correct),
    "corrected": ("Corrected since", lambda r, _: r.rekey is not None),
    "all": ("All", lambda r, _: True),
}
"""By name: label, and whether a response belongs there, given the exam's pace in seconds."""


def pace(exam: Exam) -> float:
    """Seconds that the exam gives for a question."""
    return exam.minutes * 60 / exam.questions


def scale(exam: Exam) -> scoring.Scale:
    return scoring.Scale(exam.lowest_score, exam.pass_score, exam.highest_score)


@dataclass(frozen=True)
class Result:
    attempt: Attempt
    responses: Sequence[Response]
    tasks: dict[int, QuestionTask]
    mocks: Sequence[Mock]

    @property
    def total(self) -> int:
        return len(self.responses)

    @cached_property
    def right(self) -> int:
        return sum(bool(response.correct) for response in self.responses)

    @cached_property
    def answered(self) -> int:
        return sum(response.is_answered for response in self.responses)

    @cached_property
    def graded(self) -> list[Response]:
        """Those to choice questions; the others are graded by their learner."""
        return [response for response in self.responses if not response.is_recall]

    @property
    def scores(self) -> list[Part]:
        """What was answered and what was recalled, apart, as far as there was any."""
        recalled = [response for response in self.responses if response.is_recall]
        parts = [_part("right", self.graded), _part("recalled", recalled)]
        return [part for part in parts if part.total]

    @cached_property
    def corrected(self) -> list[Response]:
        """Those that count otherwise since their key was corrected."""
        return [response for response in self.responses if response.is_void or response.is_credited]

    @cached_property
    def rescored(self) -> Part:
        """The score with the corrections; `right` and `total` stay what was told at the end."""
        counted = [response for response in self.graded if not response.is_void]
        right = sum(bool(response.correct) or response.is_credited for response in counted)
        return Part("Corrected", right, len(counted))

    @property
    def estimate(self) -> scoring.Estimate:
        return scoring.estimate(self.right, self.total, scale(self.attempt.exam))

    @property
    def new(self) -> Part:
        return _part("New to you", (r for r in self.graded if not r.seen_before))

    @property
    def seen(self) -> Part:
        return _part("Seen before", (r for r in self.graded if r.seen_before))

    @property
    def time_used(self) -> timedelta:
        """On the clock where there was one, else with the questions on the screen."""
        if self.attempt.deadline and self.attempt.ended_at:
            return self.attempt.ended_at - self.attempt.started_at
        return timedelta(seconds=sum(response.seconds for response in self.responses))

    @property
    def time_allowed(self) -> timedelta | None:
        deadline = self.attempt.deadline
        return deadline - self.attempt.started_at if deadline else None

    @property
    def seconds_each(self) -> int | None:
        """The median time on an answered question."""
        times = sorted(r.seconds for r in self.responses if r.is_answered and r.seconds)
        return times[len(times) // 2] if times else None

    @cached_property
    def by_domain(self) -> list[Part]:
        groups: dict[tuple[int, str, int], list[Response]] = {}
        for response, task in self._with_task():
            domain = task.task.domain
            groups.setdefault((domain.number, domain.name, domain.weight), []).append(response)
        return [
            _part(name, rows, weight=weight) for (_, name, weight), rows in sorted(groups.items())
        ]

    @cached_property
    def by_task(self) -> list[Part]:
        groups: dict[str, list[Response]] = {}
        for response, task in self._with_task():
            groups.setdefault(str(task.task), []).append(response)
        return [_part(name, rows) for name, rows in sorted(groups.items())]

    def _with_task(self) -> Iterable[tuple[Response, QuestionTask]]:
        for response in self.responses:
            if task := self.tasks.get(response.revision.question_id):
                yield response, task

    @cached_property
    def by_topic(self) -> list[Part]:
        """In the order of reading."""
        groups: dict[tuple[int, str, int, str, str], list[Response]] = {}
        for response in self.responses:
            topic = response.revision.question.topic
            subject = topic.subject
            key = (subject.position, subject.slug, topic.position, topic.slug, topic.title)
            groups.setdefault(key, []).append(response)
        return [
            _part(title, rows, url=reverse("guide:topic", args=[slug]))
            for (_, _, _, slug, title), rows in sorted(groups.items())
        ]

    @cached_property
    def missed(self) -> list[Missed]:
        """The sections to read again, where most was missed first."""
        counts: dict[tuple[str, str], int] = {}
        for response in self.responses:
            if not response.correct:
                topic = response.revision.content["topic"]
                section = response.revision.content["section"]
                url = reverse("guide:topic", args=[topic["slug"]]) + f"#{section['anchor']}"
                name = (f"{topic['title']} › {section['title']}", url)
                counts[name] = counts.get(name, 0) + 1
        found = [Missed(title, url, number) for (title, url), number in counts.items()]
        return sorted(found, key=lambda missed: (-missed.questions, missed.title))

    def review(self, name: str) -> list[Response]:
        _, belongs = REVIEWS[name]
        limit = pace(self.attempt.exam)
        return [response for response in self.responses if belongs(response, limit)]

    @cached_property
    def reviews(self) -> list[tuple[str, str, int]]:
        """Name, label and number of responses of each filter that finds something."""
        counted = [(name, label, len(self.review(name))) for name, (label, _) in REVIEWS.items()]
        return [row for row in counted if row[2]]


def _part(
    name: str, responses: Iterable[Response], *, url: str = "", weight: int | None = None
) -> Part:
    rows = list(responses)
    return Part(name, sum(bool(row.correct) for row in rows), len(rows), url, weight)


def result(attempt: Attempt) -> Result:
    """Everything about a finished attempt, in three queries."""
    responses = attempt.responses.select_related(
        "revision__question__topic__subject", "rekey__after"
    ).defer(
        "revision__source",
        "revision__question__topic__body",
        "revision__question__topic__page",
        "rekey__after__source",
    )
    tasks = QuestionTask.objects.filter(
        exam=attempt.exam_id, question__revisions__responses__attempt=attempt
    ).select_related("task__domain")
    return Result(
        attempt=attempt,
        responses=list(responses.order_by("position")),
        tasks={task.question_id: task for task in tasks},
        mocks=mocks(attempt.user, attempt) if attempt.kind == Attempt.Kind.MOCK else [],
    )


def mocks(user: User, last: Attempt) -> list[Mock]:
    """This mock and those of the same exam that were finished before it, the oldest first."""
    others = user.attempts.filter(
        kind=Attempt.Kind.MOCK, exam=last.exam_id, started_at__lte=last.started_at
    )
    over = others.over(last.started_at) | others.filter(pk=last.pk)
    rows = over.newest_first().prefetch_related("responses")[: EARLIER_MOCKS + 1]
    return [_mock(row, scale(last.exam)) for row in reversed(rows)]


def _mock(attempt: Attempt, on_scale: scoring.Scale) -> Mock:
    graded = [response.correct for response in attempt.responses.all()]
    right = sum(map(bool, graded))
    return Mock(attempt, right, len(graded), scoring.estimate(right, len(graded), on_scale))
