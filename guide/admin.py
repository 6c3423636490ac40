"""The editors' workbench, in Django's admin."""

import textwrap
from collections.abc import Sequence
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

from guide import markdown, services
from guide.display import lettered
from guide.forms import (
    MovingFormSet,
    OptionForm,
    QuestionForm,
    QuestionTaskForm,
    QuestionTaskFormSet,
    TopicForm,
)
from guide.models import Domain, Exam, Option, Question, QuestionTask, Revision, Subject, Topic

admin.site.site_header = "studyguide: the content"
admin.site.site_title = "studyguide"
admin.site.index_title = "What do you want to edit?"
admin.site.enable_nav_sidebar = False  # a few links; the lists need the room


class DomainFilter(admin.RelatedFieldListFilter):
    """Domains with their exam: those of two exams may have the same name."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[Any]:
        domains = Domain.objects.select_related("exam")
        return [(str(d.pk), f"{d.exam.code} {d.number}: {d.name}") for d in domains]


class ViewOnly:
    """Rows to look at, never to change here."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


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


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    form = TopicForm
    fields = [*TopicForm.Meta.fields]
    list_display = ["title", "subject", "minutes", "checked", "updated_at"]
    list_filter = ["subject", "checked"]
    list_select_related = ["subject"]
    search_fields = ["title", "slug", "summary", "body"]

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        """A topic keeps its address; a load sets its place in the guide."""
        return ["slug", "subject", "position"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Topic | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["title"]}

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview)
        return [path("preview/", preview, name="guide_topic_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The page as readers will see it, from the form as it is, unsaved."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = markdown.render_page(request.POST.get("body", "").replace("\r\n", "\n"))
        context = {"title": request.POST.get("title") or "Untitled", "page": page}
        return render(request, "guide/preview_topic.html", context)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        services.save_topic(obj, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        empty = isinstance(obj, Topic) and not obj.questions.exists()
        return empty and super().has_delete_permission(request)


class FromFiles(ViewOnly, admin.ModelAdmin):
    """What the content files own: each load writes it again."""

    change_list_template = "admin/guide/from_files.html"


@admin.register(Subject)
class SubjectAdmin(FromFiles):
    list_display = ["name", "slug", "position"]


class DomainInline(ViewOnly, admin.TabularInline):
    model = Domain
    template = "admin/guide/rows.html"


@admin.register(Exam)
class ExamAdmin(FromFiles):
    list_display = ["code", "name", "first_day", "last_day"]
    inlines = [DomainInline]
