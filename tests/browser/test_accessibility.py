"""No violation by axe-core on any page, in light and dark, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations
from tests.browser.test_learner import choose_something, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEMES = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
PAGES = [
    "/",
    "/guide/",
    "/guide/sqs/",
    "/guide/cloudformation/",
    "/guide/glossary/",
    "/search/?q=timeout",
    "/search/?q=nothingatall",
    "/quiz/",
    "/plan/",
    "/progress/",
    "/accounts/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]


@pytest.fixture(params=SCHEMES, ids=[f"{scheme}-{width}" for scheme, width in SCHEMES])
def shown(request, new_context) -> Page:
    scheme, width = request.param
    context = new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    return context.new_page()


def fits(page: Page) -> bool:
    """Nothing sticks out of the window sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_no_page_has_a_violation(shown: Page, site: str):
    found = []
    for path in PAGES:
        shown.goto(site + path)
        found += violations(shown)
        assert fits(shown), path
    assert found == []


def test_no_state_of_a_quiz_has_a_violation(shown: Page, site: str):
    start_quiz(shown, site, label="Security", number=2)
    found = violations(shown)
    shown.get_by_role("button", name="Check").click()
    expect(shown.get_by_role("alert")).to_be_visible()
    found += violations(shown)
    choose_something(shown)
    found += violations(shown)
    shown.get_by_role("button", name="Check").click()
    expect(shown.locator(".verdict")).to_be_visible()
    found += violations(shown)
    assert fits(shown)
    shown.get_by_role("link", name="End the quiz now").click()
    found += violations(shown)
    shown.get_by_role("button", name="End it").click()
    expect(shown.get_by_role("heading", level=1)).to_be_visible()
    for path in ("", "/progress/", "/history/", "/quiz/reviews/", "/guide/sqs/"):
        shown.goto(site + path if path else shown.url)
        found += violations(shown)
        assert fits(shown), path
    assert found == []
