"""Nothing is lost: network off and on, server down, sign-in expired, reload in the middle."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from quiz.models import Response
from tests.browser.test_learner import PASSWORD, choose_something, sign_up, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def start_exam(page: Page, site: str, *, variant: str = "Timed, as in the exam") -> None:
    page.goto(f"{site}/quiz/exam/")
    page.get_by_label(variant).check()
    page.get_by_role("button", name="Start the mock exam").click()
    expect(page.get_by_role("heading", name="Question 1 of 65")).to_be_visible()
    page.wait_for_load_state()


def state(page: Page):
    return page.locator("[data-state]").first


def test_a_check_without_network_is_kept_and_sent_when_it_is_back(new_context, site: str):
    page = new_context().new_page()
    start_quiz(page, site, label="Security", number=2)
    page.wait_for_load_state()
    choose_something(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Check").click()
    expect(state(page)).to_contain_text("Not saved: no connection")
    assert page.locator(".option input:checked").count() >= 1
    assert not Response.objects.answered().exists()
    page.context.set_offline(False)
    expect(page.locator(".verdict")).to_be_visible()
    assert Response.objects.answered().count() == 1


def test_choices_without_network_are_sent_in_order_and_the_last_one_stands(new_context, site: str):
    page = new_context().new_page()
    start_exam(page, site)
    page.context.set_offline(True)
    page.locator("label.option").nth(0).click()
    expect(state(page)).to_contain_text("Not saved")
    for n in (1, 2):
        page.locator("label.option").nth(0 if page.locator(".multi").count() else n).click()
    chosen = page.locator("[name=chosen]:checked").evaluate_all("all => all.map(i => i.value)")
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("saved", timeout=10_000)
    expect(state(page)).not_to_contain_text("Not saved", timeout=10_000)
    for _ in range(50):
        if Response.objects.get(position=1).chosen == sorted(chosen):
            break
        page.wait_for_timeout(100)
    assert Response.objects.get(position=1).chosen == sorted(chosen)


def test_an_answer_whose_reply_was_lost_is_stored_once(new_context, site: str):
    """The server takes it, and the network breaks before the reply is there."""
    page = new_context().new_page()
    start_exam(page, site)
    lost = []

    def lose_first_reply(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/quiz/\d+/1/$"), lose_first_reply)
    page.locator("label.option").nth(1).click()
    expect(state(page)).to_contain_text("Not saved")
    expect(state(page)).to_contain_text("chosen · saved", timeout=10_000)
    assert lost == [200]
    stored = Response.objects.get(position=1)
    assert (len(stored.chosen), stored.version) == (1, 1)


def test_a_server_that_is_down_gets_the_answer_when_it_is_up(new_context, site: str):
    page = new_context().new_page()
    start_quiz(page, site, label="Security", number=2)
    page.wait_for_load_state()
    down = [True, True]
    page.route(
        re.compile(r"/quiz/\d+/1/$"),
        lambda route: (
            route.fulfill(status=502, body="down")
            if route.request.method == "POST" and down and down.pop()
            else route.continue_()
        ),
    )
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    expect(state(page)).to_contain_text("the server can't take it now")
    expect(page.locator(".verdict")).to_be_visible(timeout=15_000)
    assert Response.objects.answered().count() == 1


def test_a_reload_keeps_an_answer_that_could_not_be_sent(new_context, site: str):
    page = new_context().new_page()
    start_exam(page, site)
    page.route(
        "**/*",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.locator("label.option").nth(2).click()
    expect(state(page)).to_contain_text("Not saved")
    chosen = page.locator("[name=chosen]:checked").get_attribute("value")
    page.reload()
    expect(page.locator(f"[name=chosen][value={chosen}]")).to_be_checked()
    assert Response.objects.get(position=1).chosen == []
    page.unroute_all()
    expect(state(page)).to_contain_text("chosen · saved", timeout=15_000)
    assert Response.objects.get(position=1).chosen == [chosen]


def check_with_an_expired_sign_in(page: Page, site: str) -> str:
    """Somebody who is signed in answers, but the session has ended. Returns the page's address."""
    start_quiz(page, site, label="Security", number=2)
    asked = page.url
    page.goto(f"{site}/accounts/")
    sign_up(page, "ana@example.com")
    expect(page.locator("header.bar")).to_be_visible()
    page.goto(asked)
    page.context.clear_cookies(name="sessionid")
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    return asked


def test_an_expired_sign_in_is_renewed_in_place_and_the_answer_sent(new_context, site: str):
    page = new_context().new_page()
    asked = check_with_an_expired_sign_in(page, site)
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    dialog.get_by_label("mail").fill("ana@example.com")
    dialog.get_by_label("Password").fill("not this one")
    dialog.get_by_role("button", name="Sign in and send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("not right")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and send").click()
    expect(page.locator(".verdict")).to_be_visible()
    expect(page).to_have_url(asked)
    page.get_by_role("link", name="Next question").click()
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_be_visible()
    assert Response.objects.answered().count() == 2


def test_signing_in_on_a_page_of_its_own_sends_the_answer_too(new_context, site: str):
    page = new_context().new_page()
    asked = check_with_an_expired_sign_in(page, site)
    page.get_by_role("link", name="Sign in on a page of its own").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("mail").fill("ana@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page).to_have_url(asked)
    expect(page.locator(".verdict")).to_be_visible()


def test_two_tabs_of_an_exam_never_overwrite_each_other_silently(page: Page, site: str):
    start_exam(page, site)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_load_state()
    other.locator("label.option").nth(0).click()
    expect(state(other)).to_contain_text("chosen · saved")
    stored = Response.objects.get(position=1).chosen
    page.locator("label.option").nth(1).click()
    expect(page.get_by_role("alert")).to_contain_text("perhaps in another tab")
    assert Response.objects.get(position=1).chosen == stored
    expect(page.locator(f"[name=chosen][value={stored[0]}]")).to_be_checked()
    page.locator("label.option").nth(2).click()
    expect(state(page)).to_contain_text("saved")


def test_a_double_click_hands_in_once(page: Page, site: str):
    start_exam(page, site)
    page.locator("label.option").nth(0).click()
    expect(state(page)).to_contain_text("saved")
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Hand in now").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 65 right"))
