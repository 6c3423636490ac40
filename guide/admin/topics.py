"""Topics: the pages of the guide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from guide import markdown, services
from guide.admin.conflicts import OneWriterAtATime
from guide.content.comparing import changed, topic_texts
from guide.content.records import TopicRecord
from guide.conversion import topic_record
from guide.forms import TopicForm
from guide.models import Topic, TopicRevision

NOW = "now"


class CompareForm(forms.Form):
    """Two revisions by number, or one and the page as it is."""

    old = forms.ChoiceField(label="Old")
    new = forms.ChoiceField(label="New")

    def __init__(self, revisions: Sequence[TopicRevision], data: Any = None) -> None:
        before = revisions[1] if len(revisions) > 1 else revisions[0] if revisions else None
        super().__init__(data or {"old": before.number if before else NOW, "new": NOW})
        choices = [(NOW, "The page as it is"), *((str(r.number), str(r)) for r in revisions)]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined] # a ChoiceField


@admin.register(Topic)
class TopicAdmin(OneWriterAtATime):
    form = TopicForm
    fields = ["seen", *TopicForm.Meta.fields]
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
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview), name="guide_topic_preview"),
            path("at/<slug:slug>/", view(self.at), name="guide_topic_at"),
            path("<int:pk>/revisions/", view(self.revisions), name="guide_topic_revisions"),
            *super().get_urls(),
        ]

    def at(self, request: HttpRequest, slug: str) -> HttpResponse:
        """From the page of a topic to its form."""
        return redirect("admin:guide_topic_change", get_object_or_404(Topic, slug=slug).pk)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The page as readers will see it, from the form as it is, unsaved."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = markdown.render_page(request.POST.get("body", "").replace("\r\n", "\n"))
        context = {"title": request.POST.get("title") or "Untitled", "page": page}
        part = "#shown" if "live" in request.GET else ""
        return render(request, f"guide/preview_topic.html{part}", context)

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every text that the page has had, and any two of them word by word."""
        topic = get_object_or_404(Topic, pk=pk)
        if not self.has_view_permission(request, topic):
            raise PermissionDenied
        rows = list(topic.revisions.select_related("editor").order_by("-number"))
        form = CompareForm(rows, request.GET or None)
        valid = form.is_valid()
        texts = {str(row.number): row.source for row in rows} | {NOW: topic_record(topic).as_data()}
        sides = [texts[form.cleaned_data[side]] for side in ("old", "new")] if valid else []
        records = [TopicRecord.model_validate(side) for side in sides]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Revisions of {topic.title}",
            "opts": self.opts,
            "topic": topic,
            "revisions": rows,
            "form": form,
            "differences": changed(*map(topic_texts, records)) if valid else [],
            "may_restore": self.has_change_permission(request, topic),
        }
        status = 200 if valid else 422
        return render(request, "admin/guide/topic/revisions.html", context, status=status)

    def _to_restore(self, request: HttpRequest, obj: Topic | None) -> TopicRevision | None:
        number = request.GET.get("revision", "")
        found = obj.revisions.filter(number=number) if obj and number.isdecimal() else None
        return found.first() if found is not None else None

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """With the text of a revision that is to come back, where one is asked for."""
        form = super().get_form(request, obj, change=change, **kwargs)
        revision = self._to_restore(request, obj) if request.method == "GET" else None
        if revision is None:
            return form
        record = TopicRecord.model_validate(revision.source)

        class Restored(form):  # type: ignore[misc, valid-type] # made above
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, initial=record.model_dump(exclude={"moved"}), **kwargs)

        return Restored

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        revision = self._to_restore(request, context.get("original"))
        note = f"Restored revision {revision.number}" if revision else ""
        context |= {
            "restoring": revision,
            "revision_note": request.POST.get("revision_note", note),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def written(self, context: dict[str, Any]) -> TopicRecord:
        return topic_record(context["adminform"].form.instance)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        note = request.POST.get("revision_note", "").replace("\0", "").strip()[:200]
        services.save_topic(obj, now=timezone.now(), editor_id=request.user.pk, note=note)
        if revision := self._to_restore(request, obj):
            self.log_change(request, obj, f"Restored revision {revision.number}.")
        for old, new in form.moves.items():
            messages.info(request, f"Links to #{old} lead to #{new} now.")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        empty = isinstance(obj, Topic) and not obj.questions.exists()
        return empty and super().has_delete_permission(request)
