"""Which questions an editor should look at, and why: one queue from all that speaks of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count

from guide.content import rules
from guide.content.problems import Level
from guide.content.records import QuestionRecord
from guide.conversion import question_record
from guide.models import Question
from quiz.models import Report, Statistic
from quiz.statistics import Flag

OLD = timedelta(days=180)
OLD_IF_VOLATILE = timedelta(days=90)
NOT_LOOKED_AT = (
    "revision__content",
    "revision__source",
    "topic__body",
    "topic__page",
    "topic__search_text",
)
"""Texts that would take longer to load than all the rest."""


class Why(StrEnum):
    """What speaks for a look, the most urgent first."""

    MISKEY = "miskey"
    REPORT = "report"
    CHECK = "check"
    STATISTIC = "statistic"
    WARNING = "warning"
    AGE = "age"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def weight(self) -> int:
        return WEIGHTS[self]


LABELS = {
    Why.MISKEY: "key doubted by the answers",
    Why.REPORT: "open reports",
    Why.CHECK: "fails a check",
    Why.STATISTIC: "conspicuous in the statistics",
    Why.WARNING: "a warning without an answer",
    Why.AGE: "facts checked long ago",
}
WEIGHTS = {
    Why.MISKEY: 100,
    Why.REPORT: 40,
    Why.CHECK: 30,
    Why.STATISTIC: 15,
    Why.WARNING: 10,
    Why.AGE: 5,
}
"""By which a question stands further up in the queue, added over its reasons."""


@dataclass(frozen=True)
class Reason:
    why: Why
    text: str
    times: int = 1


@dataclass(frozen=True)
class Case:
    """A question with the reasons to look at it."""

    question: Question
    reasons: Sequence[Reason]

    @property
    def reports(self) -> bool:
        return any(reason.why is Why.REPORT for reason in self.reasons)

    @property
    def urgency(self) -> int:
        return sum(reason.why.weight * reason.times for reason in self.reasons)


def needs_checking(today: date, why: str = "") -> list[Case]:
    """Published questions with at least one reason (of that kind), the most urgent first.

    Seven queries, whatever the number of answers.
    """
    asked = Question.objects.published().with_options().complete().defer(*NOT_LOOKED_AT)
    reports = _open_reports()
    statistics = {row.question_id: row for row in Statistic.objects.current()}
    cases = [
        Case(question, list(_reasons(question, reports, statistics.get(question.pk), today)))
        for question in asked
    ]
    found = [case for case in cases if any(not why or r.why == why for r in case.reasons)]
    return sorted(found, key=lambda case: (-case.urgency, case.question.code))


def _open_reports() -> Counter[int]:
    rows = Report.objects.filter(status=Report.Status.OPEN).order_by()
    counted = rows.values_list("revision__question").annotate(number=Count("pk"))
    return Counter(dict(counted))


def _reasons(
    question: Question, reports: Counter[int], statistic: Statistic | None, today: date
) -> Iterator[Reason]:
    if statistic:
        yield from _of_statistic(statistic)
    if number := reports[question.pk]:
        yield Reason(Why.REPORT, f"{number} open report{'s' * (number > 1)}", number)
    record = question_record(question)
    if isinstance(record, QuestionRecord):
        for level, _, message in rules.findings(record, today):
            yield Reason(Why.CHECK if level is Level.ERROR else Why.WARNING, message)
    age = today - question.checked
    if age > (OLD_IF_VOLATILE if question.volatile else OLD):
        rests = "rests on what changes, and was " if question.volatile else ""
        yield Reason(Why.AGE, f"{rests}checked {age.days} days ago")


def _of_statistic(statistic: Statistic) -> Iterator[Reason]:
    for value in statistic.flags:
        flag = Flag(value)
        kind = Why.MISKEY if flag is Flag.MISKEY else Why.STATISTIC
        yield Reason(kind, f"{flag.label} ({statistic.answers} answers)")
