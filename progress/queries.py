"""Everything that the dashboard shows, in a number of queries that does not depend on history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from guide.models import Domain, Exam, QuestionTask, Topic
from guide.queries import topics_in_order
from progress.estimates import Count, own_mean, points_to_win, shares, shrunk
from quiz.models import Attempt, Response, ResponseQuerySet
from quiz.scoring import percent

WEEKS_OF_ACTIVITY = 26
WEAKEST_SHOWN = 5
RECENT_SHOWN = 5
ENOUGH_ANSWERS = 20
RIGHT = Q(correct=True)


@dataclass(frozen=True)
class Meter:
    """Right answers in a part of the exam."""

    name: str
    weight: int | None
    right: int
    total: int

    @property
    def percent(self) -> int | None:
        return percent(self.right, self.total)


@dataclass(frozen=True)
class TopicMastery:
    """A topic with its answers, the shrunk estimate, and what it may still bring in the exam."""

    topic: Topic
    right: int
    total: int
    mastery: float
    points: float

    @property
    def percent(self) -> int | None:
        return percent(self.right, self.total)

    @property
    def estimate(self) -> int:
        return round(100 * self.mastery)


@dataclass(frozen=True)
class Day:
    day: date
    answers: int

    @property
    def level(self) -> int:
        """0 (no answer) to 4 (30 or more), for the shade of a square."""
        return sum(self.answers >= least for least in (1, 5, 15, 30))


@dataclass(frozen=True)
class Dashboard:
    exam: Exam
    domains: Sequence[Meter]
    topics: Sequence[TopicMastery]
    recent: Sequence[Attempt]
    days: Sequence[Day]
    today: date

    @property
    def answers(self) -> int:
        return sum(topic.total for topic in self.topics)

    @property
    def right(self) -> int:
        return sum(topic.right for topic in self.topics)

    @property
    def percent(self) -> int | None:
        return percent(self.right, self.answers)

    @property
    def is_early(self) -> bool:
        """Whether there are too few answers to say more than their number."""
        return self.answers < ENOUGH_ANSWERS

    @property
    def weakest(self) -> list[TopicMastery]:
        """Topics with a wrong answer, by what they cost in the exam."""
        missed = [topic for topic in self.topics if topic.right < topic.total]
        return sorted(missed, key=lambda topic: -topic.points)[:WEAKEST_SHOWN]

    @property
    def answers_this_week(self) -> int:
        return sum(day.answers for day in self.days if self.today - day.day < timedelta(days=7))

    @property
    def active_days_this_week(self) -> int:
        recent = (day for day in self.days if self.today - day.day < timedelta(days=7))
        return sum(day.answers > 0 for day in recent)


def dashboard(user: User, exam: Exam, now: datetime) -> Dashboard:
    today = timezone.localdate(now)
    recent = user.attempts.as_of(now).with_score().newest_first()[:RECENT_SHOWN]
    return Dashboard(
        exam=exam,
        domains=_domains(_graded(user, now), exam),
        topics=mastery(user, exam, now),
        recent=list(recent),
        days=_days(Response.objects.filter(attempt__user=user).answered().order_by(), today),
        today=today,
    )


def _graded(user: User, now: datetime) -> ResponseQuerySet:
    """Answers to choice questions of which right and wrong may be told."""
    own = Response.objects.filter(attempt__user=user).answered()
    return own.revealed(now).to_choice_questions().order_by()


def mastery(user: User, exam: Exam, now: datetime) -> list[TopicMastery]:
    """Every topic, in the order of reading."""
    rows = _counted(_graded(user, now).values_list("revision__question__topic__slug"))
    counts = {slug: Count(right, total) for slug, right, total in rows}
    mean = own_mean(counts.values())
    share = _shares(exam)
    scale = exam.highest_score - exam.lowest_score
    result = []
    for topic in topics_in_order():
        count = counts.get(topic.slug, Count(0, 0))
        estimate = shrunk(count, mean)
        points = points_to_win(share.get(topic.slug, 0.0), estimate, scale)
        result.append(TopicMastery(topic, count.right, count.total, estimate, points))
    return result


def _counted(groups: QuerySet[Response, Any]) -> QuerySet[Response, Any]:
    """Rows of (group, right answers, all answers)."""
    return groups.annotate(right=CountOf("pk", filter=RIGHT), total=CountOf("pk"))


def _shares(exam: Exam) -> dict[str, float]:
    asked = QuestionTask.objects.filter(exam=exam, question__status="published").order_by()
    rows = asked.values_list(
        "question__topic__slug", "task__domain__number", "task__domain__weight"
    ).annotate(number=CountOf("pk"))
    weights = {number: weight for _, number, weight, _ in rows}
    return shares({(slug, number): n for slug, number, _, n in rows}, weights)


def _domains(answered: QuerySet[Response], exam: Exam) -> list[Meter]:
    asked = answered.filter(revision__question__question_tasks__exam=exam)
    rows = _counted(asked.values_list("revision__question__question_tasks__task__domain"))
    counts = {domain: (right, total) for domain, right, total in rows}
    return [
        Meter(domain.name, domain.weight, *counts.get(domain.pk, (0, 0)))
        for domain in Domain.objects.filter(exam=exam)
    ]


def _days(answered: QuerySet[Response], today: date) -> list[Day]:
    """Whole weeks, the last of which is the present one."""
    first = today - timedelta(days=today.weekday(), weeks=WEEKS_OF_ACTIVITY - 1)
    rows = (
        answered.filter(answered_at__date__gte=first)
        .values_list(TruncDate("answered_at"))
        .annotate(total=CountOf("pk"))
    )
    counts = dict(rows)
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return [Day(day, counts.get(day, 0)) for day in days]
