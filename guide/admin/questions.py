"""Questions: lists, the page of one, preview, publishing."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guide import services
from guide.admin.access import ViewOnly
from guide.admin.bulk import Bulk
from guide.admin.comparing import CompareForm, comparison
from guide.admin.conflicts import OneWriterAtATime
from guide.admin.exports import Exporting
from guide.admin.previews import LivePreview, shown
from guide.admin.proposals import ProposalFilter, SecondPairOfEyes
from guide.admin.workbench import AgeFilter, Workbench
from guide.content.records import QuestionRecord, RecallRecord
from guide.forms import (
    MovingFormSet,
    OptionForm,
    QuestionForm,
    QuestionTaskForm,
    QuestionTaskFormSet,
    as_shown,
    unsaved,
)
from guide.models import Domain, Option, Question, QuestionTask, Revision, Task


class DomainFilter(admin.RelatedFieldListFilter):
    """Domains with their exam: those of two exams may have the same name."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[Any]:
        domains = Domain.objects.select_related("exam")
        return [(str(d.pk), f"{d.exam.code} {d.number}: {d.name}") for d in domains]


class TaskFilter(admin.RelatedFieldListFilter):
    """Tasks with their exam: those of two exams may have the same number."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[Any]:
        tasks = Task.objects.select_related("domain__exam").order_by("domain__exam", "number")
        return [(str(t.pk), f"{t.domain.exam.code} {t.number}: {t.name}") for t in tasks]


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
    fields = ["seen", "created_at", "published_by", "changed", "note", "compare"]
    readonly_fields = ["seen", "created_at", "published_by", "changed", "note", "compare"]
    ordering = ["-number"]

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

    @admin.display(description="change")
    def changed(self, revision: Revision) -> str:
        first = revision.number == 1
        return "–" if first or revision.pk is None else revision.change

    @admin.display(description="compare")
    def compare(self, revision: Revision) -> SafeString | str:
        if revision.pk is None:
            return ""
        url = reverse("admin:guide_question_compare", args=[revision.question_id])
        links = [(f"{url}?old={revision.number}&new=copy", "with the working copy")]
        if revision.number > 1:
            before = f"{url}?old={revision.number - 1}&new={revision.number}"
            links.insert(0, (before, "with the one before"))
        return format_html_join(", ", '<a href="{}">{}</a>', links)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("editor").defer("content", "source")

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("guide.view_question")


@admin.register(Question)
class QuestionAdmin(Exporting, Bulk, Workbench, LivePreview, SecondPairOfEyes, OneWriterAtATime):
    form = QuestionForm
    inlines = [OptionInline, QuestionTaskInline, RevisionInline]
    list_display = [
        "code",
        "beginning",
        "topic",
        "in_exams",
        "level",
        "status",
        "age",
        "current",
    ]
    list_filter = [
        "status",
        ProposalFilter,
        "kind",
        "difficulty",
        AgeFilter,
        ("tasks__domain", DomainFilter),
        ("tasks", TaskFilter),
        "topic__subject",
        "topic",
    ]
    list_select_related = ["topic", "revision"]
    list_per_page = 50
    search_fields = ["code", "stem", "explanation", "options__text", "search_text"]
    date_hierarchy = "checked"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "seen",
                    "state",
                    "code",
                    ("kind", "select", "difficulty"),
                    "topic",
                    "section",
                ]
            },
        ),
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

    @admin.display(description="level", ordering="difficulty")
    def level(self, question: Question) -> int:
        return question.difficulty

    @admin.display(description="rev.", ordering="revision__number")
    def current(self, question: Question) -> int | None:
        return question.revision.number if question.revision else None

    @admin.display(description="State")
    def state(self, question: Question) -> str:
        if question.pk is None:
            return "New: learners see it when it is published."
        return " ".join([self._shown(question), *self._asked(question)])

    def _shown(self, question: Question) -> str:
        status = question.get_status_display()
        if question.revision is None:
            return f"{status}: never published."
        shown = f"{status}, revision {question.revision.number}."
        if question.revision.content == services.frozen(question):
            return shown
        return f"{shown} It was changed since: publish to show the change."

    def _asked(self, question: Question) -> Iterator[str]:
        if question.proposed_at:
            day = f"{question.proposed_at:%-d %B %Y}"
            yield f"Proposed by {question.proposed_by} on {day}."
        if question.sent_back:
            yield f"Sent back: {question.sent_back}"

    def get_urls(self) -> list[URLPattern]:
        view: Any = self.admin_site.admin_view
        pages = {
            "preview/": (view(self.preview), "preview"),
            "preview/<int:number>/": (view(self.preview), "preview"),
            "compare/": (view(self.compare), "compare"),
            "restore/<int:number>/": (view(self.restore), "restore"),
        }
        own = [
            path(f"<int:pk>/{route}", page, name=f"guide_question_{name}")
            for route, (page, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
        """The question as learners see it: the working copy, or a revision by its number."""
        question = get_object_or_404(Question.objects.complete(), pk=pk)
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        if number is not None:
            revision = get_object_or_404(question.revisions, number=number)
            content, name = revision.content, f"revision {number}"
        else:
            content, name = services.frozen(question), "working copy"
        return shown(request, question, content, name)

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        return ["state", "review", "code"] if obj else ["state", "review"]

    def written(self, context: dict[str, Any]) -> QuestionRecord | RecallRecord:
        options, tasks, *_ = (inline.formset for inline in context["inline_admin_formsets"])
        return as_shown(unsaved(context["adminform"].form, options, tasks))

    def page(
        self,
        request: HttpRequest,
        template: str,
        question: Question,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        """A page of its own about a question, in the frame of the admin."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "question": question}
        return render(request, f"admin/{template}", {**frame, **context}, status=status)

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two revisions, or a revision and the working copy, word by word."""
        question = get_object_or_404(Question.objects.complete(), pk=pk)
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        form = CompareForm(question, request.GET.dict())
        valid = form.is_valid()
        context = {
            "title": "Compare",
            "form": form,
            "comparison": comparison(question, **form.cleaned_data) if valid else None,
            "seen": services.digest(question),
            "may_restore": self.has_change_permission(request, question),
        }
        status = 200 if valid else 422
        return self.page(request, "guide/question/compare.html", question, context, status)

    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """A revision becomes the working copy; learners see it once it is published."""
        question = get_object_or_404(Question.objects.complete(), pk=pk)
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        revision = get_object_or_404(question.revisions, number=number)
        if request.method != "POST":
            return redirect("admin:guide_question_change", pk)
        try:
            with transaction.atomic():
                lost = services.restore(question, revision, seen=request.POST.get("seen", ""))
                self.log_change(request, question, f"Restored revision {number}.")
        except services.WorkingCopyChanged:
            messages.error(request, "Not restored: the question has changed meanwhile. Look again.")
            url = reverse("admin:guide_question_compare", args=[pk])
            return redirect(f"{url}?old={number}&new=copy")
        messages.success(
            request, f"Revision {number} is the working copy again. Publish to show it."
        )
        for what in lost:
            messages.warning(request, f"Not brought back: {what}.")
        return redirect("admin:guide_question_change", pk)

    def publishing(self, request: HttpRequest, question: Question) -> HttpResponse:
        """What the button does: publish at once, or ask first what has to be asked."""
        note = request.POST.get("publish_note", "").replace("\0", "")[:200]
        before, shown = question.revision, question.status == Question.Status.PUBLISHED
        try:
            revision = services.publish(
                question, now=timezone.now(), editor_id=request.user.pk, note=note
            )
        except services.NotPublishable as error:
            return self.refused(request, question, error.reasons)
        number = revision.number
        if revision != before:
            return self.published(request, question, revision)
        if shown:
            messages.warning(
                request,
                f"No new revision and no note: what learners see is still revision {number}.",
            )
        else:
            self.log_change(request, question, f"Published revision {number} again.")
            messages.success(request, f"Published again: revision {number}, as it was.")
        return redirect("admin:guide_question_change", question.pk)

    def refused(
        self, request: HttpRequest, question: Question, reasons: Sequence[str]
    ) -> HttpResponse:
        messages.warning(request, "The change is saved, but not published:")
        for reason in reasons:
            messages.error(request, reason)
        return redirect("admin:guide_question_change", question.pk)

    def published(
        self, request: HttpRequest, question: Question, revision: Revision
    ) -> HttpResponse:
        self.log_change(request, question, f"Published revision {revision.number}. {revision.note}")
        messages.success(request, f"Published as revision {revision.number}.")
        return redirect("admin:guide_question_change", question.pk)

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if "_publish" in request.POST:
            question = Question.objects.complete().get(pk=obj.pk)
            return self.proposing(request, question) or self.publishing(request, question)
        if "_send_back" in request.POST:
            return self.sending_back(request, obj)
        if "_retire" in request.POST:
            services.retire(obj)
            self.log_change(request, obj, "Retired.")
            messages.success(request, "Retired: it will be asked no more.")
            return redirect("admin:guide_question_change", obj.pk)
        return super().response_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A question is retired, not deleted: history still shows it."""
        return isinstance(obj, Question) and obj.revision_id is None and self._may_delete(request)

    def _may_delete(self, request: HttpRequest) -> bool:
        return super().has_delete_permission(request)
