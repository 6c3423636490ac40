"""Keys in a browser: across the options, between questions, and of cards."""

import re

import pytest
from playwright.sync_api import Page, expect

from quiz.models import Response
from tests.browser.test_learner import start_quiz
from tests.browser.test_resilience import start_exam, state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def chosen(page: Page) -> list[str]:
    """The letters of the options that are chosen."""
    letters = page.locator(".option:has(:checked) .letter")
    return [text.lower() for text in letters.all_inner_texts()]


def choose(page: Page, how: str) -> str:
    """A letter that was chosen, by its key or by a click on its row."""
    if how == "key":
        page.keyboard.press("b")
    else:
        page.locator("label.option").nth(1).click()
    expect(page.locator(".option input").nth(1)).to_be_focused()
    return "b"


@pytest.mark.parametrize("how", ["key", "click"])
def test_arrows_move_between_the_questions_of_an_exam_and_keep_the_choice(page, site, how):
    start_exam(page, site)
    letter = choose(page, how)
    page.keyboard.press("ArrowLeft")  # there is none before: it neither moves nor chooses
    assert chosen(page) == [letter]
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Question 2 of 65")).to_be_focused()
    choose(page, how)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Question 1 of 65")).to_be_focused()
    assert chosen(page) == [letter]
    expect(state(page)).to_contain_text("saved")
    assert Response.objects.exclude(chosen=[]).count() == 2


def test_up_and_down_still_choose_among_the_options(page: Page, site: str):
    start_exam(page, site)
    single = Response.objects.filter(revision__content__select=1).first()
    page.get_by_role("button", name=re.compile(f"^Question {single.position},")).click()
    expect(page.get_by_role("heading", name=f"Question {single.position} of 65")).to_be_visible()
    page.keyboard.press("b")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == ["c"]
    page.keyboard.press("ArrowUp")
    assert chosen(page) == ["b"]


def test_a_choice_in_practice_is_still_there_after_a_look_at_another_question(page, site):
    start_quiz(page, site, label="Storage", number=3)
    choose(page, "click")
    page.get_by_label("Unsure").check()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Question 2 of 3")).to_be_visible()
    assert chosen(page) == []
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Question 1 of 3")).to_be_visible()
    assert chosen(page) == ["b"]
    expect(page.get_by_label("Unsure")).to_be_checked()
    expect(state(page)).to_have_text("not checked yet")
    page.reload()
    assert chosen(page) == ["b"]
    page.locator("label.option").nth(0).click()
    assert "a" in chosen(page)
    assert not Response.objects.answered().exists()


def test_a_card_is_opened_and_graded_by_key_and_the_result_has_its_own_address(page, site):
    page.goto(f"{site}/quiz/?scope=topic:sqs&style=recall&number=2")
    page.get_by_role("button", name="Start").click()
    for n in (1, 2):
        expect(page.get_by_text(f"Card {n} of 2")).to_be_visible()
        expect(page.get_by_text("How well did you know it?")).to_be_hidden()
        page.keyboard.press("Enter")
        expect(page.locator("details.reveal summary")).to_be_focused()
        page.keyboard.press("3")
        expect(page.locator(".verdict")).to_have_text("You said: Good")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/quiz/\d+/result/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 2 recalled")


@pytest.mark.parametrize("scripts", [True, False])
def test_keys_are_hinted_at_only_where_they_work(new_context, site, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    start_quiz(page, site, label="Storage", number=2)
    for hint in ("F", "↵", "/"):
        expect(page.locator("kbd").get_by_text(hint, exact=True).first).to_be_visible(
            visible=scripts
        )
