"""Who did what when, to look at. Nobody changes it here."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guide.admin.access import ViewOnly

CONTENT = ("guide", "quiz")


class WhoFilter(admin.SimpleListFilter):
    """Only people who have an entry."""

    title = "person"
    parameter_name = "user"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        people = get_user_model()._default_manager.filter(logentry__isnull=False).distinct()
        return [(str(person.pk), str(person)) for person in people]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        value = self.value() or ""
        return queryset.filter(user_id=int(value)) if value.isdecimal() else queryset


@admin.register(LogEntry)
class AuditLog(ViewOnly, admin.ModelAdmin):
    list_display = ["action_time", "user", "kind", "what", "said"]
    list_display_links = None
    list_filter = [WhoFilter, "action_flag", ("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "content_type"]
    list_per_page = 100
    date_hierarchy = "action_time"
    search_fields = ["object_repr", "change_message"]
    fields = ["action_time", "user", "kind", "what", "said"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """What was done to people is for those who may see them."""
        entries = super().get_queryset(request)
        if request.user.has_perm("accounts.view_user"):
            return entries
        return entries.filter(content_type__app_label__in=CONTENT)

    @admin.display(description="kind", ordering="content_type__model")
    def kind(self, entry: LogEntry) -> str:
        return str(entry.content_type.name) if entry.content_type else "–"

    @admin.display(description="object", ordering="object_repr")
    def what(self, entry: LogEntry) -> SafeString | str:
        url = None if entry.is_deletion() else entry.get_admin_url()
        if url is None:
            return entry.object_repr
        return format_html('<a href="{}">{}</a>', url, entry.object_repr)

    @admin.display(description="what was done")
    def said(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()
