"""Handing in, results, and the history of attempts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import HttpRequest
from quiz import corrections, queries, results, services
from quiz.forms import AgainForm, HistoryForm
from quiz.requests import exam_ahead, own_plan
from quiz.views.answering import go

ATTEMPTS_PER_PAGE = 20


@never_cache
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What is unanswered and flagged, and one confirmation; then the end."""
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    if request.method == "POST":
        services.finish(attempt, now=timezone.now())
        return redirect("quiz:result", attempt.pk)
    if attempt.is_over(timezone.now()):
        return go(request, reverse("quiz:result", args=[attempt.pk]))
    context = {"attempt": attempt, "track": queries.track(attempt, now=timezone.now())}
    template = "quiz/finish.html#hand-in" if request.htmx else "quiz/finish.html"
    return render(request, template, context)


@never_cache
@require_safe
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    now = timezone.now()
    attempts = request.user.attempts.select_related("exam", "user")
    attempt = get_object_or_404(attempts, pk=attempt_id)
    if not attempt.is_over(now):
        return redirect("quiz:attempt", attempt.pk)
    shown = results.result(attempt)
    name = request.GET.get("show", "again")
    name = name if name in results.REVIEWS else "again"
    context = {
        "attempt": attempt,
        "result": shown,
        "show": name,
        "review": shown.review(name),
        "again": AgainForm(),
    }
    return render(request, "quiz/result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Delete an attempt, when asked to, and after saying what goes with it."""
    attempts = request.user.attempts.as_of(timezone.now()).with_score()
    attempt = attempts.filter(pk=attempt_id).first()
    if attempt is None and request.method == "POST":
        return redirect("quiz:history")  # sent twice: it is gone
    attempt = get_object_or_404(attempts, pk=attempt_id)
    if request.method == "POST":
        attempt.delete()
        messages.info(request, f"Deleted: {attempt.title}.")
        return redirect("quiz:history")
    return render(request, "quiz/discard.html", {"attempt": attempt})


@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """All attempts that the filters leave, open ones first."""
    codes = request.user.attempts.order_by().values_list("exam__code", flat=True).distinct()
    form = HistoryForm(codes, request.GET)
    attempts = form.filtered(request.user.attempts.as_of(timezone.now())).with_score()
    page = Paginator(attempts.open_first(), ATTEMPTS_PER_PAGE).get_page(request.GET.get("page"))
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    told = corrections.notices(request.user, timezone.now())
    context = {
        "exam": exam_ahead(own_plan(request)),
        "page": page,
        "form": form,
        "asked": asked,
        "notices": told,
    }
    return render(request, "quiz/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Told once: it does not come back."""
    notice = get_object_or_404(request.user.notices, pk=notice_id)
    if request.method == "POST":
        request.user.notices.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect("quiz:history")
