"""Deleting oneself: all of it, nothing else, and never by accident."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from guide.models import Revision
from quiz.models import Statistic
from studyguide import personal
from studyguide.export import document
from tests.accounts.everything import PASSWORD, all_rows, make_somebody, personal_tables, signed_in
from tests.factories import NOW, answer_all, make_attempt, make_question

URL = reverse("delete_account")
EXPORT = reverse("export_data")


@pytest.fixture(autouse=True)
def _no_tries_so_far():
    cache.clear()


def rows_in(told: dict) -> dict[str, set[object]]:
    return {table: {row["id"] for row in rows} for table, rows in told["tables"].items()}


def test_what_is_exported_is_what_deletion_removes(exam):
    _, client = make_somebody("anna@example.org")
    bea, _ = make_somebody("bea@example.org")
    beas = document(bea, NOW)["tables"]
    told = client.get(EXPORT, {"format": "json"}).json()
    before = all_rows()

    client.post(URL, {"typed": "anna@example.org"})

    after = all_rows()
    removed = {table: before[table] - after[table] for table in before}
    removed = {table: rows for table, rows in removed.items() if rows}
    assert removed == rows_in(told)
    assert set(removed) == {model._meta.label_lower for model in personal_tables()}, (
        "give tests.accounts.everything a row of the new table"
    )
    assert document(bea, NOW)["tables"] == beas


def test_what_an_editor_made_stays_without_the_name(exam):
    anna, client = make_somebody("anna@example.org")
    revisions = list(Revision.objects.filter(editor=anna))
    assert revisions

    client.post(URL, {"typed": "anna@example.org"})

    assert not Revision.objects.filter(pk__in=[r.pk for r in revisions]).exclude(editor=None)
    assert Revision.objects.filter(pk__in=[r.pk for r in revisions]).count() == len(revisions)


def test_the_log_of_the_administration_forgets_the_address(client, exam):
    anna, hers = make_somebody("anna@example.org")
    client.force_login(User.objects.create_superuser("boss@example.org"))
    page = reverse("admin:accounts_user_change", args=[anna.pk])
    client.post(page, {"email": "anna@example.org", "is_active": "on", "is_staff": "on"})
    told = hers.get(EXPORT, {"format": "json"}).json()
    assert ("admin.logentry", "object_repr") in {(row["table"], row["as"]) for row in told["named"]}

    hers.post(URL, {"typed": "anna@example.org"})

    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["somebody who has left"]


def test_counts_without_a_person_stay(exam):
    _, client = make_somebody("anna@example.org")
    Statistic.objects.create(question=make_question(), meaning=1, answers=30, refreshed_at=NOW)

    client.post(URL, {"typed": "anna@example.org"})

    assert Statistic.objects.get().answers == 30


def test_the_effect_is_stated_in_numbers(exam):
    _, client = make_somebody("anna@example.org")

    page = client.get(URL).text

    assert "1 quiz and exams, with 2 answers" not in page
    assert "1 quiz or exam, with 2 answers" in page
    assert "1 note and 1 report to the editors" in page


@pytest.mark.parametrize("typed", ["", "yes", "delete", "bea@example.org"])
def test_nothing_goes_unless_the_address_is_typed(exam, typed):
    _, client = make_somebody("anna@example.org")
    before = all_rows()

    page = client.post(URL, {"typed": typed})

    assert page.status_code == 422
    assert "<title>Error: Delete the account" in page.text
    assert all_rows() == before


def test_capital_letters_and_spaces_do_not_matter(exam):
    _, client = make_somebody("anna@example.org")

    client.post(URL, {"typed": " Anna@Example.org "})

    assert not User.objects.exists()


def test_the_password_is_asked_for_first(client, user, exam):
    client.force_login(user)

    for reply in (client.get(URL), client.post(URL, {"typed": user.email})):
        assert reply.url.startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=user.pk).exists()


def test_all_devices_are_signed_out_and_the_page_says_what_happened(exam):
    anna = User.objects.create_user("anna@example.org", PASSWORD)
    client, elsewhere = signed_in(anna), signed_in(anna)
    keys = [client.session.session_key, elsewhere.session.session_key]

    page = client.post(URL, {"typed": "anna@example.org"}, follow=True)

    assert "Deleted: your account" in page.text
    assert not Session.objects.filter(session_key__in=keys).exists()
    assert elsewhere.get(reverse("quiz:history")).url.startswith(reverse("account_login"))


def test_a_guest_deletes_everything_by_typing_so(client, exam):
    guest = User.objects.create_guest()
    answer_all(make_attempt(guest, [make_question()]), "a")
    client.force_login(guest)
    assert "Type DELETE to confirm" in client.get(URL).text

    client.post(URL, {"typed": "delete"})

    assert not User.objects.exists()


def test_deleting_twice_is_deleting_once(exam):
    _, client = make_somebody("anna@example.org")

    client.post(URL, {"typed": "anna@example.org"})

    assert client.post(URL, {"typed": "anna@example.org"}).url.startswith(reverse("account_login"))


def test_the_only_administrator_is_told_why_not(exam):
    boss, client = make_somebody("boss@example.org")
    User.objects.filter(pk=boss.pk).update(is_superuser=True)
    User.objects.create_superuser("gone@example.org", is_active=False)

    assert "You are the only administrator" in client.get(URL).text
    refused = client.post(URL, {"typed": "boss@example.org"})
    assert refused.status_code == 422
    assert "You are the only administrator" in refused.text
    boss.refresh_from_db()
    with pytest.raises(personal.LastAdministrator):
        personal.delete(boss)

    User.objects.create_superuser("new@example.org")
    client.post(URL, {"typed": "boss@example.org"})
    assert not User.objects.filter(email="boss@example.org").exists()
