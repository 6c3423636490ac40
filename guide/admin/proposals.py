"""A second pair of eyes, where the host asks for one: propose, publish, send back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from guide import services
from guide.forms import as_shown
from guide.models import Question


def needs_second_pair(request: HttpRequest, question: Question) -> bool:
    may_publish = request.user.has_perm("guide.publish_question")
    return services.needs_second_pair(question, request.user.pk, may_publish=may_publish)


class ProposalFilter(admin.SimpleListFilter):
    title = "proposal"
    parameter_name = "proposal"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", "waits for a second pair of eyes"), ("back", "sent back")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if self.value() == "waits":
            return queryset.filter(proposed_by__isnull=False)
        return queryset.exclude(sent_back="") if self.value() == "back" else queryset


class SecondPairOfEyes(admin.ModelAdmin):
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What somebody else has changed is not what was proposed."""
        super().save_related(request, form, formsets, change)
        question: Question = form.instance
        if question.proposed_by_id in {None, request.user.pk}:
            return
        now = as_shown(Question.objects.complete().get(pk=question.pk))
        if now.digest() != form.stored.digest():
            services.withdraw(question)
            messages.warning(request, "With your change the proposal is yours to make again.")

    def proposing(self, request: HttpRequest, question: Question) -> HttpResponse | None:
        """Instead of publishing: asks another person, where the host wants that."""
        if not needs_second_pair(request, question):
            return None
        try:
            asked = services.propose(question, editor_id=request.user.pk, now=timezone.now())
        except services.NotPublishable as error:
            messages.warning(request, "The change is saved, but not proposed:")
            for reason in error.reasons:
                messages.error(request, reason)
            return redirect("admin:guide_question_change", question.pk)
        if asked:
            self.log_change(request, question, "Proposed to publish.")
        messages.success(request, "Proposed: a reviewer, who is another person, can publish it.")
        return redirect("admin:guide_question_change", question.pk)

    def sending_back(self, request: HttpRequest, question: Question) -> HttpResponse:
        if not request.user.has_perm("guide.publish_question"):
            raise PermissionDenied
        note = request.POST.get("publish_note", "").replace("\0", "").strip()[:200]
        if not note:
            messages.error(request, "Not sent back: say in the note what is missing.")
        elif services.send_back(question, note=note):
            self.log_change(request, question, f"Sent back: {note}")
            messages.success(request, "Sent back: the question shows your note.")
        else:
            messages.info(request, "There is no proposal any more.")
        return redirect("admin:guide_question_change", question.pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if question := context.get("original"):
            context["needs_second_pair"] = needs_second_pair(request, question)
            context["may_send_back"] = question.proposed_by_id is not None and (
                request.user.has_perm("guide.publish_question")
            )
        return super().render_change_form(request, context, *args, **kwargs)
