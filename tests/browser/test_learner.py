"""A learner's main job in a browser: read, answer, sign up, see progress."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long pass phrase"


def start_quiz(page: Page, site: str, *, label: str, number: int) -> None:
    page.goto(f"{site}/quiz/")
    page.get_by_label("Questions about").select_option(label=label)
    page.get_by_label("Number of questions").fill(str(number))
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(f"Question 1 of {number}")).to_be_visible()


def choose_something(page: Page, *, last: bool = False) -> None:
    """As many options as the question asks for, from the first or from the last one on."""
    options = page.locator("label.option")
    count = 2 if options.first.locator("input").get_attribute("type") == "checkbox" else 1
    for n in range(count):
        options.nth(-1 - n if last else n).click()


def sign_up(page: Page, email: str) -> None:
    page.get_by_role("link", name="Sign up").first.click()
    page.get_by_label("mail").fill(email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()


def test_a_guest_takes_a_domain_quiz_signs_up_and_finds_it_again(page: Page, site: str):
    start_quiz(page, site, label="Security", number=4)
    for n in range(1, 5):
        expect(page.get_by_text(f"Question {n} of 4")).to_be_visible()
        choose_something(page)
        page.get_by_role("button", name="Check").click()
        verdict = page.locator(".verdict")
        expect(verdict).to_have_text(re.compile("Right|Wrong"))
        expect(verdict).to_be_focused()
        expect(page.locator(".option .why")).to_have_count(page.locator(".options .option").count())
        expect(page.get_by_role("link", name=re.compile("^Guide: "))).to_be_visible()
        name = "Next question" if n < 4 else "See the result"
        page.get_by_role("link" if n < 4 else "button", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 4 right"))
    result = page.get_by_role("heading", level=1).inner_text()
    sign_up(page, "ana@example.com")
    page.goto(f"{site}/history/")
    row = page.locator(".rows li")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Security")
    expect(row).to_contain_text(result.split()[0])
    page.goto(f"{site}/progress/")
    expect(page.locator("main")).to_contain_text("of 40 first answers")
    page.goto(f"{site}/accounts/")
    expect(page.locator("main")).to_contain_text("ana@example.com")


def test_the_same_without_javascript(new_context, site: str):
    page = new_context(java_script_enabled=False).new_page()
    start_quiz(page, site, label="Compute", number=2)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("Choose (an option|2 options) first"))
    for n in (1, 2):
        expect(page.get_by_text(f"Question {n} of 2")).to_be_visible()
        choose_something(page)
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".verdict")).to_have_text(re.compile("Right|Wrong"))
        if n == 1:
            page.get_by_role("link", name="Next question").click()
    page.get_by_role("button", name="See the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 2 right"))
    sign_up(page, "bea@example.com")
    page.goto(f"{site}/history/")
    expect(page.locator(".rows li")).to_contain_text("Compute")
    page.goto(f"{site}/guide/sqs/")
    recall = page.locator("details.recall").first
    expect(recall.locator("div")).to_be_hidden()
    recall.locator("summary").click()
    expect(recall.locator("div")).to_be_visible()
    page.goto(f"{site}/search/?q=visibility")
    expect(page.locator(".hits li").first).to_be_visible()


def test_a_quiz_by_keyboard_alone(page: Page, site: str):
    start_quiz(page, site, label="Lambda", number=3)
    for n in range(1, 4):
        expect(page.get_by_text(f"Question {n} of 3")).to_be_visible()
        multiple = page.locator(".option input[type=checkbox]").count()
        page.keyboard.press("b")
        if multiple:
            page.keyboard.press("4")
        expect(page.locator(".option input:checked")).to_have_count(2 if multiple else 1)
        page.keyboard.press("f")
        expect(page.get_by_role("button", name="Flagged")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator(".verdict")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 3 right"))


def test_reload_back_and_a_second_tab_find_the_same_question(page: Page, site: str):
    start_quiz(page, site, label="Storage", number=3)
    first = page.locator(".option .text").all_inner_texts()
    page.reload()
    assert page.locator(".option .text").all_inner_texts() == first
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator(".option .text").all_inner_texts() == first
    choose_something(other)
    other.get_by_role("button", name="Check").click()
    expect(other.locator(".verdict")).to_be_visible()
    choose_something(page, last=True)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("article").get_by_text("answered before, perhaps")).to_be_visible()
    page.get_by_role("link", name="Next question").click()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Question 1 of 3")).to_be_visible()
    expect(page.locator(".verdict")).to_be_visible()


def test_a_double_click_starts_one_attempt_and_gives_one_answer(page: Page, site: str):
    page.goto(f"{site}/quiz/")
    page.get_by_label("Number of questions").fill("2")
    page.get_by_role("button", name="Start").dblclick()
    expect(page.get_by_text("Question 1 of 2")).to_be_visible()
    choose_something(page)
    page.get_by_role("button", name="Check").dblclick()
    expect(page.locator(".verdict")).to_be_visible()
    page.goto(f"{site}/history/")
    expect(page.locator(".rows li")).to_have_count(1)
    expect(page.locator(".rows li")).to_contain_text("1 of 2 answered")


def test_search_as_you_type_leads_to_the_section(page: Page, site: str):
    page.goto(f"{site}/guide/")
    page.keyboard.press("/")
    page.keyboard.type("dead-letter")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    page.get_by_label("Words to find").fill("visibility timeout")
    expect(page.locator(".hits a").first).to_have_text("Visibility timeout")
    page.locator(".hits a").first.click()
    expect(page).to_have_url(f"{site}/guide/sqs/#visibility-timeout")


def test_the_guide_shows_ones_own_mastery(page: Page, site: str):
    page.goto(f"{site}/guide/lambda/")
    expect(page.locator(".toc .pip")).to_have_count(0)
    start_quiz(page, site, label="Lambda", number=1)
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_be_visible()
    page.goto(f"{site}/guide/lambda/")
    expect(page.locator(".toc .pip")).to_have_count(1)


def test_back_after_a_step_in_place_shows_a_whole_page(page: Page, site: str):
    start_quiz(page, site, label="Messaging & streaming", number=3)
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    page.get_by_role("link", name="Next question").click()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    expect(page).to_have_title("Question 2 of 3 · studyguide")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.go_back()
    expect(page.locator("header.bar")).to_be_visible()
    expect(page.locator(".verdict")).to_be_visible()
    page.go_forward()
    expect(page.locator("header.bar")).to_be_visible()
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    page.goto(f"{site}/search/?q=sqs")
    page.get_by_label("Words to find").fill("visibility timeout")
    expect(page.locator(".hits a").first).to_have_text("Visibility timeout")
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile("#visibility-timeout$"))
    page.go_back()
    expect(page.locator("header.bar")).to_be_visible()
    expect(page.locator(".hits a").first).to_have_text("Visibility timeout")
