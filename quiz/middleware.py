"""What holds for a whole request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from quiz.models.plan import zone_named
from quiz.requests import ZONE


class OwnTimeZone:
    """Dates of personal pages are those of the learner, whose plan the session remembers.

    Public pages don't look at the session, so that caches can keep them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):  # whatever a view activates ends with the request
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> None:
        if getattr(view, "login_required", True):
            timezone.activate(zone_named(request.session.get(ZONE)))
