"""The questions of an attempt, one at a time, and the answers to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect, push_url, retarget, trigger_client_event

from accounts.requests import HttpRequest
from guide.display import lettered
from guide.models import Revision
from quiz import queries, services
from quiz.forms import AnswerForm, FlagForm, GradeForm, NoteForm, WriteForm
from quiz.models import Response
from quiz.views.guards import act

WAYS_OUT = {"end": "quiz:finish", "pause": "quiz:history"}
"""Where a form may ask to go, besides to another question."""


@require_safe
def attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Where the attempt stands: its next open question, else its last one, or its result."""
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    if attempt.is_over(timezone.now()):
        return redirect("quiz:result", attempt.pk)
    track = queries.track(attempt, now=timezone.now())
    return redirect("quiz:question", attempt.pk, track.next_elsewhere or track.total)


def own_response(request: HttpRequest, attempt_id: int, position: int) -> Response:
    own = Response.objects.filter(attempt__user=request.user)
    responses = own.with_content().with_domain().with_note()
    return get_object_or_404(responses, attempt=attempt_id, position=position)


@never_cache
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    response = own_response(request, attempt_id, position)
    if request.method == "POST":
        return _write(request, response)
    return card(request, response)


def _write(request: HttpRequest, response: Response) -> HttpResponse:
    attempt = response.attempt
    form: WriteForm
    if response.is_recall:
        form = GradeForm(request.POST)
    else:
        form = AnswerForm(response, _choice(request), partial=attempt.is_exam)
    if not form.is_valid():
        return card(request, response, form=form, status=422)
    try:
        _store(response, **form.cleaned_data)
    except services.AttemptFinished:
        if request.htmx and attempt.is_exam:
            return _too_late(request, response)
        return card(request, response, refused="ended", status=409)
    except services.StaleWrite:
        return card(request, response, refused="stale", status=409)
    return _stored(request, response)


def _too_late(request: HttpRequest, response: Response) -> HttpResponse:
    """The page of a running exam is no place for what may be told now: on to another one."""
    messages.warning(request, "The exam is over. What you just sent came too late.")
    return go(request, reverse("quiz:question", args=[response.attempt_id, response.position]))


def _choice(request: HttpRequest) -> QueryDict:
    sent = request.POST.copy()
    if "clear" in sent:
        sent.setlist("chosen", [])
    return sent


def _store(response: Response, **sent: Any) -> None:
    now = timezone.now()
    if response.is_recall:
        services.grade(response, sent.pop("grade"), now=now, **sent)
    elif response.attempt.is_exam:
        services.choose(response, now=now, **sent)
    else:
        services.answer(response, now=now, **sent)


def _stored(request: HttpRequest, response: Response) -> HttpResponse:
    """The question again, another one where the form asked to go there, or its result."""
    attempt, there = response.attempt, request.POST.get("go", "")
    if "flag" in request.POST:  # the button in the form of an exam, without JavaScript
        services.flag(response, flagged=request.POST["flag"] == "on")
    if there in WAYS_OUT:
        return go(request, reverse(WAYS_OUT[there], args=[attempt.pk] * (there == "end")))
    if there.isdecimal() and int(there) != response.position:
        url = reverse("quiz:question", args=[attempt.pk, int(there[:6])])
        if not request.htmx:
            return redirect(url)
        return push_url(card(request, own_response(request, attempt.pk, int(there[:6]))), url)
    if not request.htmx:
        return redirect("quiz:question", attempt.pk, response.position)
    if attempt.is_exam and "clear" not in request.POST:
        return card(request, response, fragment="saved")
    return card(request, response)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """To another page, whole also for htmx."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def card(
    request: HttpRequest,
    response: Response,
    *,
    form: WriteForm | None = None,
    refused: str = "",
    status: int = 200,
    fragment: str = "card",
) -> HttpResponse:
    """A question as it stands; for htmx a part of the page."""
    attempt, now = response.attempt, timezone.now()
    over = attempt.is_over(now)
    revealed = over or (response.is_answered and not attempt.is_exam)
    context = {
        "response": response,
        "attempt": attempt,
        "over": over,
        "revealed": revealed,
        "seconds_left": attempt.seconds_left(now),
        "content": response.revision.content,
        "track": queries.track(attempt, now=now, here=response.position),
        "form": form,
        "sent": request.POST.getlist("chosen") if form else response.chosen,
        "refused": refused,
    }
    if revealed:
        context |= _told(response, response.note_text, response.current_id)  # type: ignore[attr-defined] # annotated
    template = "quiz/exam.html" if attempt.is_exam and not over else "quiz/question.html"
    if not request.htmx:
        return render(request, template, context, status=status)
    if fragment == "saved" and over:
        fragment = "card"  # the time ended meanwhile
    reply = render(request, f"{template}#{fragment}", context, status=status)
    return retarget(reply, "#question") if fragment == "card" else reply


def _told(response: Response, note_text: str | None, current_id: int | None) -> dict[str, Any]:
    """What is said of a question only once it may be told."""
    current = Revision.objects.filter(current_for__revisions=response.revision_id)
    now = current.first() if current_id != response.revision_id else None
    shares = queries.shares_of_others(response)
    return {
        "verdict": queries.verdict(response),
        "note_form": NoteForm(initial={"text": note_text}, auto_id="note_%s"),
        "options": [{**option, "share": shares.get(option["key"])} for option in response.options],
        "now": now and {"content": now.content, "options": lettered(now.content)},
    }


@act
def flag(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    response = own_response(request, attempt_id, position)
    form = FlagForm(request.POST)
    if form.is_valid():
        services.flag(response, flagged=form.cleaned_data["flagged"])
    if not request.htmx:
        return redirect("quiz:question", attempt_id, position)
    return card(request, response, fragment="flagged")


@never_cache
@require_safe
def clock(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """How long is left by the server's clock; past the end, on to the result."""
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id)
    now = timezone.now()
    if attempt.is_over(now):
        return go(request, reverse("quiz:result", args=[attempt.pk]))
    reply = HttpResponse(status=204)
    return trigger_client_event(reply, "clock", {"left": attempt.seconds_left(now)})
