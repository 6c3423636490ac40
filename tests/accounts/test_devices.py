"""Where one is signed in, and signing out there."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.devices import device

LIST = reverse("usersessions_list")
PASSWORD = "horse battery staple"
FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TELEPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def _no_tries_so_far():
    cache.clear()


@pytest.fixture
def anna(db) -> User:
    return User.objects.create_user("anna@example.org", PASSWORD)


def sign_in(user: User, browser: str) -> Client:
    client = Client(headers={"user-agent": browser})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("quiz:history")).status_code == 200


def session_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def end(client: Client, session: UserSession):
    return client.post(reverse("accounts:end_session", args=[session.pk]), follow=True)


def test_the_list_names_each_device_and_marks_this_one(anna):
    here, _ = sign_in(anna, FIREFOX), sign_in(anna, TELEPHONE)

    page = here.get(LIST).text

    assert page.index("Safari on iPhone") < page.index("Firefox on Linux")
    assert page.count("this one") == 1
    assert "127.0.0.1" in page


def test_one_device_is_signed_out(anna):
    here, there, elsewhere = (sign_in(anna, FIREFOX) for _ in range(3))

    page = end(here, session_of(there))

    assert "Signed out there" in page.text
    assert [is_signed_in(client) for client in (here, there, elsewhere)] == [True, False, True]


def test_all_other_devices_are_signed_out(anna):
    here, there, elsewhere = (sign_in(anna, FIREFOX) for _ in range(3))

    assert "Signed out everywhere else" in here.post(LIST, follow=True).text
    assert [is_signed_in(client) for client in (here, there, elsewhere)] == [True, False, False]


def test_signing_a_device_out_twice_changes_nothing_more(anna):
    here, session = sign_in(anna, FIREFOX), session_of(sign_in(anna, FIREFOX))
    end(here, session)

    assert end(here, session).status_code == 200
    assert UserSession.objects.count() == 1


def test_nobody_signs_out_a_device_of_somebody_else(anna):
    bea = User.objects.create_user("bea@example.org", PASSWORD)
    hers = sign_in(bea, FIREFOX)

    end(sign_in(anna, FIREFOX), session_of(hers))

    assert is_signed_in(hers)


def test_a_new_password_ends_the_other_devices(anna):
    here, there = sign_in(anna, FIREFOX), sign_in(anna, TELEPHONE)
    new = "another long password"

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert not is_signed_in(there)
    assert "iPhone" not in here.get(LIST).text


def test_who_comes_to_the_end_of_a_device_by_get_sees_the_list_and_ends_nothing(anna):
    here, there = sign_in(anna, FIREFOX), sign_in(anna, TELEPHONE)
    reply = here.get(reverse("accounts:end_session", args=[session_of(there).pk]))

    assert reply.url == LIST
    assert is_signed_in(there)


def test_the_account_page_asks_for_session_user_second_steps_plan_and_exam(
    anna, exam, django_assert_num_queries
):
    here = sign_in(anna, FIREFOX)
    with django_assert_num_queries(5):
        page = here.get(reverse("accounts:account")).text
    assert '<span class="tag strong">DVA-C02</span>' in page
    for name in ("quiz:plan", "quiz:reviews"):
        assert f'href="{reverse(name)}"' in page


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (TELEPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", "Safari on Mac"),
        ("curl/8.5.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(user_agent, name):
    assert device(user_agent) == name
