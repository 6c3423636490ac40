from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import HttpRequest, PublicRequest


@require_safe
@login_not_required
def account(request: PublicRequest) -> HttpResponse:
    ways_in: list[str] = []
    if request.user.is_authenticated:
        own = Authenticator.objects.filter(user=request.user)
        ways_in = list(own.values_list("type", flat=True))
    return render(request, "accounts/account.html", {"ways_in": ways_in})


@require_http_methods(["GET", "HEAD", "POST"])
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one's other device; one that is signed out already stays so.

    Who comes by GET, from signing in say, sees the list.
    """
    session = UserSession.objects.filter(user=request.user, pk=pk).first()
    if request.method == "POST" and session and not session.is_current():
        session.end()
        messages.success(request, "Signed out there.")
    return redirect("usersessions_list")


@require_safe
@login_not_required
def admin_sign_in(request: PublicRequest) -> HttpResponse:
    """Staff sign in as everybody does: with the same limits, and a guest's work comes along."""
    if request.user.is_authenticated and not request.user.is_guest:
        raise PermissionDenied
    back = urlencode({"next": request.GET.get("next", resolve_url("admin:index"))})
    return redirect(f"{resolve_url('account_login')}?{back}")
