"""What the answers mean, for whom they belong to. Reads only."""

from urllib.parse import urlencode

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
from guide.requests import asked_exam
from progress import queries


def _own_dashboard(request: PublicRequest, exam: Exam) -> queries.Dashboard | None:
    """Nothing for a stranger."""
    user = request.user
    return queries.dashboard(user, exam, timezone.now()) if isinstance(user, User) else None


@require_safe
@login_not_required
def dashboard(request: PublicRequest) -> HttpResponse:
    exam = asked_exam(request)
    shown = _own_dashboard(request, exam)
    context = {
        "exam": exam,
        "exams": Exam.objects.open_on(timezone.localdate()),
        "shown": shown if shown and shown.answers else None,
    }
    return render(request, "progress/dashboard.html", context)


@never_cache
@require_safe
@login_not_required
def weak(request: PublicRequest) -> HttpResponse:
    """A quiz on one's weakest topics, as the start form would ask for it."""
    exam = asked_exam(request)
    shown = _own_dashboard(request, exam)
    if shown is None or not shown.weakest:
        messages.info(request, "No weak areas yet: answer some questions first.")
        return redirect("quiz:start")
    topics = ",".join(row.topic.slug for row in shown.weakest)
    asked = urlencode({"scope": f"topics:{topics}", "exam": exam.code})
    return redirect(f"{reverse('quiz:start')}?{asked}")


@require_safe
@login_not_required
def toc(request: PublicRequest) -> HttpResponse:
    """The guide's table of contents with one's own mastery; nothing for a stranger."""
    if not isinstance(request.user, User):
        return HttpResponse(status=204)
    topics = queries.mastery(request.user, asked_exam(request), timezone.now())
    mastery = {row.topic.slug: row for row in topics if row.total}
    if not mastery:
        return HttpResponse(status=204)
    context = {
        "contents": contents([row.topic for row in topics]),
        "here": request.GET.get("topic"),
        "mastery": mastery,
    }
    return render(request, "guide/toc.html", context)
