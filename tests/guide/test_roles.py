"""Learner, editor, reviewer, administrator; and the second pair of eyes."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from guide.models import Question
from tests.factories import make_question, make_user
from tests.guide.desk import make_editor, said, send, url_of

pytestmark = pytest.mark.django_db

CONTENT = {"Exam", "FileConflict", "Question", "Report", "Statistic", "Subject", "Topic"}
NEW = (
    "A new text that somebody has written says what the question asks in other words, and "
    "it needs the eyes of another person before learners see it at all.\n\n"
    "Which change will meet this requirement?"
)


@pytest.fixture
def question(exam) -> Question:
    return make_question()


@pytest.fixture
def second_pair(settings) -> None:
    settings.SECOND_PAIR_OF_EYES = True


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def again(question: Question) -> Question:
    return Question.objects.complete().get(pk=question.pk)


# Who sees what


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("Editors", set()),
        ("Reviewers", {"LogEntry"}),
        ("Administrators", {"LogEntry", "User"}),
    ],
)
def test_each_role_sees_what_it_works_with(role, more):
    index = signed_in(make_editor(role=role)).get(reverse("admin:index"))
    shown = {m["object_name"] for app in index.context["app_list"] for m in app["models"]}
    assert shown - {"ImportBatch"} == CONTENT | more


@pytest.mark.parametrize("role", ["Editors", "Reviewers"])
def test_who_works_on_content_sees_no_learner(role, question):
    learner = make_user("learner@example.com")
    desk = signed_in(make_editor(role=role))
    for address in [
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_change", args=[learner.pk]),
        reverse("admin:auth_group_changelist"),
    ]:
        assert desk.get(address).status_code == 403
    for address in [
        reverse("admin:index"),
        reverse("admin:guide_question_changelist"),
        url_of(question),
        reverse("admin:quiz_report_changelist"),
    ]:
        assert "learner@example.com" not in desk.get(address).text


def test_an_administrator_changes_what_people_may_do():
    person = make_user("new@example.com")
    desk = signed_in(make_editor(role="Administrators"))
    address = reverse("admin:accounts_user_change", args=[person.pk])
    editors = Group.objects.get(name="Editors")
    desk.post(
        address,
        {"email": person.email, "is_active": "on", "is_staff": "on", "groups": [editors.pk]},
    )
    person.refresh_from_db()
    assert (person.is_staff, list(person.groups.all())) == (True, [editors])


# The second pair of eyes


def test_without_the_switch_an_editor_publishes(question):
    page = send(signed_in(make_editor()), question, "_publish", stem=NEW)
    assert said(page) == ["Published as revision 2."]


def test_with_the_switch_publishing_is_a_proposal_and_learners_see_nothing(second_pair, question):
    desk = signed_in(make_editor())
    assert "Save and propose" in desk.get(url_of(question)).text
    send(desk, question, "_publish", stem=NEW)
    asked = again(question)
    assert (asked.proposed_by.email, asked.revision.number) == ("ed@example.com", 1)
    assert "Proposed by ed@example.com" in desk.get(url_of(question)).text


@pytest.mark.parametrize("role", ["Editors", "Reviewers", "Administrators"])
def test_nobody_publishes_what_they_have_proposed_themselves(second_pair, question, role):
    desk = signed_in(make_editor(role=role))
    for _ in range(2):
        send(desk, question, "_publish", stem=NEW)
    assert again(question).revision.number == 1


def test_another_editor_is_no_reviewer(second_pair, question):
    send(signed_in(make_editor()), question, "_publish", stem=NEW)
    send(signed_in(make_editor("two@example.com")), question, "_publish")
    assert again(question).revision.number == 1


def test_a_reviewer_publishes_what_another_has_proposed(second_pair, question):
    send(signed_in(make_editor()), question, "_publish", stem=NEW)
    reviewer = signed_in(make_editor("rev@example.com", "Reviewers"))
    page = send(reviewer, question, "_publish")
    assert said(page) == ["Published as revision 2."]
    shown = again(question)
    assert (shown.proposed_by, shown.revision.editor.email) == (None, "rev@example.com")


def test_a_reviewer_who_changes_the_text_needs_another_pair_of_eyes(second_pair, question):
    send(signed_in(make_editor()), question, "_publish", stem=NEW)
    reviewer = signed_in(make_editor("rev@example.com", "Reviewers"))
    send(reviewer, question, "_publish", stem=NEW.replace("new text", "newer text"))
    asked = again(question)
    assert (asked.revision.number, asked.proposed_by.email) == (1, "rev@example.com")


def test_a_reviewer_sends_back_with_a_note_that_the_editor_reads(second_pair, question):
    editor = signed_in(make_editor())
    send(editor, question, "_publish", stem=NEW)
    reviewer = signed_in(make_editor("rev@example.com", "Reviewers"))
    assert said(send(reviewer, question, "_send_back")) == [
        "Not sent back: say in the note what is missing."
    ]
    send(reviewer, question, "_send_back", publish_note="The source is missing.")
    assert again(question).proposed_by is None
    assert "Sent back: The source is missing." in editor.get(url_of(question)).text
    found = editor.get(reverse("admin:guide_question_changelist"), {"proposal": "back"})
    assert list(found.context["cl"].result_list) == [question]
    send(editor, question, "_publish")
    assert (again(question).sent_back, again(question).proposed_by.email) == ("", "ed@example.com")


def test_an_editor_sends_nothing_back(second_pair, question):
    send(signed_in(make_editor()), question, "_publish", stem=NEW)
    two = signed_in(make_editor("two@example.com"))
    page = send(two, question, "_send_back", publish_note="No.")
    assert page.status_code == 403
    assert again(question).proposed_by


def test_what_is_not_ready_is_not_proposed(second_pair, question):
    page = send(signed_in(make_editor()), question, "_publish", sources="")
    assert said(page)[0] == "The change is saved, but not proposed:"
    assert again(question).proposed_by is None


def test_the_page_for_answered_questions_is_no_way_around(second_pair, question):
    desk = signed_in(make_editor())
    send(desk, question, stem=NEW)
    address = reverse("admin:guide_question_publish", args=[question.pk])
    assert desk.get(address).status_code == 403
    assert desk.post(address, {"change": "wording"}).status_code == 403
