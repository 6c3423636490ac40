"""What somebody gets who asks for everything that is held about them."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from quiz import services
from quiz.models import Attempt, Response
from studyguide.export import document
from tests.accounts.everything import SECRET, make_running_exam, make_somebody
from tests.factories import NOW, make_attempt, make_question

URL = reverse("export_data")


def tables_of(client) -> dict[str, list[dict]]:
    return client.get(URL, {"format": "json"}).json()["tables"]


def sheets_of(client) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(client.get(URL, {"format": "csv"}).content)) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


@pytest.fixture
def anna(exam):
    return make_somebody("anna@example.org")


def test_an_answer_is_told_with_its_question_and_revision(anna):
    user, client = anna
    response = Response.objects.filter(attempt__user=user)[0]

    told = tables_of(client)["quiz.response"][0]

    assert told["revision"] == f"{response.revision.question.code} r1"
    assert told["attempt"] == response.attempt_id
    assert (told["chosen"], told["correct"], told["confidence"]) == (["a"], True, None)
    assert told["question"].startswith("A developer builds question ")
    assert told["question"].endswith(" Which change will meet this requirement?")
    assert told["chosen_options"] == ["Take the course of action AAA"]
    assert told["answered_at"] == "2026-11-23T12:00:00Z"


def test_ways_to_sign_in_are_told_without_their_secrets(anna):
    user, client = anna
    document = client.get(URL, {"format": "json"})

    names = [row["name"] for row in document.json()["tables"]["mfa.authenticator"]]
    assert names == ["TOTP Authenticator", "My telephone"]
    session = client.session.session_key
    for secret in (SECRET, user.password, session, f"key of {user.email}"):
        assert secret not in document.text


def test_nothing_of_anybody_else_is_told(anna):
    make_somebody("bea@example.org")
    _, client = anna

    assert "bea@example.org" not in client.get(URL, {"format": "json"}).text


def test_what_stays_without_the_name_is_told_apart(anna):
    _, client = anna

    named = client.get(URL, {"format": "json"}).json()["named"]

    assert {(row["table"], row["as"]) for row in named} == {
        ("guide.revision", "editor"),
        ("guide.topicrevision", "editor"),
        ("quiz.rekey", "editor"),
    }


def test_while_an_exam_runs_nothing_tells_right_from_wrong(signed_in, user, exam):
    attempt = make_running_exam(user)
    for response, chosen in zip(attempt.responses.all(), "bc", strict=True):
        services.answer(response, chosen, version=0, now=timezone.now())

    rows = tables_of(signed_in)["quiz.response"]
    assert [row["chosen"] for row in rows] == [["b"], ["c"]]
    assert [(row["correct"], row["was_right"], row["rekey"]) for row in rows] == [(None,) * 3] * 2
    assert rows[0]["chosen_options"] == ["Take the course of action BBB"]
    header, *sheet = sheets_of(signed_in)["quiz.response.csv"]
    for name in ("correct", "was_right", "rekey"):
        assert {row[header.index(name)] for row in sheet} == {""}

    past = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(started_at=past - timedelta(hours=1), deadline=past)
    assert [row["correct"] for row in tables_of(signed_in)["quiz.response"]] == [True, False]


def test_rows_of_a_running_exam_differ_in_what_was_chosen_alone(signed_in, user, exam):
    told = []
    for chosen in "bc":
        attempt = make_running_exam(user)
        response = attempt.responses.all()[0]
        services.answer(response, chosen, version=0, now=timezone.now())
        told += [row for row in tables_of(signed_in)["quiz.response"] if row["id"] == response.pk]
    own = {"id", "attempt", "revision", "question", "option_order", "answered_at", "seconds"}
    own |= {"chosen", "chosen_options"}
    right, wrong = ({name: row[name] for name in row.keys() - own} for row in told)
    assert right == wrong


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_looks_like_a_formula_is_no_formula_in_a_sheet(signed_in, user, exam, text):
    question = make_question()
    user.notes.create(question=question, text=text, updated_at=NOW)

    header, row = sheets_of(signed_in)["quiz.note.csv"]

    assert row[header.index("text")] == f"'{text}"
    assert tables_of(signed_in)["quiz.note"][0]["text"] == text


def test_the_sheets_say_what_the_document_says(anna):
    _, client = anna
    tables, sheets = tables_of(client), sheets_of(client)

    assert set(sheets) == {f"{name}.csv" for name in [*tables, "named", "left_out"]}
    for name, rows in tables.items():
        header, *sheet = sheets[f"{name}.csv"]
        assert header == list(rows[0])
        assert [row[0] for row in sheet] == [str(row["id"]) for row in rows]


@pytest.mark.parametrize(
    ("wanted", "status", "content_type"),
    [
        ("", 200, "text/html; charset=utf-8"),
        ("xml", 422, "text/html; charset=utf-8"),
        ("json", 200, "application/json"),
        ("csv", 200, "application/zip"),
    ],
)
def test_there_are_two_formats(signed_in, wanted, status, content_type):
    reply = signed_in.get(URL, {"format": wanted} if wanted else {})

    assert (reply.status_code, reply["Content-Type"]) == (status, content_type)
    assert "no-store" in reply["Cache-Control"]


def test_a_guest_gets_everything_too_and_a_stranger_nothing(client, exam):
    assert client.get(URL, {"format": "json"}).url.startswith(reverse("account_login"))

    guest = User.objects.create_guest()
    make_attempt(guest, [make_question()])
    client.force_login(guest)
    assert {"accounts.user", "quiz.attempt", "quiz.response"} == set(tables_of(client))


def test_many_answers_take_as_many_queries_as_one(user, exam):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            document(user, NOW)
        return len(asked)

    make_attempt(user, [make_question()])
    one = queries()
    for _ in range(20):
        make_attempt(user, [make_question(), make_question()])

    assert queries() == one
