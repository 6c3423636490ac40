"""Figures of questions, and the queue of those that need a look. No learner is named."""

import csv
import textwrap
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guide.admin.access import ViewOnly
from guide.models import Question
from quiz.checking import Why, needs_checking
from quiz.models import Statistic
from quiz.queries import figures_of
from quiz.services import statistics
from quiz.statistics import Flag

CASES_PER_PAGE = 50


class FlagFilter(admin.SimpleListFilter):
    title = "flag"
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(flag.value, flag.label) for flag in Flag]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Statistic]) -> QuerySet[Statistic]:
        if self.value() not in set(Flag):
            return queryset
        text = queryset.annotate(flags_text=Cast("flags", CharField()))
        return text.filter(flags_text__contains=f'"{self.value()}"')


@admin.register(Statistic)
class StatisticAdmin(ViewOnly, admin.ModelAdmin):
    """The figures of the meaning that each question has today."""

    change_list_template = "admin/quiz/statistic/list.html"
    list_display = [
        "code",
        "topic",
        "answers",
        "facility_percent",
        "discriminates",
        "median_seconds",
        "shown_flags",
    ]
    list_display_links = None
    list_filter = ["miskey_suspected", FlagFilter, "question__topic__subject"]
    list_select_related = ["question__topic"]
    list_per_page = 100
    ordering = ["-miskey_suspected", "discrimination"]
    search_fields = ["question__code", "question__stem"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Statistic]:
        rows = super().get_queryset(request)
        return rows.filter(pk__in=Statistic.objects.current()).defer("sums")

    @admin.display(description="question", ordering="question__code")
    def code(self, row: Statistic) -> SafeString:
        url = reverse("admin:quiz_statistic_figures", args=[row.question_id])
        return format_html('<a href="{}">{}</a>', url, row.question.code)

    @admin.display(ordering="question__topic__title")
    def topic(self, row: Statistic) -> str:
        return row.question.topic.title

    @admin.display(description="right", ordering="facility")
    def facility_percent(self, row: Statistic) -> str:
        return "–" if row.facility is None else f"{100 * row.facility:.0f} %"

    @admin.display(description="discrimination", ordering="discrimination")
    def discriminates(self, row: Statistic) -> str:
        return "–" if row.discrimination is None else f"{row.discrimination:+.2f}"

    @admin.display(description="flags")
    def shown_flags(self, row: Statistic) -> str:
        return "; ".join(Flag(value).label for value in row.flags)

    def get_urls(self) -> list[URLPattern]:
        def own(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            guarded = self.admin_site.admin_view(view)
            return path(route, guarded, name=f"quiz_statistic_{name}")

        return [
            own("refresh/", self.refresh, "refresh"),
            own("csv/", self.as_csv, "csv"),
            own("checking/", self.checking, "checking"),
            own("question/<int:pk>/", self.figures, "figures"),
            *super().get_urls(),
        ]

    def _guard(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def refresh(self, request: HttpRequest) -> HttpResponse:
        """Count what is new, now. By POST; who comes by a link sees the list."""
        self._guard(request)
        if request.method == "POST":
            done = statistics.refresh(timezone.now())
            messages.success(
                request, f"{done.answers} first answers of {done.attempts} attempts were new."
            )
        return redirect("admin:quiz_statistic_changelist")

    def as_csv(self, request: HttpRequest) -> HttpResponse:
        self._guard(request)
        reply = HttpResponse(content_type="text/csv; charset=utf-8")
        reply["Content-Disposition"] = 'attachment; filename="question-statistics.csv"'
        writer = csv.writer(reply)
        names = ("answers", "facility", "discrimination", "median_seconds")
        writer.writerow(["question", "topic", "meaning", *names, "flags", "refreshed"])
        for row in self.get_queryset(request).select_related("question__topic"):
            figures = ["" if (value := getattr(row, name)) is None else value for name in names]
            writer.writerow(
                [
                    row.question.code,
                    row.question.topic.slug,
                    row.meaning,
                    *figures,
                    " ".join(row.flags),
                    row.refreshed_at.date().isoformat(),
                ]
            )
        return reply

    def figures(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything that first answers say of one question."""
        self._guard(request)
        question = get_object_or_404(Question.objects.select_related("revision", "topic"), pk=pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Figures of {question.code}",
            "opts": self.opts,
            "question": question,
            "figures": figures_of(question),
        }
        return render(request, "admin/quiz/statistic/figures.html", context)

    def checking(self, request: HttpRequest) -> HttpResponse:
        """The queue of questions that need a look."""
        self._guard(request)
        asked = request.GET.get("why", "")
        why = asked if asked in set(Why) else ""
        cases = needs_checking(timezone.localdate(), why)
        page = Paginator(cases, CASES_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Needs checking",
            "opts": self.opts,
            "page": page,
            "why": why,
            "kinds": list(Why),
            "beginnings": [
                (case, textwrap.shorten(case.question.stem, 90, placeholder=" …"))
                for case in page.object_list
            ],
        }
        return render(request, "admin/quiz/statistic/checking.html", context)
