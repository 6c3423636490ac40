"""Notes for oneself, and reports to the editors."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from quiz import services
from quiz.models import Note, Report
from tests.factories import NOW, answer_all, make_attempt, make_question, make_user

HTMX = {"HX-Request": "true"}


@pytest.fixture
def attempt(user, exam):
    attempt = make_attempt(user, [make_question()])
    answer_all(attempt, ["b"])
    return attempt


def url_of(attempt, name) -> str:
    return reverse(f"quiz:{name}", args=[attempt.pk, 1])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_is_kept_changed_and_taken_away(signed_in, user, attempt, headers):
    for text in ("Read this again", "Read it twice"):
        signed_in.post(url_of(attempt, "note"), {"text": text}, headers=headers)
        assert user.notes.get().text == text
        assert text in signed_in.get(url_of(attempt, "question")).content.decode()
    signed_in.post(url_of(attempt, "note"), {"text": " "}, headers=headers)
    assert not user.notes.exists()


def test_a_note_comes_back_with_its_question_and_to_nobody_else(client, user, exam):
    question = make_question()
    for email, seen in (("ana@example.com", True), ("eve@example.com", False)):
        who = user if seen else make_user(email)
        client.force_login(who)
        attempt = make_attempt(who, [question])
        if seen:
            client.post(url_of(attempt, "note"), {"text": "Mine alone"})
        again = make_attempt(who, [question])
        answer_all(again, ["a"])
        page = client.get(url_of(again, "question")).content.decode()
        assert ("Mine alone" in page) is seen


def test_a_note_does_not_show_before_the_answer(signed_in, user, exam):
    question = make_question()
    Note.objects.create(user=user, question=question, text="It is b", updated_at=NOW)
    attempt = make_attempt(user, [question])
    assert "It is b" not in signed_in.get(url_of(attempt, "question")).content.decode()


def test_a_note_too_long_is_said_and_not_lost(signed_in, user, attempt):
    reply = signed_in.post(url_of(attempt, "note"), {"text": "x" * 2001}, headers=HTMX)
    assert reply.status_code == 422
    assert "x" * 2001 in reply.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_report_is_sent_once_and_its_reporter_sees_it(signed_in, user, attempt, headers):
    data = {"problem": "key", "text": "It is c", "form_key": uuid.uuid4()}
    for _ in range(2):
        signed_in.post(url_of(attempt, "report"), data, headers=headers)
    report = user.reports.get()
    assert report.revision == attempt.responses.get().revision
    page = signed_in.get(reverse("quiz:reports")).content.decode()
    assert "It is c" in page
    assert "Open" in page


def test_a_report_without_a_problem_is_asked_for_it(signed_in, user, attempt):
    reply = signed_in.post(url_of(attempt, "report"), {"form_key": uuid.uuid4()}, headers=HTMX)
    assert reply.status_code == 422
    assert not user.reports.exists()


@pytest.mark.parametrize("name", ["note", "report"])
def test_nobody_writes_about_an_attempt_of_somebody_else(client, attempt, name):
    client.force_login(make_user("eve@example.com"))
    data = {"text": "x", "problem": "key", "form_key": uuid.uuid4()}
    assert client.post(url_of(attempt, name), data).status_code == 404


def test_an_editor_answers_without_seeing_who_asked(client, user, attempt):
    report = Report.objects.create(
        reporter=user,
        revision=attempt.responses.get().revision,
        problem="key",
        text="It is c",
        form_key=uuid.uuid4(),
        created_at=NOW,
    )
    editor = make_user("ed@example.com")
    editor.is_staff = True
    editor.save()
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    listed = client.get(reverse("admin:quiz_report_changelist")).content.decode()
    url = reverse("admin:quiz_report_change", args=[report.pk])
    assert user.email not in listed + client.get(url).content.decode()
    client.post(url, {"status": "declined", "answer": "The page says b."})
    report.refresh_from_db()
    assert report.closed_at
    client.post(url, {"status": "open", "answer": ""})
    report.refresh_from_db()
    assert report.closed_at is None
    client.post(url, {"status": "accepted", "answer": "Thank you."})
    client.force_login(user)
    assert b"Thank you." in client.get(reverse("quiz:reports")).content


def test_signing_in_brings_notes_and_reports_of_the_guest_along(exam, user):
    both, guests = make_question(), make_question()
    guest = type(user).objects.create_guest()
    for who, question, text in (
        (user, both, "own"),
        (guest, both, "as guest"),
        (guest, guests, "x"),
    ):
        Note.objects.create(user=who, question=question, text=text, updated_at=NOW)
    key = uuid.uuid4()
    for who in (user, guest):
        who.reports.create(revision=both.revision, problem="typo", form_key=key, created_at=NOW)
    guest.reports.create(
        revision=both.revision, problem="key", form_key=uuid.uuid4(), created_at=NOW
    )
    services.take_over(guest, by=user)
    assert {n.question: n.text for n in user.notes.all()} == {both: "own\n\nas guest", guests: "x"}
    assert sorted(r.problem for r in user.reports.all()) == ["key", "typo"]
