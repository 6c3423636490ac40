"""An editor sends a file, looks, imports, undoes; and takes questions away as a file."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from guide.formats import json_, registry
from guide.models import ImportBatch, Question
from tests.factories import make_question, make_topic, make_user
from tests.guide.desk import make_editor, said
from tests.guide.records import make_record

pytestmark = pytest.mark.django_db

SEND = reverse("admin:guide_importbatch_add")
LIST = reverse("admin:guide_importbatch_changelist")
EXPORT = reverse("admin:guide_question_export")
QUESTIONS = reverse("admin:guide_question_changelist")


@pytest.fixture
def editor(client, exam) -> User:
    make_topic("sqs", body="Text.\n\n## Visibility timeout\n\nMore.")
    editor = make_editor()
    client.force_login(editor)
    return editor


def send(client, data: bytes, name: str = "file.json", **fields):
    return client.post(SEND, {"file": SimpleUploadedFile(name, data), **fields}, follow=True)


def page_of(batch: ImportBatch) -> str:
    return reverse("admin:guide_importbatch_change", args=[batch.pk])


def test_an_editor_sends_looks_imports_and_undoes(client, editor):
    page = send(client, json_.write([make_record()]))
    batch = ImportBatch.objects.get()
    assert page.redirect_chain[-1][0] == page_of(batch)
    assert "New questions are drafts." in page.text
    assert page.context["counts"] == [("new", 1), ("changed", 0), ("unchanged", 0)]
    assert not Question.objects.exists()

    confirm = {"_apply": "1", "seen": page.context["plan"].digest}
    page = client.post(page_of(batch), confirm, follow=True)
    assert said(page) == ["Imported: 1 new, 0 changed."]
    assert client.post(page_of(batch), confirm, follow=True).status_code == 200
    assert Question.objects.count() == 1
    assert "imported" in client.get(LIST).text

    page = client.post(page_of(batch), {"_undo": "1"}, follow=True)
    assert said(page) == ["Undone: everything is as it was before the import."]
    assert not Question.objects.exists()
    entries = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(entries) == [
        "Imported file.json: 1 new, 0 changed.",
        "Undone: the import of file.json.",
    ]


def test_a_file_with_an_error_shows_its_lines_and_can_not_be_imported(client, editor):
    page = send(client, json_.write([make_record(section="sqs#nowhere")]))
    assert page.status_code == 422
    assert "<td>2</td><td>there is no section sqs#nowhere</td>" in page.text
    assert 'name="_apply"' not in page.text
    sent = {"_apply": "1", "seen": page.context["plan"].digest}
    page = client.post(page_of(ImportBatch.objects.get()), sent)
    assert page.status_code == 422
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "fields", "fault"),
    [
        (b"x" * 10_000_001, "file.json", {}, "10,000,000 at most"),
        (b"x", "file.docx", {}, "does not say the format"),
        (b"", "file.json", {}, "The submitted file is empty"),
        (b"x", "file.json", {"format": "anki"}, "Select a valid choice"),
        (b"x", "file.json", {"topic": "nowhere"}, "Select a valid choice"),
    ],
)
def test_what_can_not_be_taken_is_said_in_the_form(client, editor, data, name, fields, fault):
    page = send(client, data, name, **fields)
    assert page.status_code == 422
    assert fault in page.text
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_no_such_file_is_answered_with_its_fault(client, editor):
    page = send(client, bytes(range(256)), "file.xlsx")
    assert page.status_code == 422
    assert "is not an XLSX file" in page.text


def test_a_change_meanwhile_is_a_conflict_and_shown(client, editor):
    send(client, json_.write([make_record()]))
    page = client.post(page_of(ImportBatch.objects.get()), {"_apply": "1", "seen": "old"})
    assert page.status_code == 409
    assert "Questions have changed since" in said(page)[0]


def test_undoing_what_was_changed_since_is_refused_by_name(client, editor):
    page = send(client, json_.write([make_record()]))
    batch, seen = ImportBatch.objects.get(), page.context["plan"].digest
    client.post(page_of(batch), {"_apply": "1", "seen": seen})
    Question.objects.update(note="Mine")
    page = client.post(page_of(batch), {"_undo": "1"})
    assert page.status_code == 409
    assert said(page)[-1] == "Not undone. Changed since the import: sqs-visibility-timeout."


def test_a_discarded_file_is_gone(client, editor):
    send(client, json_.write([make_record()]))
    batch = ImportBatch.objects.get()
    client.post(page_of(batch), {"_discard": "1"})
    assert not ImportBatch.objects.exists()
    assert client.get(page_of(batch), follow=True).redirect_chain[-1][0] == LIST


def test_with_a_second_pair_of_eyes_no_import_publishes(client, editor, settings):
    settings.SECOND_PAIR_OF_EYES = True
    page = send(client, json_.write([make_record()]), publish="on")
    assert page.context["batch"].publish is False


def test_files_are_for_editors_and_one_that_is_not_imported_for_its_sender(client, editor):
    send(client, json_.write([make_record()]))
    batch = ImportBatch.objects.get()
    client.force_login(make_editor("other@example.com"))
    assert client.get(page_of(batch), follow=True).redirect_chain[-1][0] == LIST
    helper = make_user("helper@example.com")
    helper.is_staff = True
    helper.save()
    client.force_login(helper)
    for url in (SEND, LIST, EXPORT, page_of(batch)):
        assert client.get(url).status_code == 403
    assert client.post(page_of(batch), {"_apply": "1"}).status_code == 403


@pytest.mark.parametrize("key", list(registry.FORMATS))
def test_the_list_is_exported_as_it_is_filtered(client, editor, key):
    wanted, _ = make_question(), make_question(published=False)
    page = client.get(EXPORT, {"status__exact": "published"})
    assert page.context["count"] == 1
    file = client.get(EXPORT, {"status__exact": "published", "format": key})
    assert file["Content-Disposition"].startswith('attachment; filename="questions.')
    assert file["Content-Type"] == registry.FORMATS[key].content_type
    if key in {"yaml", "json", "csv", "gift", "moodle"}:
        assert wanted.code in file.text


def test_the_ticked_questions_are_exported(client, editor):
    one, _ = make_question(), make_question()
    ticked = {"action": "export_selected", "_selected_action": [one.pk]}
    page = client.post(QUESTIONS, ticked)
    assert page.context["count"] == 1
    file = client.post(QUESTIONS, {**dict(page.context["kept"]), "format": "json"})
    assert [item["id"] for item in file.json()] == [one.code]


def test_an_unknown_format_or_filter_is_no_error_of_the_server(client, editor):
    assert client.get(EXPORT, {"format": "docx"}).status_code == 422
    assert client.get(EXPORT, {"stem__password": "x"}).url == QUESTIONS
    assert client.get(EXPORT, {"difficulty__exact": "x"}).url == QUESTIONS


def test_the_history_asks_as_much_for_many_imports_as_for_one(
    client, editor, django_assert_max_num_queries
):
    for n in range(10):
        page = send(client, json_.write([make_record(id=f"sqs-visibility-{n}-x")]))
        sent = {"_apply": "1", "seen": page.context["plan"].digest}
        client.post(page_of(page.context["batch"]), sent)
    with django_assert_max_num_queries(8):
        assert client.get(LIST).text.count("file.json") >= 10
