"""Which pages are for whom."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

FOR_STRANGERS = {"account_login", "account_signup"}
FOR_ACCOUNTS = {
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "end_session",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "usersessions_list",
}
NEW_WAYS_IN = {"mfa_activate_totp", "mfa_add_webauthn"}
SECOND_STEP_OF_SIGN_IN = "mfa_authenticate"
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class LoginRequiredUnlessPublic(LoginRequiredMiddleware):
    """Django's own looks at the user first; a public page must not, so that caches can keep it."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override] # Django names its own redirect
        self, request: Any, view_func: Any
    ) -> HttpResponseBase:
        """A fragment can't hold the sign-in page: the whole page goes there, and comes back.

        What was sent by POST waits in its page (sending.js) until somebody has signed in there.
        """
        if not request.htmx:
            return super().handle_no_permission(request, view_func)
        if request.method == "POST":
            return HttpResponse(status=401)
        back = request.htmx.current_url_abs_path or request.path
        return HttpResponseClientRedirect(
            f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
        )


class AccountPages:
    """Who is sent elsewhere from the pages of accounts and of staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Pages of other kinds must not look at the user, so that caches can keep them."""
        match = request.resolver_match
        if match.url_name == SECOND_STEP_OF_SIGN_IN:
            _set_guest_aside(request)
        if match.url_name in FOR_ACCOUNTS:
            return _sign_up_first(request) or _confirm_address_first(request)
        if match.url_name in FOR_STRANGERS:
            return _go_past(request)
        if settings.STAFF_MFA and "admin" in match.namespaces:
            return _second_step_first(request)
        return None


def _set_guest_aside(request: Any) -> None:
    """Who is half signed in must be nobody to allauth; studyguide.adapter takes the guest over."""
    if request.user.is_authenticated and request.user.is_guest:
        request.guest, request.user = request.user, AnonymousUser()


def _sign_up_first(request: Any) -> HttpResponse | None:
    guest = request.user.is_authenticated and request.user.is_guest
    return redirect("account_signup") if guest else None


def _confirm_address_first(request: Any) -> HttpResponse | None:
    """Or a way in, made under somebody else's address, would outlast the owner's new password."""
    new_way_in = request.resolver_match.url_name in NEW_WAYS_IN and request.user.is_authenticated
    if not (settings.MAIL_ARRIVES and new_way_in):
        return None
    address = EmailAddress.objects.filter(user=request.user, email=request.user.email)
    if not address.filter(verified=False).exists():
        return None
    messages.warning(request, "Confirm your e-mail address first: open the link we sent there.")
    return redirect("account_email")


def _go_past(request: Any) -> HttpResponse | None:
    account = request.user.is_authenticated and not request.user.is_guest
    return redirect(get_login_redirect_url(request)) if account else None


def _second_step_first(request: Any) -> HttpResponse | None:
    if not request.user.is_staff or is_mfa_enabled(request.user, SECOND_STEPS):
        return None
    messages.warning(
        request, "Staff of this site sign in in two steps: add a passkey or an authenticator app."
    )
    return redirect("mfa_index")
