from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_safe

from accounts.requests import PublicRequest


@require_safe
@login_not_required
def account(request: PublicRequest) -> HttpResponse:
    return render(request, "accounts/account.html")


@require_safe
@login_not_required
def admin_sign_in(request: PublicRequest) -> HttpResponse:
    """Staff sign in as everybody does: with the same limits, and a guest's work comes along."""
    if request.user.is_authenticated and not request.user.is_guest:
        raise PermissionDenied
    back = urlencode({"next": request.GET.get("next", resolve_url("admin:index"))})
    return redirect(f"{resolve_url('account_login')}?{back}")
