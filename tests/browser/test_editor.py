"""An editor corrects an answered question; what was answered stays as it was."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from guide.models import Question
from tests.browser.conftest import watch
from tests.browser.test_learner import PASSWORD, choose_something, start_quiz
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def make_editor(email: str) -> None:
    editor = make_user(email, PASSWORD)
    editor.is_staff = True
    editor.save(update_fields=["is_staff"])
    group, _ = Group.objects.get_or_create(name="Editors")
    if not group.permissions.exists():  # a test before this one emptied the tables
        from django.contrib.auth.models import Permission

        group.permissions.set(Permission.objects.filter(content_type__app_label="guide"))
    editor.groups.add(group)


def test_an_edit_changes_what_is_asked_and_not_what_was_answered(
    page: Page, new_context, site: str
):
    start_quiz(page, site, label="SNS", number=4)
    old = page.locator("legend.stem").inner_text()
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_be_visible()
    answered = page.url

    make_editor("ed@example.com")
    desk = new_context().new_page()
    faults = watch(desk)
    desk.goto(f"{site}/admin/")
    desk.get_by_label("mail").fill("ed@example.com")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()
    expect(desk.locator("#user-tools")).to_be_visible()
    desk.goto(f"{site}/admin/guide/question/")
    desk.locator("#searchbar").fill(old.split(".")[0][:60])
    desk.keyboard.press("Enter")
    desk.locator("#result_list tbody th a").first.click()
    desk.locator("#id_stem").fill(
        "A team of editors has rewritten this question, so that it says better what it asks for, "
        "and learners who answered the old text must still find what they saw.\n\n"
        + desk.locator("#id_stem").input_value().strip().split("\n\n")[-1]
    )
    desk.locator("#publish_note").fill("Clearer")
    desk.get_by_role("button", name="Save and publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("Published as revision 2")
    desk.get_by_role("link", name="Preview", exact=True).click()
    expect(desk.locator("main")).to_contain_text("A team of editors has rewritten")

    page.goto(answered)
    assert page.locator("main .stem").inner_text() == old
    code = Question.objects.get(revision__number=2)
    assert re.search("A team of editors", code.revision.content["stem"])
    assert code.revision.editor.email == "ed@example.com"
    assert faults == []
