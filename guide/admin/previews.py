"""A question as learners will see it, while it is being written."""

from random import SystemRandom
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from guide import services
from guide.display import lettered
from guide.forms import OptionFormSet, QuestionForm, TaskFormSet, unsaved
from guide.models import Question


def shown(
    request: HttpRequest, question: Question, content: dict[str, Any], name: str
) -> HttpResponse:
    """The page of a preview, or only its middle for a page that has it at its side."""
    keys = [option["key"] for option in content["options"]]
    shuffled = "shuffled" in request.GET or "shuffled" in request.POST
    if shuffled and not content["fixed_order"]:
        SystemRandom().shuffle(keys)
    context = {
        "question": question,
        "content": content,
        "options": lettered(content, keys),
        "shown": name,
        "shuffled": shuffled,
    }
    part = "#shown" if "live" in request.GET else ""
    return render(request, f"guide/preview_question.html{part}", context)


class LivePreview(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = require_POST(self.admin_site.admin_view(self.written_so_far))
        return [
            path("written/", view, name="guide_question_written"),
            path("<int:pk>/written/", view, name="guide_question_written"),
            *super().get_urls(),
        ]

    def written_so_far(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """From the form as it is, unsaved."""
        questions = Question.objects.select_related("topic", "section")
        question = get_object_or_404(questions, pk=pk) if pk else None
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        form = QuestionForm(request.POST, instance=question)
        options = OptionFormSet(request.POST, instance=form.instance)
        tasks = TaskFormSet(request.POST, instance=form.instance)
        form.is_valid()  # reads what was sent into the question
        draft = unsaved(form, options, tasks)
        if draft.topic_id is None or draft.section_id is None:
            return render(request, "guide/preview_question.html#not_yet")
        return shown(request, draft, services.frozen(draft), "not saved")
