"""Topics: the pages of the guide."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from guide import markdown, services
from guide.forms import TopicForm
from guide.models import Topic


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
