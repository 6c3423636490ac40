"""What a visitor sees when a page is refused, is not there, or fails."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

BAR = 'aria-label="Main"'


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault in a view")


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


fails.login_required = refuses.login_required = False  # type: ignore[attr-defined]
urlpatterns = [
    path("fails/", fails),
    path("refuses/", refuses),
    path("", include("studyguide.urls")),
]


@pytest.fixture
def visitor(settings, db) -> Client:
    settings.DEBUG = False
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nothing/", 404, "There is no such page"),
        ("/guide/nothing/", 404, "There is no such page"),
        ("/refuses/", 403, "This page is not open to you"),
    ],
)
def test_a_refusal_is_a_page_of_ours_with_ways_on(visitor, address, status, says):
    response = visitor.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{says}</h1>" in page
    assert BAR in page
    assert f'href="{reverse("guide:index")}"' in page


def test_an_editor_without_the_right_is_told_so(visitor, user):
    user.is_staff = True
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="view_topic"))
    visitor.force_login(user)
    assert visitor.get(reverse("admin:guide_topic_changelist")).status_code == 200
    response = visitor.get(reverse("admin:guide_exam_changelist"))
    assert response.status_code == 403
    assert "This page is not open to you" in response.content.decode()


def test_a_form_from_before_signing_in_says_how_to_send_it_again(visitor):
    response = visitor.post(reverse("account_login"), {"login": "ana@example.com"})
    page = response.content.decode()
    assert response.status_code == 403
    assert BAR in page
    assert "open since before you signed in or out" in page
    assert "Go back, reload the page, and send it again." in page


def test_a_fault_of_ours_is_owned_up_to_without_the_database(visitor):
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get("/fails/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "<h1>Something went wrong</h1>" in page
    assert "a fault in a view" not in page
    assert len(queries) == 0


def test_the_page_of_a_fault_uses_styles_that_there_are(visitor):
    page = visitor.get("/fails/").content.decode()
    styles = re.findall(r'href="/static/([^"]+)"', page)
    assert styles
    assert [name for name in styles if not finders.find(name)] == []
