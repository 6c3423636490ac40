"""Who did what is in a log that nobody can change in the admin."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from guide.models import Question
from tests.factories import make_question, make_user
from tests.guide.desk import make_editor, send

pytestmark = pytest.mark.django_db

LOG = reverse("admin:admin_logentry_changelist")


@pytest.fixture
def boss(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("boss@example.com"))
    return client


@pytest.fixture
def question(exam) -> Question:
    return make_question()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def messages() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.all()]


def test_what_editors_do_is_in_the_log(desk, boss, question):
    send(desk, question, "_publish", explanation=question.explanation + " And so on.")
    send(desk, question, "_retire")
    html = boss.get(LOG).text
    for text in ("Published revision 2.", "Retired.", question.code, "ed@example.com"):
        assert text in html


def test_a_changed_role_is_in_the_log_with_what_it_is_now(boss):
    person = make_user("new@example.com")
    address = reverse("admin:accounts_user_change", args=[person.pk])
    editors = Group.objects.get(name="Editors")
    data = {"email": person.email, "is_active": "on", "is_staff": "on", "groups": [editors.pk]}
    boss.post(address, data)
    assert any("Editors, staff" in message for message in messages())


def test_nobody_adds_to_the_log_changes_or_empties_it_not_even_a_superuser(boss, desk, question):
    send(desk, question, "_retire")
    entry = LogEntry.objects.latest("pk")
    for act, args in (("add", []), ("change", [entry.pk]), ("delete", [entry.pk])):
        address = reverse(f"admin:admin_logentry_{act}", args=args)
        assert boss.post(address, {"post": "yes", "change_message": "Mine"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    boss.post(LOG, data)
    assert LogEntry.objects.get(pk=entry.pk).get_change_message() == entry.get_change_message()


def test_who_has_entries_in_the_log_is_not_deleted_with_them(boss, desk, question):
    send(desk, question, "_retire")
    editor = User.objects.get(email="ed@example.com")
    address = reverse("admin:accounts_user_delete", args=[editor.pk])
    assert boss.post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=editor.pk).exists()


def test_the_log_is_filtered_by_person_kind_and_day(boss, desk, question):
    send(desk, question, "_retire")
    boss.post(reverse("admin:accounts_user_add"), {"email": "new@example.com"})
    editor = User.objects.get(email="ed@example.com")
    found = boss.get(LOG, {"user": editor.pk}).context["cl"].result_list
    assert {entry.user for entry in found} == {editor}
    assert boss.get(LOG, {"user": "x"}).status_code == 200
    entry = LogEntry.objects.latest("pk")
    by_kind = boss.get(LOG, {"content_type__id__exact": entry.content_type_id})
    assert {e.content_type for e in by_kind.context["cl"].result_list} == {entry.content_type}
    by_day = boss.get(LOG, {"action_time__year": entry.action_time.year - 1})
    assert list(by_day.context["cl"].result_list) == []


def test_a_reviewer_sees_what_was_done_to_content_and_not_to_people(boss, desk, question):
    boss.post(reverse("admin:accounts_user_add"), {"email": "learner@example.com"})
    send(desk, question, "_retire")
    desk.force_login(make_editor("rev@example.com", "Reviewers"))
    html = desk.get(LOG).text
    assert "Retired." in html
    assert "learner@example.com" not in html


def test_an_editor_does_not_see_the_log(desk):
    assert desk.get(LOG).status_code == 403


def test_the_log_costs_as_many_queries_for_many_entries_as_for_few(boss, desk, question):
    def cost() -> int:
        boss.get(LOG)
        with CaptureQueriesContext(connection) as queries:
            boss.get(LOG)
        return len(queries)

    send(desk, question, "_retire")
    few = cost()
    for n in range(8):
        send(desk, question, note=f"Note {n}")
    assert cost() == few < 16
