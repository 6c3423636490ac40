"""Who may come in, and by which door."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.requests import HttpRequest, PublicRequest

GUEST_BACKEND = "django.contrib.auth.backends.ModelBackend"


def known_user(request: HttpRequest | PublicRequest) -> User:
    """The user; a stranger becomes a guest, who may sign up later and keep everything."""
    if not isinstance(request.user, User):
        login(request, User.objects.create_guest(), backend=GUEST_BACKEND)
    assert isinstance(request.user, User)
    return request.user


def user_or_none(request: HttpRequest | PublicRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def act(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that only acts, by POST. Who comes by GET, from signing in say, sees the attempt."""

    @wraps(view)
    def wrapped(request: HttpRequest, attempt_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect("quiz:attempt", attempt_id)
        return view(request, attempt_id, *args, **kwargs)

    return wrapped
