"""What is held about a person, for that person: handed out, or deleted."""

from contextlib import suppress

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import HttpRequest
from studyguide import personal
from studyguide.export import as_csv, as_json, document
from studyguide.forms import DeletionForm

FORMATS = {"json": (as_json, "json", "application/json"), "csv": (as_csv, "zip", "application/zip")}


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything about oneself, at once; without a format, the choice of one."""
    wanted = request.GET.get("format")
    if wanted not in FORMATS:
        context = {"unknown": wanted}
        return render(request, "accounts/export.html", context, status=422 if wanted else 200)
    write, ending, content_type = FORMATS[wanted]
    now = timezone.now()
    name = f"studyguide-{timezone.localtime(now):%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(document(request.user, now)), content_type, headers=headers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator] # allauth has no types
def delete(request: HttpRequest) -> HttpResponse:
    """The account and everything in it, once its effect was stated and confirmed by typing."""
    user = request.user
    form = DeletionForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(personal.LastAdministrator):  # the page says it
            return _leave(request)
    context = {
        "form": form,
        "last": personal.is_last_administrator(user),
        "effect": personal.effect(user),
    }
    return render(request, "accounts/delete.html", context, status=422 if form.is_bound else 200)


def _leave(request: HttpRequest) -> HttpResponse:
    personal.delete(request.user)
    logout(request)
    messages.success(request, "Deleted: your account, and everything that was in it.")
    return redirect("accounts:account")
