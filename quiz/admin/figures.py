"""What answers and reports say of the questions in the editors' list."""

from typing import Any

from django.contrib import admin
from django.db.models import (
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guide.models import Question
from quiz.models import Report, Statistic

HARD, EASY, WEAK = 0.3, 0.9, 0.1  # facility, facility, discrimination


def with_figures(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With `answers`, `facility`, `discrimination` of the present meaning, and `open_reports`."""
    current = Statistic.objects.filter(
        question=OuterRef("pk"), meaning=OuterRef("revision__meaning")
    )
    reports = (
        Report.objects.filter(revision__question=OuterRef("pk"), status=Report.Status.OPEN)
        .order_by()
        .values("revision__question")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return questions.annotate(
        answers=Subquery(current.values("answers")[:1], output_field=IntegerField()),
        facility=Subquery(current.values("facility")[:1], output_field=FloatField()),
        discrimination=Subquery(current.values("discrimination")[:1], output_field=FloatField()),
        suspected=Subquery(current.values("miskey_suspected")[:1]),
        open_reports=Coalesce(Subquery(reports, output_field=IntegerField()), Value(0)),
    )


class FiguresFilter(admin.SimpleListFilter):
    title = "figures"
    parameter_name = "figures"
    conditions: dict[str, tuple[str, dict[str, Any]]] = {
        "none": ("no answers yet", {"answers__isnull": True}),
        "hard": (f"hard: under {HARD:.0%} right", {"facility__lt": HARD}),
        "easy": (f"easy: over {EASY:.0%} right", {"facility__gt": EASY}),
        "weak": ("tells the able from the others badly", {"discrimination__lt": WEAK}),
        "key": ("the key looks wrong", {"suspected": True}),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in self.conditions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        _, condition = self.conditions.get(self.value() or "", ("", {}))
        return queryset.filter(**condition)


class ReportsFilter(admin.SimpleListFilter):
    title = "open reports"
    parameter_name = "reports"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "at least one")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        condition = Q(open_reports__gt=0) if self.value() == "open" else Q()
        return queryset.filter(condition)


class Figures(admin.ModelAdmin):
    """Columns of a list whose rows are `with_figures`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return with_figures(super().get_queryset(request))

    @admin.display(description="n", ordering=F("answers").desc(nulls_last=True))
    def first_answers(self, question: Any) -> str | int:
        return question.answers or "–"

    @admin.display(description="right", ordering=F("facility").asc(nulls_last=True))
    def share_right(self, question: Any) -> SafeString | str:
        if question.facility is None:
            return "–"
        url = reverse("admin:quiz_statistic_figures", args=[question.pk])
        return format_html('<a href="{}">{} %</a>', url, round(100 * question.facility))

    @admin.display(description="discr.", ordering=F("discrimination").asc(nulls_last=True))
    def discriminates(self, question: Any) -> str:
        return "–" if question.discrimination is None else f"{question.discrimination:+.2f}"

    @admin.display(description="reports", ordering="-open_reports")
    def reported(self, question: Any) -> SafeString | str:
        if not question.open_reports:
            return "–"
        url = reverse("admin:quiz_report_changelist")
        query = f"status__exact=open&q={question.code}"
        return format_html('<a href="{}?{}">{}</a>', url, query, question.open_reports)
