"""The editors' desk: it has no violation by axe-core, and an edit changes no past answer."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from guide.models import Exam, Question, Topic
from tests.browser.conftest import violations, watch
from tests.browser.test_learner import choose_something, start_quiz
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def make_editor(email: str = "ed@example.com") -> User:
    editor = make_user(email)
    editor.is_staff = True
    editor.save(update_fields=["is_staff"])
    group, _ = Group.objects.get_or_create(name="Editors")
    if not group.permissions.exists():  # a test before this one emptied the tables
        from django.contrib.auth.models import Permission

        group.permissions.set(Permission.objects.filter(content_type__app_label="guide"))
    editor.groups.add(group)
    return editor


def sign_in(context: BrowserContext, user: User, site: str) -> Page:
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_an_editor_has_a_violation(new_context, site: str, scheme: str):
    question = Question.objects.filter(kind="single").order_by("code")[0]
    topic = Topic.objects.order_by("slug")[0]
    exam = Exam.objects.all()[0]
    desk = sign_in(new_context(color_scheme=scheme), make_editor(), site)
    found = []
    for path in [
        "",
        "guide/question/",
        "guide/question/?kind__exact=recall&q=queue",
        "guide/question/add/",
        f"guide/question/{question.pk}/preview/",
        f"guide/question/{question.pk}/history/",
        "guide/topic/",
        "guide/topic/add/",
        "guide/exam/",
        f"guide/exam/{exam.pk}/change/",
        "guide/subject/",
    ]:
        desk.goto(f"{site}/admin/{path}")
        found += violations(desk)
    desk.goto(f"{site}/admin/guide/question/{question.pk}/change/")
    desk.get_by_text("More", exact=True).click()
    desk.get_by_role("button", name="Add another Option").click()
    found += violations(desk)
    desk.goto(f"{site}/admin/guide/topic/{topic.pk}/change/")
    found += violations(desk)
    with desk.context.expect_page() as preview:
        desk.get_by_role("button", name="Preview in a new tab").click()
    expect(preview.value.get_by_role("heading", level=1)).to_have_text(topic.title)
    found += violations(preview.value)
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_about_people_has_a_violation(new_context, site: str, scheme: str):
    boss = User.objects.create_superuser("boss@example.com")
    desk = sign_in(new_context(color_scheme=scheme), boss, site)
    found = []
    for path in ["", "accounts/user/", "accounts/user/add/", f"accounts/user/{boss.pk}/change/"]:
        desk.goto(f"{site}/admin/{path}")
        found += violations(desk)
    assert found == []


def test_the_list_of_questions_fits_a_desk(new_context, site: str):
    desk = sign_in(new_context(), make_editor(), site)
    desk.goto(f"{site}/admin/guide/question/")
    expect(desk.locator("#result_list .field-current").first).to_be_visible()
    hidden = "table => table.scrollWidth - table.clientWidth"
    assert desk.locator(".results").evaluate(hidden) == 0


def test_an_edit_changes_what_is_asked_and_not_what_was_answered(
    page: Page, new_context, site: str
):
    start_quiz(page, site, label="SNS", number=4)
    old = page.locator("legend.stem").inner_text()
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_be_visible()
    answered = page.url

    desk = sign_in(new_context(), make_editor(), site)
    faults = watch(desk)
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
    desk.get_by_label("Wording").check()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("Published as revision 2")
    desk.get_by_role("link", name="Preview", exact=True).click()
    expect(desk.locator("main")).to_contain_text("A team of editors has rewritten")

    page.goto(answered)
    assert page.locator("main .stem").first.inner_text() == old
    code = Question.objects.get(revision__number=2)
    assert re.search("A team of editors", code.revision.content["stem"])
    assert code.revision.editor.email == "ed@example.com"
    assert faults == []
