"""Which pages are for whom."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_login_redirect_url
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
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
}


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
    """A guest is sent to sign up before an account can be changed; who has one, past that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in FOR_ACCOUNTS and request.user.is_authenticated and request.user.is_guest:
            return redirect("account_signup")
        if name in FOR_STRANGERS and request.user.is_authenticated and not request.user.is_guest:
            return redirect(get_login_redirect_url(request))
        return None
