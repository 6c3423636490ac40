"""Nobody's text is overwritten unseen: not by another editor, not by a content load."""

from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from guide.conversion import question_record, topic_record
from guide.loading import Outcome, load
from guide.models import FileConflict, Question, Topic
from tests.factories import NOW, make_question, make_topic
from tests.guide.desk import filled, make_editor, said, url_of
from tests.guide.folders import make_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def again(question: Question) -> Question:
    return Question.objects.complete().get(pk=question.pk)


def sent(desk: Client, row, page: dict, button: str = "_save", **changes):
    data = page | {button: "1"} | {name.replace("__", "-"): v for name, v in changes.items()}
    return desk.post(url_of(row), {k: v for k, v in data.items() if v is not None}, follow=True)


def opened(desk: Client, row) -> dict:
    """What a browser holds of the page of a row, for later."""
    return filled(desk.get(url_of(row)))


# Two editors


def test_the_second_editor_sees_both_texts_and_nothing_is_saved(desk, exam):
    question = make_question()
    first, second = opened(desk, question), opened(desk, question)
    sent(desk, question, first, explanation="Their words about the rule.")
    page = sent(desk, question, second, explanation="My words about the rule.", note="Mine too")
    assert page.status_code == 409
    assert "<del>Their</del> words" in page.text
    assert "<ins>My</ins> words" in page.text
    assert "My words about the rule." in filled(page)["explanation"]
    assert (again(question).explanation, again(question).note) == (
        "Their words about the rule.",
        "",
    )


def test_saving_mine_after_seeing_both_takes_the_place_of_theirs(desk, exam):
    question = make_question()
    first, second = opened(desk, question), opened(desk, question)
    sent(desk, question, first, explanation="Their words about the rule.")
    refused = sent(desk, question, second, explanation="My words about the rule.")
    page = sent(desk, question, filled(refused))
    assert page.status_code == 200
    assert again(question).explanation == "My words about the rule."


def test_a_third_change_between_seeing_and_saving_is_a_conflict_again(desk, exam):
    question = make_question()
    first, second = opened(desk, question), opened(desk, question)
    sent(desk, question, first, explanation="Their words about the rule.")
    refused = sent(desk, question, second, explanation="My words about the rule.")
    sent(desk, question, opened(desk, question), explanation="A third text about the rule.")
    assert sent(desk, question, filled(refused)).status_code == 409
    assert again(question).explanation == "A third text about the rule."


@pytest.mark.parametrize(
    "theirs",
    [
        {"options__1__text": "Their second option"},
        {"options__3__DELETE": "on"},
        {"question_tasks__0__DELETE": "on"},
        {"options__0__key": "b", "options__1__key": "a"},
    ],
)
def test_options_and_tasks_are_part_of_a_conflict_and_mine_come_whole(desk, exam, theirs):
    question = make_question()
    before = question_record(question).digest()
    first, second = opened(desk, question), opened(desk, question)
    sent(desk, question, first, **theirs)
    assert question_record(again(question)).digest() != before
    refused = sent(desk, question, second)
    assert refused.status_code == 409
    sent(desk, question, filled(refused))
    assert question_record(again(question)).as_data() == question_record(question).as_data()


def test_an_option_that_i_took_away_stays_away_when_theirs_are_replaced(desk, exam):
    question = make_question()
    first, second = opened(desk, question), opened(desk, question)
    sent(desk, question, first, options__3__DELETE="on")
    refused = sent(desk, question, second, options__0__DELETE="on")
    sent(desk, question, filled(refused))
    assert [option.key for option in again(question).options.all()] == ["b", "c", "d"]


def test_publishing_meanwhile_is_no_conflict_of_texts(desk, exam):
    question = make_question(published=False)
    first, second = opened(desk, question), opened(desk, question)
    sent(desk, question, first, "_publish")
    page = sent(desk, question, second, note="Mine")
    assert page.status_code == 200
    assert again(question).note == "Mine"


def test_a_form_that_names_nothing_it_saw_is_refused(desk, exam):
    question = make_question()
    page = sent(desk, question, opened(desk, question), seen=None, note="Mine")
    assert page.status_code == 409
    assert again(question).note == ""


def test_topics_are_kept_apart_as_questions_are(desk):
    topic = make_topic("sqs")
    first, second = opened(desk, topic), opened(desk, topic)
    sent(desk, topic, first, body=topic.body.replace("Some text", "Their text"))
    mine = topic.body.replace("Some text", "My text")
    refused = sent(desk, topic, second, body=mine)
    assert refused.status_code == 409
    assert "<del>Their</del> text" in refused.text
    sent(desk, topic, filled(refused))
    assert "My text" in Topic.objects.get().body


# An editor and a content file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_folder(tmp_path)
    load(folder, now=NOW)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def conflicts(desk: Client, folder: Path) -> dict[str, FileConflict]:
    """A page, a question and a recall question that were changed on both sides."""
    topic, recall = Topic.objects.get(), Question.objects.recall().get()
    question = Question.objects.with_options().get()
    sent(desk, topic, opened(desk, topic), summary="Queues, as an editor sees them.")
    sent(desk, question, opened(desk, question), note="An editor's note")
    sent(desk, recall, opened(desk, recall), explanation="An editor's answer.")
    edit(folder / "guide/sqs.md", "Queues keep messages.", "Queues keep messages for days.")
    edit(folder / "questions/sqs.yaml", "difficulty: 2", "difficulty: 3")
    edit(folder / "recall/sqs.yaml", "answer: Messages.", "answer: Messages of the file.")
    report = load(folder, now=NOW)
    assert report.count(Outcome.CONFLICT) == 3
    return {conflict.name: conflict for conflict in FileConflict.objects.all()}


def page_of(conflict: FileConflict) -> str:
    return reverse("admin:guide_fileconflict_change", args=[conflict.pk])


def decide(desk: Client, conflict: FileConflict, button: str):
    seen = desk.get(page_of(conflict)).context["seen"]
    return desk.post(page_of(conflict), {"seen": seen, button: "1"}, follow=True)


def test_a_conflict_with_a_file_is_listed_with_both_texts(desk, conflicts):
    listed = desk.get(reverse("admin:guide_fileconflict_changelist")).text
    assert all(name in listed for name in conflicts)
    page = desk.get(page_of(conflicts["sqs"])).text
    assert "as an editor sees them" in page
    assert "<ins> for days</ins>" in page


def test_taking_the_side_of_the_files_leaves_nothing_to_load(desk, conflicts, folder):
    for conflict in conflicts.values():
        decide(desk, conflict, "_take")
    assert not FileConflict.objects.exists()
    report = load(folder, now=NOW)
    assert report.count(Outcome.UNCHANGED) == 3
    question = Question.objects.with_options().get()
    assert (question.difficulty, question.note, question.status) == (3, "", "published")
    assert "for days" in desk.get("/guide/sqs/").text
    assert "Messages of the file." in desk.get("/guide/sqs/").text


def test_what_is_kept_is_not_asked_about_again_until_the_file_changes(desk, conflicts, folder):
    kept = topic_record(Topic.objects.get()).digest()
    for conflict in conflicts.values():
        decide(desk, conflict, "_keep")
    report = load(folder, now=NOW)
    assert report.count(Outcome.KEPT) == 3
    assert not FileConflict.objects.exists()
    assert topic_record(Topic.objects.get()).digest() == kept
    edit(folder / "guide/sqs.md", "for days", "for weeks")
    load(folder, now=NOW)
    assert [conflict.name for conflict in FileConflict.objects.all()] == ["sqs"]


def test_a_decision_on_texts_that_have_changed_since_is_refused(desk, conflicts):
    conflict = conflicts["sqs"]
    seen = desk.get(page_of(conflict)).context["seen"]
    topic = Topic.objects.get()
    sent(desk, topic, opened(desk, topic), title="Queues")
    page = desk.post(page_of(conflict), {"seen": seen, "_take": "1"})
    assert page.status_code == 409
    assert Topic.objects.get().title == "Queues"


def test_a_decision_that_is_sent_twice_is_taken_once(desk, conflicts):
    data = {"seen": desk.get(page_of(conflicts["sqs"])).context["seen"], "_take": "1"}
    for _ in range(2):
        page = desk.post(page_of(conflicts["sqs"]), data, follow=True)
    assert said(page) == ["This conflict is decided already."]
    entries = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert entries.count("Conflict with the content files: took the file's side.") == 1


def test_a_conflict_that_an_editor_has_mended_is_forgotten_by_the_next_load(
    desk, conflicts, folder
):
    topic = Topic.objects.get()
    body = topic.body.replace("keep messages.", "keep messages for days.")
    sent(desk, topic, opened(desk, topic), body=body, summary="Queues.")
    load(folder, now=NOW)
    assert "sqs" not in {conflict.name for conflict in FileConflict.objects.all()}


def test_a_page_whose_heading_a_question_needs_is_not_taken(desk, folder):
    topic, question = Topic.objects.get(), Question.objects.with_options().get()
    sent(desk, topic, opened(desk, topic), body=f"{topic.body}\n\n## Polling\n\nLong or short.")
    section = topic.sections.get(anchor="polling")
    sent(desk, question, opened(desk, question), section=section.pk)
    edit(folder / "guide/sqs.md", "Queues keep messages.", "Queues keep messages for days.")
    load(folder, now=NOW)
    page = decide(desk, FileConflict.objects.get(), "_take")
    assert page.status_code == 422
    assert "Questions point to: polling" in page.text
    assert topic.sections.filter(anchor="polling").exists()


def test_who_may_only_look_decides_nothing(client, folder):
    looker = make_editor("look@example.com")
    looker.groups.clear()
    looker.user_permissions.add(Permission.objects.get(codename="view_fileconflict"))
    client.force_login(looker)
    topic = Topic.objects.get()
    source = topic_record(topic).as_data() | {"title": "Other"}
    conflict = FileConflict.objects.create(
        kind="topic", name="sqs", source=source, digest="x", found_at=NOW
    )
    page = client.get(page_of(conflict))
    assert "Keep ours" not in page.text
    data = {"seen": page.context["seen"], "_take": "1"}
    assert client.post(page_of(conflict), data).status_code == 403
