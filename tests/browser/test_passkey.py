"""Passkeys, with an authenticator that Chromium pretends to have."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from quiz.models import Attempt
from tests.browser.conftest import violations
from tests.browser.test_learner import start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS, PASSWORD = "anna@example.org", "horse battery staple"


@pytest.fixture
def site_by_name(site: str) -> str:
    """Browsers give passkeys to names, not to numbers."""
    return re.sub(r"//[^:/]+", "//localhost", site)


@pytest.fixture
def finger(page: Page) -> None:
    """A device that knows its owner's finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert violations(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out")).to_be_visible()


def test_a_passkey_signs_in_and_takes_a_guest_over(page: Page, site_by_name: str, finger: None):
    site = site_by_name
    anna = User.objects.create_user(ADDRESS, PASSWORD)
    sign_in(page, site)
    add_passkey(page, site)
    sign_out(page, site)
    start_quiz(page, site, label="Security", number=2)
    assert Attempt.objects.get().user.is_guest

    page.goto(f"{site}/accounts/login/?next=/history/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="History")).to_be_visible()
    assert Attempt.objects.get().user == anna
    assert User.objects.get() == anna


def test_a_passkey_is_the_second_step_after_the_password(
    page: Page, site_by_name: str, finger: None
):
    site = site_by_name
    User.objects.create_user(ADDRESS, PASSWORD)
    sign_in(page, site)
    add_passkey(page, site)
    sign_out(page, site)

    sign_in(page, site)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Use a passkey").click()

    expect(page).to_have_url(f"{site}/progress/")


def test_without_a_passkey_the_page_says_what_to_do(page: Page, site_by_name: str, finger: None):
    page.goto(f"{site_by_name}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("cancelled, or took too long")
