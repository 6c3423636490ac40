"""What requests say of a learner's plan: the time zone of the page, the exam that it is about."""

from django.utils import timezone

from accounts.models import User
from accounts.requests import HttpRequest, PublicRequest
from guide import requests
from guide.models import Exam
from quiz.memory import plan_of
from quiz.models import Plan

ZONE = "time_zone"
"""In the session, so that pages without a look at the plan have it too."""


def own_plan(request: HttpRequest | PublicRequest) -> Plan | None:
    """The plan of whoever asks. Its time zone holds for the page from here on."""
    plan = plan_of(request.user) if isinstance(request.user, User) else None
    if plan:
        use_zone(request, plan)
    return plan


def use_zone(request: HttpRequest | PublicRequest, plan: Plan) -> None:
    timezone.activate(plan.zone)
    if request.session.get(ZONE) != plan.time_zone:
        request.session[ZONE] = plan.time_zone


def exam_ahead(plan: Plan | None) -> Exam | None:
    """The exam that a page names in its bar: that of the plan, else the one that is sat now."""
    today = timezone.localdate()
    return (plan and plan.open_exam(today)) or Exam.objects.chosen(None, today)


def asked_exam(request: HttpRequest | PublicRequest, plan: Plan | None) -> Exam:
    """The exam that the request names, else that of the plan, else the one that is sat now."""
    return requests.asked_exam(request, default=plan.exam.code if plan else None)
