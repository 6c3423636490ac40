"""Questions: lists, the page of one, preview, publishing."""

import textwrap
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guide import services
from guide.admin.access import ViewOnly
from guide.display import lettered
from guide.forms import (
    MovingFormSet,
    OptionForm,
    QuestionForm,
    QuestionTaskForm,
    QuestionTaskFormSet,
)
from guide.models import Domain, Option, Question, QuestionTask, Revision


class DomainFilter(admin.RelatedFieldListFilter):
    """Domains with their exam: those of two exams may have the same name."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[Any]:
        domains = Domain.objects.select_related("exam")
        return [(str(d.pk), f"{d.exam.code} {d.number}: {d.name}") for d in domains]


class OptionInline(admin.StackedInline):
    model = Option
    form = OptionForm
    formset = MovingFormSet
    extra = 0
    fields = [("key", "correct"), "text", "why"]

    def get_extra(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> int:
        return 0 if obj else 4


class QuestionTaskInline(admin.StackedInline):
    model = QuestionTask
    form = QuestionTaskForm
    formset = QuestionTaskFormSet
    extra = 0
    verbose_name = "exam task"

    def get_extra(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> int:
        return 0 if obj else 2


class RevisionInline(ViewOnly, admin.TabularInline):
    """What was published when, by whom."""

    model = Revision
    template = "admin/guide/rows.html"
    extra = 0
    fields = ["seen", "created_at", "published_by", "note"]
    readonly_fields = ["seen", "created_at", "published_by", "note"]

    @admin.display(description="revision")
    def seen(self, revision: Revision) -> SafeString | str:
        if revision.pk is None:  # the form came back without the revision's own part
            return ""
        number = revision.number
        url = reverse("admin:guide_question_preview", args=[revision.question_id, number])
        return format_html('<a href="{}">{}</a>', url, number)

    @admin.display(description="editor")
    def published_by(self, revision: Revision) -> str:
        """The name alone: editors have no access to the person behind it."""
        return str(revision.editor or "–")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("editor")

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("guide.view_question")


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    form = QuestionForm
    inlines = [OptionInline, QuestionTaskInline, RevisionInline]
    list_display = [
        "code",
        "beginning",
        "topic",
        "kind",
        "difficulty",
        "status",
        "checked",
        "current",
    ]
    list_filter = [
        "status",
        "kind",
        "difficulty",
        ("tasks__domain", DomainFilter),
        "topic__subject",
        "topic",
    ]
    list_select_related = ["topic", "revision"]
    list_per_page = 50
    search_fields = ["code", "stem", "explanation", "options__text", "search_text"]
    date_hierarchy = "checked"
    fieldsets = [
        (None, {"fields": ["state", "code", ("kind", "select", "difficulty"), "topic", "section"]}),
        ("Text", {"fields": ["stem", "explanation"]}),
        ("Proof", {"fields": ["sources", "checked", "volatile", "review"]}),
        (
            "More",
            {
                "fields": ["skill", "constraint", ("negative", "fixed_order"), "note"],
                "classes": ["collapse"],
            },
        ),
    ]

    @admin.display(description="text", ordering="stem")
    def beginning(self, question: Question) -> str:
        return textwrap.shorten(question.stem, 80, placeholder=" …")

    @admin.display(description="revision", ordering="revision__number")
    def current(self, question: Question) -> int | None:
        return question.revision.number if question.revision else None

    @admin.display(description="State")
    def state(self, question: Question) -> str:
        if question.pk is None:
            return "New: learners see it when it is published."
        if question.revision is None:
            return f"{question.get_status_display()}: never published."
        same = question.revision.content == services.frozen(question)
        shown = f"{question.get_status_display()}, revision {question.revision.number}"
        return (
            f"{shown}." if same else f"{shown}. It was changed since: publish to show the change."
        )

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview)
        own = [
            path("<int:pk>/preview/", preview, name="guide_question_preview"),
            path("<int:pk>/preview/<int:number>/", preview, name="guide_question_preview"),
        ]
        return [*own, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
        """The question as learners see it: the working copy, or a revision by its number."""
        question = get_object_or_404(Question.objects.complete(), pk=pk)
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        if number is not None:
            revision = get_object_or_404(question.revisions, number=number)
            content, shown = revision.content, f"revision {number}"
        else:
            content, shown = services.frozen(question), "working copy"
        options = lettered(content, chosen=[])
        context = {"question": question, "content": content, "options": options, "shown": shown}
        return render(request, "guide/preview_question.html", context)

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        return ["state", "review", "code"] if obj else ["state", "review"]

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        question = Question.objects.complete().get(pk=form.instance.pk)
        if "_publish" in request.POST:
            self._publish(request, question)
        elif "_retire" in request.POST:
            services.retire(question)
            self.log_change(request, question, "Retired.")
            messages.success(request, "Retired: it will be asked no more.")

    def _publish(self, request: HttpRequest, question: Question) -> None:
        note = request.POST.get("publish_note", "").replace("\0", "")[:200]
        before, shown = question.revision, question.status == Question.Status.PUBLISHED
        try:
            revision = services.publish(
                question, now=timezone.now(), editor_id=request.user.pk, note=note
            )
        except services.NotPublishable as error:
            messages.warning(request, "The change is saved, but not published:")
            for reason in error.reasons:
                messages.error(request, reason)
            return
        number = revision.number
        if revision != before:
            self.log_change(request, question, f"Published revision {number}. {note}")
            messages.success(request, f"Published as revision {number}.")
        elif shown:
            messages.warning(
                request,
                f"No new revision and no note: what learners see is still revision {number}.",
            )
        else:
            self.log_change(request, question, f"Published revision {number} again.")
            messages.success(request, f"Published again: revision {number}, as it was.")

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if {"_publish", "_retire"} & request.POST.keys():
            return redirect("admin:guide_question_change", obj.pk)
        return super().response_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A question is retired, not deleted: history still shows it."""
        return isinstance(obj, Question) and obj.revision_id is None and self._may_delete(request)

    def _may_delete(self, request: HttpRequest) -> bool:
        return super().has_delete_permission(request)
