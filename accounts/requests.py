"""Requests as views see them, behind the middleware for sign-in and htmx."""

import django.http
from django.contrib.auth.models import AnonymousUser
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class HttpRequest(django.http.HttpRequest):
    """A request of somebody known: a guest or an account."""

    user: User
    htmx: HtmxDetails


class PublicRequest(django.http.HttpRequest):
    """A request of anybody."""

    user: User | AnonymousUser
    htmx: HtmxDetails
