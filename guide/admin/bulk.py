"""Many questions at once: publish, retire, tag anew; what was refused is said, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guide import services
from guide.admin.proposals import needs_second_pair
from guide.forms import RetagForm
from guide.models import Question

Act = Callable[[Question], str]


@dataclass
class Outcome:
    """Codes by what became of them, and reasons by the code of those that were refused."""

    done: dict[str, list[Question]] = field(default_factory=dict)
    refused: list[tuple[Question, list[str]]] = field(default_factory=list)


class SureForm(forms.Form):
    """Nothing to choose."""


class Bulk(admin.ModelAdmin):
    actions = ["publish_selected", "retire_selected", "retag_selected"]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleting is for one question at a time: most of them can't be deleted."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="Publish …", permissions=["change"])
    def publish_selected(self, request: HttpRequest, rows: QuerySet[Question]) -> HttpResponse:
        def publish(question: Question) -> str:
            return self._publish_one(request, question)

        return self._with_all(request, rows, "Publish", lambda form: publish)

    @admin.action(description="Retire …", permissions=["change"])
    def retire_selected(self, request: HttpRequest, rows: QuerySet[Question]) -> HttpResponse:
        def retire(question: Question) -> str:
            if question.status != Question.Status.PUBLISHED:
                raise services.NotPublishable(["only what is published can be retired"])
            services.retire(question)
            self.log_change(request, question, "Retired.")
            return "Retired"

        return self._with_all(request, rows, "Retire", lambda form: retire)

    @admin.action(description="Tag anew …", permissions=["change"])
    def retag_selected(self, request: HttpRequest, rows: QuerySet[Question]) -> HttpResponse:
        def tagging(form: forms.Form) -> Act:
            def tag(question: Question) -> str:
                if question.kind == Question.Kind.RECALL:
                    raise services.NotPublishable(["a recall question has no tags"])
                if not services.retag(question, **form.cleaned_data):
                    return "Had these tags already"
                said = "; ".join(f"{k}: {v}" for k, v in form.cleaned_data.items() if v)
                self.log_change(request, question, f"Tagged anew: {said}.")
                return "Tagged anew"

            return tag

        return self._with_all(request, rows, "Tag anew", tagging, form_class=RetagForm)

    def reasons_apart(self, question: Question) -> list[str]:
        """Why a question has to be published on its own page."""
        return []

    def _publish_one(self, request: HttpRequest, question: Question) -> str:
        now = timezone.now()
        if needs_second_pair(request, question):
            services.propose(question, editor_id=request.user.pk, now=now)
            self.log_change(request, question, "Proposed to publish.")
            return "Proposed"
        if reasons := self.reasons_apart(question):
            raise services.NotPublishable(reasons)
        before = (question.revision_id, question.status)
        revision = services.publish(question, now=now, editor_id=request.user.pk)
        if before == (revision.pk, question.status):
            return "Had nothing new to publish"
        self.log_change(request, question, f"Published revision {revision.number}.")
        return "Published"

    def _with_all(
        self,
        request: HttpRequest,
        rows: QuerySet[Question],
        title: str,
        acting: Callable[[forms.Form], Act],
        form_class: type[forms.Form] = SureForm,
    ) -> HttpResponse:
        """First the page that asks, then what became of them."""
        pks = sorted(set(rows.values_list("pk", flat=True)))
        sure = "_sure" in request.POST and request.POST.get("count") == str(len(pks))
        form = form_class(request.POST if sure else None)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title}: {len(pks)} question{'' if len(pks) == 1 else 's'}",
            "opts": self.opts,
            "form": form,
            "count": len(pks),
            "verb": title,
            "back": request.get_full_path(),
        }
        if sure and form.is_valid():
            context["outcome"] = self._outcome(pks, acting(form))
            return render(request, "admin/guide/question/bulk_done.html", context)
        context |= {
            "action": request.POST.get("action"),
            "checkbox": ACTION_CHECKBOX_NAME,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", "0"),
            "some": Question.objects.filter(pk__in=pks[:20]),
        }
        status = 422 if form.is_bound else 200
        return render(request, "admin/guide/question/bulk.html", context, status=status)

    @transaction.atomic
    def _outcome(self, pks: list[int], act: Act) -> Outcome:
        outcome = Outcome()
        questions = Question.objects.complete().select_for_update(of=("self",))
        for question in questions.filter(pk__in=pks):
            try:
                said = act(question)
            except services.NotPublishable as error:
                outcome.refused.append((question, error.reasons))
            else:
                outcome.done.setdefault(said, []).append(question)
        return outcome
