"""Starting a quiz or a mock exam."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.requests import HttpRequest, PublicRequest
from guide.models import Exam, Question
from quiz import drawing, mock, queries, results, services
from quiz.drawing import Candidate
from quiz.forms import AgainForm, MockForm, StartForm, with_extra
from quiz.models import Attempt, Plan
from quiz.requests import asked_exam, own_plan
from quiz.selection import EVERYTHING, IN_POOL, Scope
from quiz.views.guards import act, known_user, user_or_none

OPEN_SHOWN = 5


UNSENT = {"csrfmiddlewaretoken", "open", "count"}
"""Fields of a start form that are not sent again with the answer to what is open."""


@dataclass(frozen=True)
class Wish:
    """An attempt that somebody wants to start."""

    exam: Exam
    title: str
    selection: dict[str, Any]
    revision_ids: Sequence[int]
    start_key: UUID
    kind: str = Attempt.Kind.QUIZ
    mode: str = Attempt.Mode.PRACTICE
    time_allowed: timedelta | None = None

    def started_by(self, user: User) -> Attempt | None:
        """The attempt, if the same form was sent before."""
        key = services.wish_key(
            self.start_key, exam=self.exam, kind=self.kind, selection=self.selection
        )
        return user.attempts.filter(start_key=key).first()


def _begin(request: HttpRequest | PublicRequest, wish: Wish) -> HttpResponse:
    """Start it, unless one of its kind is open, and nobody has said what becomes of that."""
    now, user = timezone.now(), user_or_none(request)
    if user and (sent_before := wish.started_by(user)):
        return redirect("quiz:attempt", sent_before.pk)
    if user and (open_ones := user.attempts.open(now).filter(kind=wish.kind)):
        decision = request.POST.get("open")
        if decision not in {"keep", "discard"}:
            return _ask_about_open(request, wish, open_ones)
        if decision == "discard":
            open_ones.delete()
    attempt = services.start(known_user(request), **vars(wish), now=now)
    return redirect("quiz:attempt", attempt.pk)


def _ask_about_open(
    request: HttpRequest | PublicRequest, wish: Wish, open_ones: QuerySet[Attempt]
) -> HttpResponse:
    context = {
        "wish": wish,
        "open_attempts": open_ones.with_score().newest_first(),  # type: ignore[attr-defined]
        "sent": [(name, value) for name, value in request.POST.items() if name not in UNSENT],
    }
    return render(request, "quiz/open.html", context, status=409)


@never_cache
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def start(request: PublicRequest) -> HttpResponse:
    plan = own_plan(request)
    exam = asked_exam(request, plan)
    if request.method == "POST" and "count" not in request.POST:
        return _start(request, exam)
    form = StartForm(exam, _filled(request, plan))
    if request.htmx.target == "fitting":
        return render(request, "quiz/start.html#fitting", _fitting(request, form))
    return _start_page(request, exam, form)


def _filled(request: PublicRequest, plan: Plan | None) -> QueryDict:
    """What was sent or linked to, on top of what a form starts with."""
    data = (request.POST if request.method == "POST" else request.GET).copy()
    for name, value in (("scope", EVERYTHING), ("number", "10"), ("style", StartForm.PRACTICE)):
        data.setdefault(name, value)
    data.setdefault("start_key", str(uuid4()))
    data.setdefault("extra", plan.extra_time if plan else "")
    return data


def _start(request: PublicRequest, exam: Exam) -> HttpResponse:
    form = StartForm(exam, request.POST)
    if not form.is_valid():
        return _start_page(request, exam, form, status=422)
    if form.asks_recall_of_an_exam:
        form.add_error("scope", "Recall questions belong to topics: choose a topic or a subject.")
        return _start_page(request, exam, form, status=422)
    fitting = _candidates(request, form)
    if len(fitting) < form.cleaned_data["number"]:
        form.offer(len(fitting))
        return _start_page(request, exam, form, status=422)
    return _begin(request, _wish(form, fitting))


def _wish(form: StartForm, fitting: Sequence[Candidate]) -> Wish:
    sent, style = form.cleaned_data, form.chosen_style
    timed, number = style == StartForm.TIMED, sent["number"]
    minutes = number * results.pace(form.exam) / 60
    names = ("scope", "pool", "difficulty", "number", "style", "extra")
    return Wish(
        exam=form.exam,
        title=form.title,
        selection={name: sent[name] for name in names if sent[name]},
        revision_ids=drawing.draw(fitting, number, random.SystemRandom()),
        start_key=sent["start_key"],
        kind=Attempt.Kind.RECALL if style == StartForm.RECALL else Attempt.Kind.QUIZ,
        mode=Attempt.Mode.EXAM if timed else Attempt.Mode.PRACTICE,
        time_allowed=with_extra(minutes, sent["extra"]) if timed else None,
    )


def _candidates(request: PublicRequest, form: StartForm) -> list[Candidate]:
    recall = form.chosen_style == StartForm.RECALL
    questions = form.chosen_scope.questions(form.exam, recall=recall)
    difficulty = form.cleaned_data.get("difficulty")
    if difficulty and not recall:
        questions = questions.filter(difficulty=difficulty)
    found = queries.candidates(user_or_none(request), questions, timezone.now())
    return [candidate for candidate in found if IN_POOL[form.chosen_pool](candidate)]


def _fitting(request: PublicRequest, form: StartForm) -> dict[str, Any]:
    """How many questions fit what the form says so far, and what starting would mean."""
    if not form.is_valid() and "scope" not in form.cleaned_data:
        return {"form": form, "fitting": None}
    fitting = _candidates(request, form)
    number = form.cleaned_data.get("number")
    timed = number and form.chosen_style == StartForm.TIMED
    return {
        "form": form,
        "fitting": len(fitting),
        "new": sum(candidate.last_seen is None for candidate in fitting),
        "number": number,
        "minutes": _wish(form, fitting).time_allowed if timed and form.is_valid() else None,
        "no_recall": form.asks_recall_of_an_exam,
    }


def _start_page(
    request: PublicRequest, exam: Exam, form: StartForm, status: int = 200
) -> HttpResponse:
    shown = form if status != 200 else StartForm(exam, initial=form.data.dict())  # type: ignore[attr-defined]
    context = {
        **_fitting(request, form),
        "exam": exam,
        "exams": Exam.objects.open_on(timezone.localdate()),
        "form": shown,
        "open_attempts": _open_attempts(request),
    }
    return render(request, "quiz/start.html", context, status=status)


def _open_attempts(request: PublicRequest, **filters: Any) -> Sequence[Attempt]:
    user = user_or_none(request)
    if user is None:
        return []
    open_ones = user.attempts.open(timezone.now()).filter(**filters)
    return list(open_ones.with_score().newest_first()[:OPEN_SHOWN])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def mock_exam(request: PublicRequest) -> HttpResponse:
    plan = own_plan(request)
    exam = asked_exam(request, plan)
    weights = dict(exam.domains.values_list("number", "weight"))
    questions = Scope(EVERYTHING, "").questions(exam)
    found = queries.candidates(user_or_none(request), questions, timezone.now())
    demands = mock.demands(found, weights, exam.questions)
    sent = request.POST if request.method == "POST" else None
    form = MockForm(sent, initial={"extra": plan.extra_time if plan else ""})
    too_small = any(demand.missing for demand in demands)
    if form.is_valid() and not too_small:
        drawn = mock.draw_mock(found, weights, exam.questions, random.SystemRandom())
        return _begin(request, _mock_wish(exam, form, drawn))
    context = {
        "exam": exam,
        "exams": Exam.objects.open_on(timezone.localdate()),
        "form": form,
        "domains": list(zip(exam.domains.all(), demands, strict=True)),
        "new": sum(demand.new for demand in demands),
        "too_small": too_small,
        "open_attempts": _open_attempts(request, kind=Attempt.Kind.MOCK),
    }
    return render(request, "quiz/mock.html", context, status=422 if form.is_bound else 200)


def _mock_wish(exam: Exam, form: MockForm, drawn: Sequence[int]) -> Wish:
    variant, extra = form.cleaned_data["variant"], form.cleaned_data["extra"]
    explained, timed = variant == MockForm.EXPLAINED, variant == MockForm.TIMED
    return Wish(
        exam=exam,
        title=f"Mock exam {exam.code}",
        selection={"variant": variant, "extra": extra},
        revision_ids=drawn,
        start_key=form.cleaned_data["start_key"],
        kind=Attempt.Kind.MOCK,
        mode=Attempt.Mode.PRACTICE if explained else Attempt.Mode.EXAM,
        time_allowed=with_extra(exam.minutes, extra) if timed else None,
    )


@require_safe
@login_not_required
def sections(request: PublicRequest, topic: str) -> HttpResponse:
    """How many questions there are about each section of a topic; for its page in the guide."""
    asked = Question.objects.published().with_options().filter(topic__slug=topic)
    places = asked.order_by("section__position").values("section__title", "section__anchor")
    found = [
        {
            "title": row["section__title"],
            "scope": f"section:{topic}/{row['section__anchor']}",
            "questions": row["questions"],
        }
        for row in places.annotate(questions=Count("pk"))
    ]
    if not found:
        raise Http404(f"There are no questions about {topic}.")
    template = "quiz/sections.html#sections" if request.htmx else "quiz/sections.html"
    return render(request, template, {"sections": found})


@act
def again(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Practise what was not right in an attempt, in the questions' current revisions."""
    over = request.user.attempts.over(timezone.now()).select_related("exam")
    before = get_object_or_404(over, pk=attempt_id)
    form = AgainForm(request.POST)
    if not form.is_valid():
        return redirect("quiz:result", before.pk)
    wish = Wish(
        exam=before.exam,
        title=f"Again: {before.title.removeprefix('Again: ')}",
        selection={"again": before.pk},
        revision_ids=queries.current_revisions(before.responses.not_right()),
        start_key=form.cleaned_data["start_key"],
        kind=Attempt.Kind.QUIZ if before.kind == Attempt.Kind.MOCK else before.kind,
    )
    try:
        return _begin(request, wish)
    except services.NothingToAsk:
        messages.info(request, "None of these questions is asked any more.")
        return redirect("quiz:result", before.pk)
