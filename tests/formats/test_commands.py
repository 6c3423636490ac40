"""Files of questions at the command line."""

import pytest
from django.core.management import CommandError, call_command

from guide.formats import json_
from guide.models import Question
from tests.factories import make_question, make_topic
from tests.guide.records import make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, exam):
    make_topic("sqs", body="Text.\n\n## Visibility timeout\n\nMore.")
    path = tmp_path / "file.json"
    path.write_bytes(json_.write([make_record()]))
    return path


def run(capsys, *words) -> str:
    call_command(*map(str, words))
    return capsys.readouterr().out


def test_without_apply_nothing_is_written(file, capsys):
    assert run(capsys, "import_questions", file) == "1 new, 0 changed, 0 unchanged, 0 left out\n"
    assert not Question.objects.exists()


def test_with_apply_it_is_imported_and_a_second_time_unchanged(file, capsys):
    assert run(capsys, "import_questions", file, "--publish", "--apply").endswith("Imported.\n")
    assert Question.objects.get().status == "published"
    said = run(capsys, "import_questions", file, "--publish", "--apply")
    assert said == "0 new, 0 changed, 1 unchanged, 0 left out\n"


def test_errors_are_said_with_file_and_line_and_nothing_is_written(file, capsys):
    file.write_bytes(json_.write([make_record(), make_record(id="a-b-c", section="sqs#no")]))
    with pytest.raises(CommandError, match=r"1 errors\. Nothing was imported"):
        call_command("import_questions", str(file), "--apply")
    assert f"{file}:" in capsys.readouterr().err
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("nowhere.json", [], "can't be read"),
        ("file.docx", [], "Which format has"),
        ("file.json", ["--topic", "nowhere"], "There is no topic nowhere"),
    ],
)
def test_what_is_asked_for_wrongly_is_said(file, name, words, said):
    (file.parent / "file.docx").write_bytes(b"")
    with pytest.raises(CommandError, match=said):
        call_command("import_questions", str(file.parent / name), *words)


def test_questions_are_exported_by_topic_status_and_exam(exam, tmp_path, capsys):
    one, _ = make_question(), make_question(published=False)
    path = tmp_path / "out.json"
    call_command("export_questions", str(path), topic=one.topic.slug, exam="DVA-C02")
    assert one.code in path.read_text()
    run(capsys, "export_questions", path, "--status", "retired")
    assert path.read_text() == "[]\n"


def test_what_a_format_can_not_hold_is_counted(exam, tmp_path, capsys):
    make_question(correct="ab")
    call_command("export_questions", str(tmp_path / "out.txt"))
    assert capsys.readouterr().err == "1 questions do not fit Aiken.\n"
