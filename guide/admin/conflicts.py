"""Two writers of one thing: two editors, or an editor and a content file."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from guide import services
from guide.admin.access import ViewOnly
from guide.content.comparing import changed, record_texts, topic_texts
from guide.content.records import QuestionRecord, RecallRecord, TopicRecord
from guide.models import FileConflict

Record = TopicRecord | QuestionRecord | RecallRecord


def texts(record: Record) -> dict[str, str]:
    """All that a record says, by the name of the field."""
    if isinstance(record, TopicRecord):
        return topic_texts(record)
    found = record_texts(record) | {"Status": record.status}
    if isinstance(record, QuestionRecord) and record.review:
        review = record.review.model_dump(mode="json", exclude_none=True)
        found["Review"] = ", ".join(f"{name}: {value}" for name, value in review.items())
    return found


class OneWriterAtATime(admin.ModelAdmin):
    """Nobody saves over what somebody else has saved meanwhile, without seeing both texts.

    The form is a SeenForm.
    """

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """From here to the end of its save the row is nobody else's."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        alone = self.model._default_manager.order_by()  # no join: that would lock the topic too
        alone.select_for_update().filter(pk=row.pk).first()
        return super().get_object(request, object_id, from_field)

    def written(self, context: dict[str, Any]) -> Record:
        """The record of what the forms of the page hold."""
        raise NotImplementedError

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if not form.in_conflict:
            return super().render_change_form(request, context, *args, **kwargs)
        context["conflict"] = changed(texts(form.stored), texts(self.written(context)))
        response = super().render_change_form(request, context, *args, **kwargs)
        response.status_code = 409
        return response


@admin.register(FileConflict)
class FileConflictAdmin(ViewOnly, admin.ModelAdmin):
    """What a content load found changed on both sides."""

    list_display = ["name", "kind", "found_at"]
    list_filter = ["kind"]
    search_fields = ["name"]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Both texts; a POST decides between them."""
        conflict = self.get_object(request, object_id)
        if conflict is None:
            messages.info(request, "This conflict is decided already.")
            return redirect("admin:guide_fileconflict_changelist")
        if not self.has_view_permission(request, conflict):
            raise PermissionDenied
        if request.method == "POST" and not request.user.has_perm("guide.change_fileconflict"):
            raise PermissionDenied
        if request.method == "POST":
            return self._decided(request, conflict)
        return self._page(request, conflict)

    def _decided(self, request: HttpRequest, conflict: FileConflict) -> HttpResponse:
        take = "_take" in request.POST
        try:
            with transaction.atomic():
                row = services.decide_conflict(
                    conflict,
                    take=take,
                    seen=request.POST.get("seen", ""),
                    now=timezone.now(),
                    editor_id=request.user.pk,
                )
                side = "took the file's side" if take else "kept what was here"
                self.log_change(request, row, f"Conflict with the content files: {side}.")
        except services.ConflictChanged:
            messages.warning(request, "One of the texts has changed since. Look at both again.")
            return self._page(request, conflict, status=409)
        except services.NotToBeTaken as error:
            messages.error(request, str(error))
            return self._page(request, conflict, status=422)
        messages.success(request, f"{conflict.name}: {side}.")
        return redirect("admin:guide_fileconflict_changelist")

    def _page(
        self, request: HttpRequest, conflict: FileConflict, status: int = 200
    ) -> HttpResponse:
        try:
            sides = services.sides(conflict)
        except ObjectDoesNotExist:
            messages.info(request, f"{conflict.name} is no longer here. The next load adds it.")
            return redirect("admin:guide_fileconflict_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Conflict: {conflict.name}",
            "opts": self.opts,
            "conflict": conflict,
            "edit": reverse(f"admin:guide_{conflict.kind}_change", args=[sides.row.pk]),
            "may_decide": request.user.has_perm("guide.change_fileconflict"),
            "seen": sides.digest,
            "fields": changed(texts(sides.here), texts(sides.file)),
        }
        return render(request, "admin/guide/fileconflict/decide.html", context, status=status)
