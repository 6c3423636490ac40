"""Everything that the dashboard shows, in a number of queries that does not depend on history."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from guide.models import Domain, Exam, Topic
from guide.queries import topics_in_order
from progress import estimates, pictures, readiness
from progress.estimates import Mastery
from progress.evidence import Evidence, evidence
from progress.readiness import Gain, Readiness
from progress.today import Kind, Standing, Step, Streak, steps, streak
from quiz import results
from quiz.memory import Memory, memory
from quiz.models import Attempt, Plan, Response
from quiz.scoring import estimate, percent

WEEKS_OF_ACTIVITY = 26
WEAKEST_SHOWN = 5
RECENT_SHOWN = 5
MOCKS_SHOWN = 10
SECTIONS_SHOWN = 2
TREND = tuple(range(56, -1, -7))
"""Days ago: eight weeks, one mark a week."""
TIMES = ((15, "to 15 s"), (30, "30"), (60, "60"), (90, "90"), (120, "120"), (180, "180"))
"""Upper ends of the classes of seconds, with their labels."""


@dataclass(frozen=True)
class Row:
    """Mastery of a part of the exam."""

    name: str
    weight: int | None
    mastery: Mastery
    url: str = ""

    @property
    def percent(self) -> int:
        return round(100 * self.mastery.mean)

    @property
    def low(self) -> int:
        return round(100 * self.mastery.low)

    @property
    def high(self) -> int:
        return round(100 * self.mastery.high)

    @property
    def spread(self) -> int:
        return self.high - self.low

    @property
    def level(self) -> int:
        """0 (too few answers), else 1 (weak) to 4 (strong), for the shade of a square."""
        if not self.mastery.enough:
            return 0
        return 1 + sum(self.percent >= least for least in (55, 70, 82))


@dataclass(frozen=True)
class TopicMastery(Row):
    """A topic, and what it may still bring in the exam."""

    topic: Topic = field(default_factory=Topic)
    points: float = 0.0
    sections: Sequence[tuple[str, str, int]] = ()
    """Title, address and misses of the sections that were missed most."""

    @property
    def right(self) -> int:
        return self.mastery.right

    @property
    def total(self) -> int:
        return self.mastery.answers


@dataclass(frozen=True)
class Day:
    day: date
    answers: int
    seconds: int = 0

    @property
    def level(self) -> int:
        """0 (no answer) to 4 (30 or more), for the shade of a square."""
        return sum(self.answers >= least for least in (1, 5, 15, 30))


@dataclass(frozen=True)
class Dashboard:
    exam: Exam
    plan: Plan | None
    today: date
    evidence: Evidence
    readiness: Readiness
    trend: pictures.Line | None
    mocks: pictures.Line | None
    domains: Sequence[Row]
    tasks: Sequence[Row]
    topics: Sequence[TopicMastery]
    recent: Sequence[Attempt]
    days: Sequence[Day]
    memory: Memory
    steps: Sequence[Step]
    streak: Streak
    show_streak: bool

    @property
    def answers(self) -> int:
        return len(self.evidence.answers)

    @property
    def right(self) -> int:
        return sum(answer.right for answer in self.evidence.answers)

    @property
    def percent(self) -> int | None:
        return percent(self.right, self.answers)

    @property
    def has_anything(self) -> bool:
        return bool(self.answers or self.memory.cards or any(day.answers for day in self.days))

    @property
    def days_left(self) -> int | None:
        return _days_left(self.plan, self.today)

    @property
    def weakest(self) -> list[TopicMastery]:
        """Topics with a wrong answer, by what they cost in the exam."""
        missed = [row for row in self.topics if row.right < row.total and row.points >= 0.5]
        return sorted(missed, key=lambda topic: -topic.points)[:WEAKEST_SHOWN]

    @property
    def to_read(self) -> list[tuple[str, str, str]]:
        """Title, address and topic of as many sections as today has room for."""
        number = next((step.number for step in self.steps if step.kind is Kind.READ), 0)
        rows = sorted(self.topics, key=lambda row: -row.points)
        found = [(s[0], s[1], row.topic.title) for row in rows for s in row.sections]
        return found[:number]

    @property
    def pass_percent(self) -> int:
        """Never sure either way."""
        return min(99, max(1, round(100 * self.readiness.pass_probability)))

    @property
    def remembered_percent(self) -> int | None:
        remembered = self.memory.remembered
        return None if remembered is None else round(100 * remembered)

    @property
    def week(self) -> Sequence[Day]:
        return [day for day in self.days if self.today - day.day < timedelta(days=7)]

    @property
    def answers_this_week(self) -> int:
        return sum(day.answers for day in self.week)

    @property
    def active_days_this_week(self) -> int:
        return sum(day.answers > 0 for day in self.week)

    @property
    def time_this_week(self) -> timedelta:
        return timedelta(seconds=sum(day.seconds for day in self.week))

    @property
    def times(self) -> pictures.Bars:
        """How many answers took how long; the exam's pace stands out."""
        pace = results.pace(self.exam)
        ends = [end for end, _ in TIMES]
        counts = Counter(sum(taken > end for end in ends) for taken in self.evidence.seconds)
        labels = [label for _, label in TIMES] + ["more"]
        at_pace = next((n for n, end in enumerate(ends) if pace <= end), len(ends))
        return pictures.bars(
            [(label, counts[n]) for n, label in enumerate(labels)], marked=[at_pace]
        )

    @property
    def median_seconds(self) -> int | None:
        taken = sorted(self.evidence.seconds)
        return taken[len(taken) // 2] if taken else None

    @property
    def forecast(self) -> pictures.Bars:
        days = self.memory.forecast
        counts = [(f"{day.day:%a}"[:2], day.count) for day in days]
        names = [f"{day.day.day} {day.day:%B}" for day in days]
        return pictures.bars(counts, marked=[0], names=names)

    @property
    def scale(self) -> dict[str, float]:
        """Where the marks of the readiness stand, in percent of the scale."""
        exam, shown = self.exam, self.readiness
        marks = {
            "low": shown.low,
            "high": shown.high,
            "score": shown.score,
            "passing": exam.pass_score,
        }
        at = {
            name: pictures.position(mark, exam.lowest_score, exam.highest_score)
            for name, mark in marks.items()
        }
        return {**at, "width": at["high"] - at["low"]}

    @property
    def best_gain(self) -> tuple[Domain, Gain] | None:
        """What would raise the score most, if anything would."""
        gain = next(iter(self.readiness.gains), None)
        if gain is None or gain.points <= 0:
            return None
        domains = {domain.number: domain for domain in self.evidence.domains}
        return domains[gain.domain], gain


def _days_left(plan: Plan | None, day: date) -> int | None:
    return (plan.exam_date - day).days if plan and plan.exam_date else None


USUAL_MINUTES = 30
"""A day, where there is no plan."""
MINUTES_TO_READ = 0.5
"""For the explanation of a new question."""


@dataclass(frozen=True)
class _Parts:
    """What the pieces of the dashboard are made of."""

    exam: Exam
    plan: Plan | None
    evidence: Evidence
    memory: Memory
    days: Sequence[Day]
    mocks: Sequence[Any]  # attempts as of now, with their scores
    recent: Sequence[Any]  # likewise

    @property
    def mocks_over(self) -> Sequence[Any]:
        return [mock for mock in self.mocks if mock.over]


def dashboard(user: User, exam: Exam, now: datetime, plan: Plan | None = None) -> Dashboard:
    """The plan counts for reviews and streak; its days and minutes only for its own exam."""
    day = timezone.localdate(now)
    plan_for_exam = plan if plan and plan.exam_id == exam.pk else None
    parts = _Parts(
        exam=exam,
        plan=plan_for_exam,
        evidence=evidence(user, exam, now),
        memory=memory(user, now, plan=plan),
        days=_days(user, day),
        mocks=_mocks(user, exam, now),
        recent=list(user.attempts.as_of(now).with_score().newest_first()[:RECENT_SHOWN]),
    )
    known, scale = parts.evidence, results.scale(exam)
    return Dashboard(
        exam=exam,
        plan=plan_for_exam,
        today=day,
        evidence=known,
        readiness=readiness.readiness(
            known.answers, known.weights, exam.scored_questions, scale, known.counts
        ),
        trend=_trend(known, exam, day),
        mocks=_mock_line(parts.mocks_over, exam),
        domains=_domains(known),
        tasks=_tasks(known),
        topics=_topics(known, exam),
        recent=parts.recent,
        days=parts.days,
        memory=parts.memory,
        steps=steps(_standing(parts, now)),
        streak=streak([one.day for one in parts.days if one.answers], day),
        show_streak=plan is None or plan.show_streak,
    )


def _standing(shown: "_Parts", now: datetime) -> Standing:
    """What today's list rests on."""
    this_day = shown.days[-1]
    begun = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    since_midnight = (now - begun) / timedelta(days=1)
    new = sum(a.exposure == 1 and a.days < since_midnight for a in shown.evidence.answers)
    last_mock = shown.mocks_over[-1].started_at if shown.mocks_over else None
    taken = sorted(shown.evidence.seconds) or [round(results.pace(shown.exam))]
    return Standing(
        days_left=_days_left(shown.plan, this_day.day),
        minutes_a_day=shown.plan.minutes_a_day if shown.plan else USUAL_MINUTES,
        minutes_done=this_day.seconds / 60,
        reviews_due=shown.memory.today,
        unseen=shown.evidence.unseen,
        new_today=new,
        answers=len(shown.evidence.answers),
        sections_missed=sum(map(len, shown.evidence.missed_sections.values())),
        since_mock=now - last_mock if last_mock else None,
        open_mock=len(shown.mocks_over) < len(shown.mocks),
        minutes_a_question=taken[len(taken) // 2] / 60 + MINUTES_TO_READ,
    )


def _trend(known: Evidence, exam: Exam, day: date) -> pictures.Line | None:
    found = readiness.trend(
        known.answers,
        known.weights,
        exam.scored_questions,
        results.scale(exam),
        TREND,
        known.counts,
    )
    values = [
        pictures.Value(day - timedelta(days=back), then.score, then.low, then.high)
        for back, then in zip(TREND, found, strict=True)
        if then.enough
    ]
    return pictures.line(values, level=exam.pass_score) if len(values) > 1 else None


def _mocks(user: User, exam: Exam, now: datetime) -> list[Attempt]:
    """The last mock exams, the oldest first."""
    mocks = user.attempts.as_of(now).filter(kind=Attempt.Kind.MOCK, exam=exam)
    return list(mocks.with_score().newest_first()[:MOCKS_SHOWN])[::-1]


def _mock_line(mocks: Sequence[Any], exam: Exam) -> pictures.Line | None:
    values = []
    for mock in mocks:
        score = estimate(mock.right, mock.total, results.scale(exam)).score
        url = reverse("quiz:result", args=[mock.pk])
        values.append(pictures.Value(timezone.localdate(mock.started_at), score, url=url))
    return pictures.line(values, level=exam.pass_score)


def _domains(known: Evidence) -> list[Row]:
    found = estimates.mastery_by(known.answers, lambda answer: answer.domain)
    return [
        Row(domain.name, domain.weight, found.get(domain.number, known.expected))
        for domain in known.domains
    ]


def _tasks(known: Evidence) -> list[Row]:
    found = estimates.mastery_by(known.answers, lambda answer: answer.task)
    names = {place.task: place.task_name for place in known.places.values()}
    return [
        Row(f"{number} {name}", None, found.get(number, known.expected))
        for number, name in sorted(names.items())
    ]


def _topics(known: Evidence, exam: Exam) -> list[TopicMastery]:
    """Every topic, in the order of reading."""
    found = estimates.mastery_by(known.answers, lambda answer: answer.topic)
    scale = exam.highest_score - exam.lowest_score
    result = []
    for topic in topics_in_order():
        mastery = found.get(topic.slug, known.expected)
        share, room = known.shares.get(topic.slug, 0.0), known.room.get(topic.slug, 0.0)
        points = estimates.points_to_win(share, mastery, scale, room)
        sections = known.missed_sections.get(topic.slug, ())[:SECTIONS_SHOWN]
        url = topic.get_absolute_url()
        result.append(TopicMastery(topic.title, None, mastery, url, topic, points, sections))
    return result


def mastery(user: User, exam: Exam, now: datetime) -> list[TopicMastery]:
    """Every topic, in the order of reading."""
    return _topics(evidence(user, exam, now), exam)


def _days(user: User, today: date) -> list[Day]:
    """Whole weeks, the last of which is the present one."""
    first = today - timedelta(days=today.weekday(), weeks=WEEKS_OF_ACTIVITY - 1)
    begun = timezone.make_aware(datetime.combine(first, time()))
    answered = Response.objects.filter(attempt__user=user, answered_at__gte=begun).order_by()
    rows = answered.values_list(TruncDate("answered_at")).annotate(
        total=Count("pk"), taken=Sum("seconds")
    )
    counts = {day: (total, taken) for day, total, taken in rows}
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return [Day(day, *counts.get(day, (0, 0))) for day in days]
