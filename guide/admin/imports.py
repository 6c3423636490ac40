"""Files of questions: send, look at what would happen, import, undo."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from guide import services
from guide.admin.access import ViewOnly
from guide.formats.registry import READABLE
from guide.forms.imports import ImportForm
from guide.models import ImportBatch, Question

MOST_SHOWN = 200  # of each kind on a page


@admin.register(ImportBatch)
class ImportAdmin(ViewOnly, admin.ModelAdmin):
    list_display = ["name", "kind", "at", "by", "created", "changed", "unchanged", "state"]
    list_select_related = ["editor"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        """What was imported, and one's own files that were not yet."""
        rows = super().get_queryset(request).defer("data", "before", "after")
        return rows.filter(Q(applied_at__isnull=False) | Q(editor=request.user.pk))

    @admin.display(description="format", ordering="format")
    def kind(self, batch: ImportBatch) -> str:
        return READABLE[batch.format].name if batch.format in READABLE else batch.format

    @admin.display(description="imported", ordering="applied_at")
    def at(self, batch: ImportBatch) -> str:
        return date_format(localtime(batch.applied_at), "j F Y, H:i") if batch.applied_at else "–"

    @admin.display(description="editor")
    def by(self, batch: ImportBatch) -> str:
        return str(batch.editor or "–")

    @admin.display
    def state(self, batch: ImportBatch) -> str:
        if batch.undone_at:
            return "undone"
        return "imported" if batch.applied_at else "not imported yet"

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("guide.add_importbatch")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Imports", **(extra_context or {})})

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A file is sent; nothing is imported by that."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(
            request.POST or None,
            request.FILES or None,
            may_publish=not settings.SECOND_PAIR_OF_EYES,
        )
        if request.method == "POST" and form.is_valid():
            said, topic = form.cleaned_data, form.cleaned_data["topic"]
            batch = services.receive(
                said["file"].read(),
                name=said["file"].name,
                format=said["format"],
                topic=topic.slug if topic else "",
                publish=said.get("publish", False),
                now=timezone.now(),
                editor_id=request.user.pk,
            )
            return redirect("admin:guide_importbatch_change", batch.pk)
        context = {"title": "Import a file", "form": form}
        return self._page(request, "send", context, status=422 if form.is_bound else 200)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A file that was sent: what it would do. One that was imported: what it did."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, object_id)
        if batch is None:
            messages.info(request, "This file is no longer here. Send it again.")
            return redirect("admin:guide_importbatch_changelist")
        if request.method == "POST" and "_undo" in request.POST:
            return self._undo(request, batch)
        if request.method == "POST" and "_discard" in request.POST:
            return self._discard(request, batch)
        if request.method == "POST":
            return self._apply(request, batch)
        return self._applied(request, batch) if batch.applied_at else self._plan(request, batch)

    def _plan(self, request: HttpRequest, batch: ImportBatch, status: int = 200) -> HttpResponse:
        now = timezone.now()
        plan = services.plan_import(batch, now=now)
        new, changed = plan.of(services.Outcome.CREATED), plan.of(services.Outcome.CHANGED)
        context = {
            "title": f"Look before you import: {batch.name}",
            "batch": batch,
            "plan": plan,
            "counts": [(str(kind), count) for kind, count in plan.counts.items()],
            "new": [(item, item.missing(now)) for item in new[:MOST_SHOWN]],
            "changed": changed[:MOST_SHOWN],
            "more_new": len(new) - MOST_SHOWN,
            "more_changed": len(changed) - MOST_SHOWN,
        }
        return self._page(request, "plan", context, status=422 if plan.errors else status)

    def _apply(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        pending, seen = batch.applied_at is None, request.POST.get("seen", "")
        try:
            with transaction.atomic():
                batch = services.apply_import(
                    batch, seen=seen, now=timezone.now(), editor_id=request.user.pk
                )
                if pending:
                    said = f"{batch.created} new, {batch.changed} changed"
                    self.log_addition(request, batch, f"Imported {batch.name}: {said}.")
        except services.PlanChanged:
            messages.warning(request, "Questions have changed since. Look at it again.")
            return self._plan(request, batch, status=409)
        except services.NotImportable:
            messages.error(request, "There is nothing that can be imported.")
            return self._plan(request, batch, status=422)
        messages.success(request, f"Imported: {batch.created} new, {batch.changed} changed.")
        return redirect("admin:guide_importbatch_change", batch.pk)

    def _discard(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        ImportBatch.objects.pending().filter(pk=batch.pk, editor=request.user.pk).delete()
        messages.info(request, "Nothing was imported.")
        return redirect("admin:guide_importbatch_changelist")

    def _undo(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        if not request.user.has_perm("guide.change_importbatch"):
            raise PermissionDenied
        undone = batch.undone_at is not None
        try:
            with transaction.atomic():
                batch = services.undo_import(batch, now=timezone.now(), editor_id=request.user.pk)
                if not undone:
                    self.log_change(request, batch, f"Undone: the import of {batch.name}.")
        except services.NotUndoable as error:
            messages.error(request, f"Not undone. {error}.")
            return self._applied(request, batch, status=409)
        messages.success(request, "Undone: everything is as it was before the import.")
        return redirect("admin:guide_importbatch_change", batch.pk)

    def _applied(self, request: HttpRequest, batch: ImportBatch, status: int = 200) -> HttpResponse:
        codes = list(batch.before)[:MOST_SHOWN]
        rows = {row.code: row for row in Question.objects.filter(code__in=codes)}
        context = {
            "title": f"Import: {batch.name}",
            "batch": batch,
            "rows": [(code, batch.before[code] is None, rows.get(code)) for code in codes],
            "more": len(batch.before) - MOST_SHOWN,
            "may_undo": request.user.has_perm("guide.change_importbatch"),
        }
        return self._page(request, "applied", context, status=status)

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        template = f"admin/guide/importbatch/{name}.html"
        return render(request, template, {**frame, **context}, status=status)
