"""Pages of a quiz. Every view but the start begins at the attempts of the user."""

import random
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.requests import HttpRequest, PublicRequest
from guide.models import Exam
from guide.requests import asked_exam
from quiz import drawing, queries, services
from quiz.forms import AgainForm, AnswerForm, FlagForm, StartForm
from quiz.models import Response

GUEST_BACKEND = "django.contrib.auth.backends.ModelBackend"
ATTEMPTS_PER_PAGE = 20
OPEN_SHOWN = 3


def known_user(request: PublicRequest) -> User:
    """The user; a stranger becomes a guest, who may sign up later and keep everything."""
    if not isinstance(request.user, User):
        login(request, User.objects.create_guest(), backend=GUEST_BACKEND)
    assert isinstance(request.user, User)
    return request.user


def act(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that only acts, by POST. Who comes by GET, from signing in say, sees the attempt."""

    @wraps(view)
    def wrapped(request: HttpRequest, attempt_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect("quiz:attempt", attempt_id)
        return view(request, attempt_id, *args, **kwargs)

    return wrapped


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def start(request: PublicRequest) -> HttpResponse:
    exam = asked_exam(request)
    if request.method == "POST":
        return _start(request, exam)
    scope = request.GET.get("scope")
    form = StartForm(exam, initial={"scope": scope} if scope else {})
    return _start_page(request, exam, form)


def _start(request: PublicRequest, exam: Exam) -> HttpResponse:
    form = StartForm(exam, request.POST)
    if not form.is_valid():
        return _start_page(request, exam, form, status=422)
    scope, number = form.chosen_scope, form.cleaned_data["number"]
    user = request.user if isinstance(request.user, User) else None
    fitting = queries.candidates(user, scope.questions(exam))
    if len(fitting) < number:
        form.offer(len(fitting))
        return _start_page(request, exam, form, status=422)
    attempt = services.start(
        known_user(request),
        exam=exam,
        title=scope.title,
        selection={"scope": scope.value, "number": number},
        revision_ids=drawing.draw(fitting, number, random.SystemRandom()),
        start_key=form.cleaned_data["start_key"],
        now=timezone.now(),
    )
    return redirect("quiz:attempt", attempt.pk)


def _start_page(
    request: PublicRequest, exam: Exam, form: StartForm, status: int = 200
) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    context = {
        "exam": exam,
        "exams": Exam.objects.open_on(timezone.localdate()),
        "form": form,
        "open_attempts": user.attempts.open().with_score().newest_first()[:OPEN_SHOWN]
        if user
        else [],
    }
    return render(request, "quiz/start.html", context, status=status)


@require_safe
def attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Where the attempt stands: its next open question, else its last one, or its result."""
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    if not attempt.is_open:
        return redirect("quiz:result", attempt.pk)
    track = queries.track(attempt)
    return redirect("quiz:question", attempt.pk, track.next_elsewhere or track.total)


@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    responses = Response.objects.filter(attempt__user=request.user).with_content().with_domain()
    response = get_object_or_404(responses, attempt=attempt_id, position=position)
    if request.method == "POST":
        return _answer(request, response)
    return _card(request, response)


def _answer(request: HttpRequest, response: Response) -> HttpResponse:
    form = AnswerForm(response, request.POST)
    if not form.is_valid():
        return _card(request, response, form=form, status=422)
    chosen, version = form.cleaned_data["chosen"], form.cleaned_data["version"]
    try:
        services.answer(response, chosen, version=version, now=timezone.now())
    except services.AttemptFinished:
        return _card(request, response, refused="ended", status=409)
    except services.StaleWrite:
        return _card(request, response, refused="stale", status=409)
    if not request.htmx:
        return redirect("quiz:question", response.attempt_id, response.position)
    return _card(request, response)


def _card(
    request: HttpRequest,
    response: Response,
    *,
    form: AnswerForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "response": response,
        "attempt": response.attempt,
        "content": response.revision.content,
        "track": queries.track(response.attempt, here=response.position),
        "verdict": queries.verdict(response),
        "form": form,
        "sent": request.POST.getlist("chosen"),
        "refused": refused,
    }
    template = "quiz/question.html#card" if request.htmx else "quiz/question.html"
    return render(request, template, context, status=status)


@act
def flag(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    responses = Response.objects.filter(attempt__user=request.user).select_related("attempt")
    response = get_object_or_404(responses, attempt=attempt_id, position=position)
    form = FlagForm(request.POST)
    if form.is_valid():
        services.flag(response, flagged=form.cleaned_data["flagged"])
    if not request.htmx:
        return redirect("quiz:question", attempt_id, position)
    context = {"response": response, "attempt": response.attempt}
    return render(request, "quiz/question.html#flag", context)


@act
def finish(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    services.finish(attempt, now=timezone.now())
    return redirect("quiz:result", attempt.pk)


@require_safe
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    attempts = request.user.attempts.finished().with_score().select_related("exam")
    attempt = attempts.filter(pk=attempt_id).first()
    if attempt is None:
        still_open = get_object_or_404(request.user.attempts.open(), pk=attempt_id)
        return redirect("quiz:attempt", still_open.pk)
    review = attempt.responses.to_review().with_content()
    context = {
        "attempt": attempt,
        "by_domain": queries.by_domain(attempt),
        "by_topic": queries.by_topic(attempt),
        "review": review,
        "wrong": attempt.responses.not_right().exists(),
        "again": AgainForm(),
    }
    return render(request, "quiz/result.html", context)


@act
def again(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Practise what was not right in an attempt, in the questions' current revisions."""
    before = get_object_or_404(request.user.attempts.select_related("exam"), pk=attempt_id)
    form = AgainForm(request.POST)
    if not form.is_valid():
        return redirect("quiz:result", before.pk)
    revisions = queries.current_revisions(before.responses.not_right())
    try:
        attempt = services.start(
            request.user,
            exam=before.exam,
            title=f"Again: {before.title.removeprefix('Again: ')}",
            selection={"again": before.pk},
            revision_ids=revisions,
            start_key=form.cleaned_data["start_key"],
            now=timezone.now(),
        )
    except services.NothingToAsk:
        messages.info(request, "None of these questions is asked any more.")
        return redirect("quiz:result", before.pk)
    return redirect("quiz:attempt", attempt.pk)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    attempts = request.user.attempts.with_score().newest_first()
    page = Paginator(attempts, ATTEMPTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "quiz/history.html", {"page": page})
