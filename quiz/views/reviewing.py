"""Reviews: what is due, and a session on it with one click."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import HttpRequest
from quiz import services
from quiz.forms import MOST_QUESTIONS, ReviewForm
from quiz.memory import due_revisions, memory
from quiz.models import Attempt, Plan
from quiz.requests import asked_exam, exam_ahead, own_plan


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """How many are due, and when the next ones will be; sent, a session on them."""
    now, plan = timezone.now(), own_plan(request)
    services.settle(request.user, now=now)
    session = open_session(request.user, now)
    if request.method == "POST":
        return redirect("quiz:attempt", session.pk) if session else _start(request, plan, now)
    context = {
        "plan": plan,
        "exam": exam_ahead(plan),
        "memory": memory(request.user, now, plan=plan),
        "session": session,
        "most": MOST_QUESTIONS,
        "start_key": uuid4(),
    }
    return render(request, "quiz/reviews.html", context)


def open_session(user: User, now: datetime) -> Attempt | None:
    sessions = user.attempts.open(now).filter(kind=Attempt.Kind.REVIEW)
    return sessions.with_score().newest_first().first()


def _start(request: HttpRequest, plan: Plan | None, now: datetime) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "The form was not complete. Please start again.")
        return redirect("quiz:reviews")
    catch_up, today = form.cleaned_data["catch_up"], timezone.localdate(now)
    try:
        attempt = services.start(
            request.user,
            exam=asked_exam(request, plan),
            title=f"Reviews of {today.day} {today:%B}",
            selection={"reviews": str(today), "catch_up": catch_up},
            revision_ids=due_revisions(
                request.user, now, plan=plan, at_most=MOST_QUESTIONS, catch_up=catch_up
            ),
            start_key=form.cleaned_data["start_key"],
            now=now,
            kind=Attempt.Kind.REVIEW,
        )
    except services.NothingToAsk:
        return redirect("quiz:reviews")  # which says when the next ones are due
    return redirect("quiz:attempt", attempt.pk)
