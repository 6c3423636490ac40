"""Reports from learners, for editors: to answer and to close. Who reported is not shown."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quiz.models import Report


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["status", "answer"]
        widgets = {"answer": forms.Textarea({"rows": 4})}


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    form = ReportForm
    list_display = ["question", "problem", "status", "created_at"]
    list_filter = ["status", "problem", "revision__question__topic"]
    list_select_related = ["revision__question"]
    search_fields = ["text", "revision__question__code"]
    fields = ["question_link", "problem", "text", "created_at", "status", "answer"]
    readonly_fields = ["question_link", "problem", "text", "created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(ordering="revision__question__code")
    def question(self, report: Report) -> str:
        return report.revision.question.code

    @admin.display(description="question")
    def question_link(self, report: Report) -> SafeString:
        question, revision = report.revision.question, report.revision
        url = reverse("admin:guide_question_change", args=[question.pk])
        return format_html('<a href="{}">{}</a>, revision {}', url, question.code, revision.number)

    def save_model(
        self, request: HttpRequest, report: Report, form: forms.ModelForm, change: bool
    ) -> None:
        """The day that it was decided goes with the decision, and goes away with it."""
        if report.status == Report.Status.OPEN:
            report.closed_at = None
        else:
            report.closed_at = report.closed_at or timezone.now()
        report.save(update_fields=["status", "answer", "closed_at"])
