"""What learners write: a private note on a question, a report to the editors."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import HttpRequest
from quiz.forms import NoteForm, ReportForm
from quiz.views.answering import own_response
from quiz.views.guards import act

REPORTS_SHOWN = 50


@act
def note(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Keep the note on the question; an empty one is no note."""
    response = own_response(request, attempt_id, position)
    notes = request.user.notes.filter(question=response.revision.question_id)
    form = NoteForm(request.POST, auto_id="note_%s")
    kept = form.is_valid()
    if kept and form.cleaned_data["text"].strip():
        request.user.notes.update_or_create(
            question_id=response.revision.question_id,
            defaults={"text": form.cleaned_data["text"], "updated_at": timezone.now()},
        )
    elif kept:
        notes.delete()
    if kept and not request.htmx:
        return redirect("quiz:question", attempt_id, position)
    context = {"response": response, "attempt": response.attempt, "note_form": form, "kept": kept}
    return render(request, "quiz/note.html", context, status=200 if kept else 422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Say what is wrong with a question; the same form sent twice is one report."""
    response = own_response(request, attempt_id, position)
    form = ReportForm(request.POST or None)
    context = {"response": response, "attempt": response.attempt, "form": form}
    sent = form.is_valid()
    if sent:
        new = form.save(commit=False)
        new.reporter, new.revision = request.user, response.revision
        new.form_key, new.created_at = form.cleaned_data["form_key"], timezone.now()
        try:
            with transaction.atomic():
                new.save()
        except IntegrityError:
            pass  # sent before
        if not request.htmx:
            return redirect("quiz:reports")
    template = "quiz/report.html#report" if request.htmx else "quiz/report.html"
    status = 422 if form.is_bound and not sent else 200
    return render(request, template, {**context, "sent": sent}, status=status)


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports, and what became of them."""
    own = request.user.reports.select_related("revision")[:REPORTS_SHOWN]
    return render(request, "quiz/reports.html", {"reports": own})
