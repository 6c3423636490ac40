"""A mock exam in a browser: map, flags, keys, clock, deadline."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from quiz.models import Attempt, Response
from tests.browser.conftest import violations
from tests.browser.test_accessibility import fits, shown  # noqa: F401
from tests.browser.test_learner import choose_something
from tests.browser.test_resilience import start_exam, state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def end_in(seconds: float) -> None:
    """Move the running exam so that its time is over soon."""
    end = timezone.now() + timedelta(seconds=seconds)
    Attempt.objects.update(deadline=end, started_at=end - timedelta(minutes=130))


def test_an_exam_by_keyboard_with_map_and_flags(page: Page, site: str):
    start_exam(page, site, variant="Untimed: you may pause and come back")
    page.keyboard.press("b")
    expect(state(page)).to_contain_text("saved")
    page.keyboard.press("f")
    expect(page.locator("#flag[aria-pressed=true]")).to_be_visible()
    page.keyboard.press("ArrowRight") if not focus_in_option(page) else page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question 2 of 65")).to_be_focused()
    expect(page.locator("#map")).to_contain_text("1 flagged")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Question 1 of 65")).to_be_focused()
    expect(page.locator("[name=chosen]:checked")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Question 40,")).click()
    expect(page.get_by_role("heading", name="Question 40 of 65")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/40/$"))
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Pause and leave").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    page.get_by_role("link", name="Mock exam DVA-C02", exact=True).click()
    expect(page.locator("#map")).to_contain_text("flagged")


def focus_in_option(page: Page) -> bool:
    return page.evaluate("document.activeElement.matches('.option input')")


def test_a_choice_can_be_cleared_and_no_more_than_asked_for_be_chosen(page: Page, site: str):
    start_exam(page, site)
    pair = Response.objects.filter(revision__content__select=2).first()
    page.get_by_role("button", name=re.compile(f"^Question {pair.position},")).click()
    expect(page.get_by_role("heading", name=f"Question {pair.position} of 65")).to_be_visible()
    page.locator("label.option").nth(0).click()
    expect(state(page)).to_contain_text("1 of 2 chosen · saved")
    page.locator("label.option").nth(1).click()
    expect(state(page)).to_contain_text("2 of 2 chosen · saved")
    page.locator("label.option").nth(2).click()
    expect(state(page)).to_contain_text("take one back first")
    expect(page.locator("[name=chosen]:checked")).to_have_count(2)
    page.get_by_role("button", name="Clear").click()
    expect(state(page)).to_contain_text("nothing chosen")
    expect(page.locator("[name=chosen]:checked")).to_have_count(0)
    pair.refresh_from_db()
    assert (pair.chosen, pair.answered_at) == ([], None)


def test_the_deadline_with_the_tab_open_hands_in(page: Page, site: str):
    start_exam(page, site)
    page.locator("label.option").nth(0).click()
    expect(state(page)).to_contain_text("saved")
    end_in(3)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"\d of 65 right"), timeout=15_000
    )
    attempt = Attempt.objects.get()
    assert attempt.finished_at == attempt.deadline


def test_the_deadline_with_the_browser_closed_hands_in(new_context, site: str):
    context = new_context()
    page = context.new_page()
    start_exam(page, site)
    page.locator("label.option").nth(0).click()
    expect(state(page)).to_contain_text("saved")
    address = page.url
    page.close()
    end_in(-10)
    page = context.new_page()
    page.goto(f"{site}/history/")
    expect(page.locator(".rows li")).to_contain_text("of 65 right")
    page.goto(address.rsplit("/", 2)[0] + "/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 65 right"))
    assert Response.objects.exclude(chosen=[]).count() == 1


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wrong_clock_of_the_device_has_no_effect(new_context, site: str, hours: int):
    page = new_context().new_page()
    page.add_init_script(
        f"const now = Date.now; Date.now = () => now() + {hours * 3_600_000};"
        "const Real = Date; window.Date = class extends Real {"
        "constructor(...a) { a.length ? super(...a) : super(Date.now()); } };"
    )
    start_exam(page, site)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"2:(10:00|09:5\d) left"))
    page.locator("label.option").nth(0).click()
    expect(state(page)).to_contain_text("saved")
    end_in(600)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from sleep
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"9:5\d left|10:00 left"))


def test_the_time_is_announced_and_can_be_hidden(page: Page, site: str):
    start_exam(page, site)
    end_in(62)
    page.reload()
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("#clock b")).to_be_hidden()
    expect(page.locator("[data-announce]")).to_have_text("1 minute left", timeout=10_000)
    page.reload()
    expect(page.get_by_role("button", name="Show the time")).to_be_visible()
    expect(page.locator("#clock b")).to_be_hidden()


def test_an_exam_without_javascript(new_context, site: str):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/quiz/exam/")
    page.get_by_role("button", name="Start the mock exam").click()
    choose_something(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Question 2 of 65")).to_be_visible()
    expect(page.locator("#map")).to_contain_text("64 left")
    choose_something(page)
    page.get_by_role("button", name=re.compile("^Question 1,")).click()
    expect(page.get_by_role("heading", name="Question 1 of 65")).to_be_visible()
    expect(page.locator("#map")).to_contain_text("63 left")
    expect(page.locator("[name=chosen]:checked").first).to_be_checked()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="Hand in?")).to_be_visible()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 65 right"))
    page.goto(f"{site}/quiz/?scope=topic:sqs&style=recall&number=1")
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Show the answer").click()
    page.get_by_role("button", name="Good").click()
    expect(page.locator(".verdict")).to_have_text("You said: Good")


def test_no_state_of_an_exam_has_a_violation(shown: Page, site: str):  # noqa: F811
    shown.goto(f"{site}/quiz/exam/")
    found = violations(shown)
    start_exam(shown, site)
    shown.locator("label.option").nth(0).click()
    expect(state(shown)).to_contain_text("saved")
    found += violations(shown)
    assert fits(shown)
    shown.keyboard.press("Shift+?")
    expect(shown.get_by_role("dialog", name="Keys")).to_be_visible()
    found += violations(shown)
    shown.keyboard.press("Escape")
    shown.get_by_role("link", name="Report a problem").click()
    expect(shown.get_by_label("What is wrong?")).to_be_visible()
    found += violations(shown)
    shown.get_by_role("button", name="Finish").click()
    expect(shown.get_by_role("heading", name="Hand in?")).to_be_visible()
    found += violations(shown)
    shown.get_by_role("button", name="Hand in now").click()
    expect(shown.get_by_role("heading", name="Review")).to_be_visible()
    found += violations(shown)
    assert fits(shown)
    shown.locator(".review summary").first.click()
    found += violations(shown)
    shown.get_by_role("link", name="All options and reasons").first.click()
    expect(shown.locator(".verdict")).to_be_visible()
    found += violations(shown)
    for path in ("/quiz/", "/reports/", "/history/"):
        shown.goto(site + path)
        found += violations(shown)
        assert fits(shown), path
    shown.get_by_role("link", name="Delete").first.click()
    found += violations(shown)
    shown.goto(f"{site}/quiz/?scope=topic:sqs&style=recall&number=1")
    shown.get_by_role("button", name="Start").click()
    shown.get_by_text("Show the answer").click()
    found += violations(shown)
    shown.goto(f"{site}/quiz/?scope=topic:sqs&style=recall&number=1")
    shown.get_by_role("button", name="Start").click()
    expect(shown.get_by_role("heading", name="One is still open")).to_be_visible()
    found += violations(shown)
    assert found == []
