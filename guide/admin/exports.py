"""Questions of the list, or those that are ticked, as a file."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from guide.exporting import export, in_order
from guide.formats.base import FormatError
from guide.formats.registry import FORMATS
from guide.forms.imports import ExportForm
from guide.models import Question


class Exporting(admin.ModelAdmin):
    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if (own := self.get_action("export_selected")) and self.has_view_permission(request):
            actions["export_selected"] = own
        return actions

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_list)
        return [path("export/", view, name="guide_question_export"), *super().get_urls()]

    @admin.action(description="Export …")
    def export_selected(self, request: HttpRequest, rows: QuerySet[Question]) -> HttpResponse:
        return self._exported(request, rows, request.POST, method="post")

    def export_list(self, request: HttpRequest) -> HttpResponse:
        """The questions of the list as it is filtered: its query string, and a format."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        sent = request.GET.copy()
        filters = request.GET.copy()
        filters.pop("format", None)
        request.GET = filters  # type: ignore[assignment]
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            return redirect("admin:guide_question_changelist")
        return self._exported(request, rows, sent, method="get")

    def _exported(
        self, request: HttpRequest, rows: QuerySet[Question], sent: QueryDict, *, method: str
    ) -> HttpResponse:
        form = ExportForm(sent if "format" in sent else None, initial={"format": "yaml"})
        if form.is_valid():
            try:
                return _file(rows, form.cleaned_data["format"])
            except FormatError as error:
                form.add_error("format", str(error))
        kept = {"action", "select_across", ACTION_CHECKBOX_NAME} if method == "post" else set(sent)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Export questions",
            "form": form,
            "method": method,
            "count": rows.order_by().values("pk").distinct().count(),
            "kept": [
                (name, value)
                for name, values in sent.lists()
                if name in kept - {"format"}
                for value in values
            ],
        }
        status = 422 if form.is_bound else 200
        return render(request, "admin/guide/question/export.html", context, status=status)


def _file(rows: QuerySet[Question], format: str) -> HttpResponse:
    data, _ = export(in_order(rows), format)
    kind = FORMATS[format]
    response = HttpResponse(data, content_type=kind.content_type)
    name = f"questions.{kind.extension}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
