"""A day at the editors' desk: find, edit, preview, publish; import, mend, undo; answer a report."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Page, expect

from guide.content.writing import records_text
from guide.conversion import question_record
from guide.models import Question
from tests.browser.conftest import violations, watch
from tests.browser.test_editor import make_editor, sign_in
from tests.browser.test_learner import choose_something, start_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAD = (
    "A team has written this text anew, so that everybody who reads it sees at once what it asks "
    "for, and nobody has to read it twice.\n\n"
)


@pytest.fixture
def desk(new_context, site: str) -> Page:
    editor = make_editor()
    editor.user_permissions.set(Permission.objects.filter(codename__endswith="_report"))
    return sign_in(new_context(), editor, site)


def report_a_problem(page: Page, site: str) -> None:
    start_quiz(page, site, label="SNS", number=4)
    choose_something(page)
    page.get_by_role("button", name="Check").click()
    page.get_by_role("link", name="Report a problem").click()
    page.locator("#report select").select_option("unclear")
    page.locator("#report textarea").fill("Please say which Region is meant.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def seen_by_axe(desk: Page) -> list[str]:
    """In a tab of its own: axe writes styles, which the content policy refuses and reports."""
    tab = desk.context.new_page()
    tab.goto(desk.url)
    tab.wait_for_load_state("networkidle")
    found = violations(tab)
    tab.close()
    return found


def test_a_day_of_an_editor(page: Page, desk: Page, site: str, tmp_path: Path):
    faults = watch(desk)
    report_a_problem(page, site)

    # Find
    desk.goto(f"{site}/admin/guide/question/")
    desk.locator("#searchbar").fill("KMS")
    desk.keyboard.press("Enter")
    desk.get_by_label("Keep this list as").fill("On keys")
    desk.get_by_role("button", name="Keep", exact=True).click()
    desk.goto(f"{site}/admin/guide/question/?kind__exact=single")
    desk.get_by_role("link", name="On keys").click()
    desk.goto(f"{desk.url}&kind__exact=single")
    assert seen_by_axe(desk) == []

    # Edit, and see it beside
    desk.locator("#result_list tbody th a").first.click()
    stem = desk.locator("#id_stem")
    stem.fill(LEAD + stem.input_value().strip().split("\n\n")[-1])
    expect(desk.locator(".live-page .stem")).to_contain_text("A team has written this text anew")
    desk.get_by_label("shuffled").check()
    expect(desk.locator(".live-page .options li").first).to_be_visible()
    assert seen_by_axe(desk) == []
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
    edited = desk.url

    # Publish, and on to the next
    desk.get_by_role("button", name="Save and publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("Published as revision 2")
    desk.goto(edited)
    desk.locator("#id_note").evaluate("note => note.closest('details').open = true")
    desk.locator("#id_note").fill("Seen.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".messagelist")).to_contain_text("This is the next one.")
    assert desk.url != edited

    # Import with a fault, mended, and undone
    like = Question.objects.complete().filter(kind="single", status="published")[0]
    record = question_record(like).model_copy(update={"id": "sns-import-of-the-day"})
    file = tmp_path / "day.yaml"
    file.write_text(records_text([record.model_copy(update={"section": "sns#nowhere"})]))
    send(desk, site, file)
    expect(desk.get_by_text("Nothing can be imported while there is an error.")).to_be_visible()
    file.write_text(records_text([record]))
    send(desk, site, file)
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Imported: 1 new")
    assert Question.objects.filter(code="sns-import-of-the-day").exists()
    desk.get_by_role("button", name="Undo this import").click()
    expect(desk.locator(".messagelist")).to_contain_text("Undone")
    assert not Question.objects.filter(code="sns-import-of-the-day").exists()

    # Answer the report
    desk.goto(f"{site}/admin/quiz/report/?status__exact=open")
    desk.locator("#result_list tbody th a").first.click()
    desk.get_by_label("Status").select_option("accepted")
    desk.get_by_label("Answer").fill("Thank you: it says so now.")
    desk.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{site}/reports/")
    expect(page.locator("main")).to_contain_text("Thank you: it says so now.")
    assert faults == []


def send(desk: Page, site: str, file: Path) -> None:
    desk.goto(f"{site}/admin/guide/importbatch/add/")
    desk.locator("input[type=file]").set_input_files(file)
    desk.get_by_role("button", name="Look at it").click()


def test_two_editors_at_one_question(desk: Page, new_context, site: str):
    question = Question.objects.filter(kind="single").order_by("code")[0]
    other = sign_in(new_context(), make_editor("two@example.com"), site)
    for each in (desk, other):
        each.goto(f"{site}/admin/guide/question/{question.pk}/change/")
        each.locator("#id_explanation").fill(f"The words of {'one' if each is desk else 'two'}.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_be_visible()
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_role("heading", name="Somebody else has changed this")).to_be_visible()
    assert violations(other) == []
    other.get_by_role("button", name="Save mine over it").click()
    expect(other.locator(".messagelist")).to_be_visible()
    question.refresh_from_db()
    assert question.explanation == "The words of two."
