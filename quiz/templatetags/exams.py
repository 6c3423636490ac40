from typing import Any

from django.template import Library

from guide.models import Exam
from quiz.requests import exam_ahead, own_plan

register = Library()


@register.simple_tag(takes_context=True)
def own_exam(context: dict[str, Any]) -> Exam | None:
    """For pages of apps that know no exams."""
    return exam_ahead(own_plan(context["request"]))
