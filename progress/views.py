"""What the answers mean, for whom they belong to."""

from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import PublicRequest
from guide.models import Exam
from guide.queries import contents
from progress import queries, readiness
from quiz import services
from quiz.requests import asked_exam, own_plan
from quiz.selection import EVERYTHING, Pool


def _own(request: PublicRequest) -> tuple[Exam, queries.Dashboard | None]:
    """The exam, and the dashboard of whoever asks: nothing for a stranger."""
    plan, now = own_plan(request), timezone.now()
    exam = asked_exam(request, plan)
    if not isinstance(request.user, User):
        return exam, None
    services.settle(request.user, now=now)
    return exam, queries.dashboard(request.user, exam, now, plan)


@never_cache
@require_safe
@login_not_required
def dashboard(request: PublicRequest) -> HttpResponse:
    exam, shown = _own(request)
    context = {
        "exam": exam,
        "exams": Exam.objects.open_on(timezone.localdate()),
        "enough": readiness.ENOUGH,
        "start_key": uuid4(),
        "new_url": _new_url(exam, shown),
        "shown": shown if shown and shown.has_anything else None,
    }
    return render(request, "progress/dashboard.html", context)


def _new_url(exam: Exam, shown: queries.Dashboard | None) -> str:
    """The start form, filled for new questions on one's weakest topics, or on all."""
    topics = [row.topic.slug for row in shown.weakest] if shown else []
    scope = f"topics:{','.join(topics)}" if topics else EVERYTHING
    asked = urlencode({"exam": exam.code, "pool": Pool.UNSEEN, "scope": scope})
    return f"{reverse('quiz:start')}?{asked}"


@never_cache
@require_safe
@login_not_required
def weak(request: PublicRequest) -> HttpResponse:
    """A quiz on one's weakest topics, as the start form would ask for it."""
    exam, shown = _own(request)
    if shown is None or not shown.weakest:
        messages.info(request, "No weak areas yet: answer some questions first.")
        return redirect("quiz:start")
    topics = ",".join(row.topic.slug for row in shown.weakest)
    asked = urlencode({"scope": f"topics:{topics}", "exam": exam.code})
    return redirect(f"{reverse('quiz:start')}?{asked}")


@never_cache
@require_safe
@login_not_required
def toc(request: PublicRequest) -> HttpResponse:
    """The guide's table of contents with one's own mastery; nothing for a stranger."""
    if not isinstance(request.user, User):
        return HttpResponse(status=204)
    topics = queries.mastery(request.user, asked_exam(request, own_plan(request)), timezone.now())
    mastery = {row.topic.slug: row for row in topics if row.total}
    if not mastery:
        return HttpResponse(status=204)
    context = {
        "contents": contents([row.topic for row in topics]),
        "here": request.GET.get("topic"),
        "mastery": mastery,
    }
    return render(request, "guide/toc.html", context)
