"""A heading that gets another name keeps its section, and old links to it go on working."""

from pathlib import Path

import pytest
from django.test import Client

from guide.content import headings
from guide.content.checking import check
from guide.dumping import dump
from guide.loading import Outcome, load
from guide.markdown import outline
from guide.models import Question, Topic
from tests.factories import NOW, make_question, make_topic
from tests.guide.desk import faults, filled, make_editor, said, send, url_of
from tests.guide.folders import make_folder

pytestmark = pytest.mark.django_db

BODY = "An opening.\n\n## First section\n\nSome text.\n\n## Second section\n\nMore."
RENAMED = BODY.replace("First section", "Queues and topics")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.mark.parametrize(
    ("old", "new", "renamed"),
    [
        ("## A\n\n## B", "## A\n\n## C", {"b": "c"}),
        ("## A\n\n## B", "## C\n\n## B", {"a": "c"}),
        ("## A\n\n## B", "## A\n\n## B", {}),
        ("## A\n\n## B", "## A", {}),
        ("## A\n\n## B", "## A\n\n### C", {}),  # another level: perhaps another section
        ("## A\n\n## B", "## C\n\n## D", {}),
        ("## A\n\n## B", "## B\n\n## A", {}),
        ("## A\n\n## B\n\n## C", "## B\n\n## X\n\n## C", {}),  # gone here, new there
    ],
)
def test_only_a_heading_that_was_renamed_at_its_place_is_told_without_asking(old, new, renamed):
    assert headings.renamed(outline(old).sections, outline(new).sections) == renamed


@pytest.mark.parametrize(
    ("before", "changes", "anchors", "after"),
    [
        ({}, {"a": "b"}, {"b"}, {"a": "b"}),
        ({"a": "b"}, {"b": "c"}, {"c"}, {"a": "c", "b": "c"}),
        ({"a": "b"}, {"b": "a"}, {"a"}, {"b": "a"}),  # back to the old name
        ({"a": "b"}, {}, {"a", "b"}, {}),  # the old name stands for something new
        ({"a": "b"}, {}, {"c"}, {}),  # nothing is left to lead to
    ],
)
def test_old_anchors_follow_each_change(before, changes, anchors, after):
    assert headings.moved(before, changes, anchors) == after


def test_a_renamed_heading_keeps_its_section_its_questions_and_its_old_links(desk, exam):
    topic = make_topic("sqs", body=BODY)
    question = make_question(topic=topic)
    section = question.section_id
    page = send(desk, topic, body=RENAMED)
    assert "Links to #first-section lead to #queues-and-topics now." in said(page)
    question = Question.objects.complete().get()
    assert (question.section_id, question.section.anchor) == (section, "queues-and-topics")
    html = desk.get("/guide/sqs/").text
    assert '<h2 id="queues-and-topics"><span id="first-section"></span>Queues and topics' in html


def test_a_heading_that_is_renamed_twice_and_back_is_reached_by_every_name(desk):
    topic = make_topic("sqs", body=BODY)
    send(desk, topic, body=RENAMED)
    send(desk, topic, body=BODY.replace("First section", "Third name"))
    assert Topic.objects.get().moved == {
        "first-section": "third-name",
        "queues-and-topics": "third-name",
    }
    send(desk, topic, body=BODY)
    assert Topic.objects.get().moved == {
        "queues-and-topics": "first-section",
        "third-name": "first-section",
    }


def test_where_it_is_not_plain_the_form_asks_for_each_heading_that_is_gone(desk, exam):
    topic = make_topic("sqs", body=BODY)
    make_question(topic=topic)
    body = "An opening.\n\n## Everything\n\nSome text. More."
    page = send(desk, topic, body=body)
    assert "Questions point to #first-section." in faults(page)
    assert "#second-section:" in faults(page)
    assert Topic.objects.get().body == BODY
    asked = page.context["adminform"].form.heading_fields
    assert [[value for value, _ in field.field.choices] for field in asked] == [
        ["", "everything"],  # a question needs it: it can't lead nowhere
        ["", "everything", "-"],
    ]
    answers = {
        field.html_name: value for field, value in zip(asked, ["everything", "-"], strict=True)
    }
    desk.post(url_of(topic), filled(page) | answers)
    topic = Topic.objects.get()
    assert topic.moved == {"first-section": "everything"}
    assert [section.anchor for section in topic.sections.all()] == ["everything"]
    assert Question.objects.get().section.anchor == "everything"


def test_two_sections_that_become_one_bring_their_questions_together(desk, exam):
    topic = make_topic("sqs", body=BODY)
    second = topic.sections.get(anchor="second-section")
    questions = [make_question(topic=topic), make_question(topic=topic)]
    Question.objects.filter(pk=questions[1].pk).update(section=second)
    body = "An opening.\n\n## Second section\n\nSome text. More."
    page = send(desk, topic, body=body)
    (asked,) = page.context["adminform"].form.heading_fields
    desk.post(url_of(topic), filled(page) | {asked.html_name: "second-section"})
    assert set(Question.objects.values_list("section", flat=True)) == {second.pk}


# In the files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_moved_headings_go_into_the_files_and_come_back(desk, folder):
    load(folder, now=NOW)
    topic = Topic.objects.get()
    send(desk, topic, body=topic.body.replace("Visibility timeout", "Hidden messages"))
    dump(folder)
    text = (folder / "guide/sqs.md").read_text(encoding="utf-8")
    assert "moved:\n  visibility-timeout: hidden-messages\n" in text
    assert "sqs#hidden-messages" in (folder / "questions/sqs.yaml").read_text(encoding="utf-8")
    assert load(folder, now=NOW).count(Outcome.UNCHANGED) == 3
    assert dump(folder) == []


def test_files_that_say_the_old_anchor_lead_to_the_heading_that_an_editor_renamed(desk, folder):
    load(folder, now=NOW)
    topic = Topic.objects.get()
    send(desk, topic, body=topic.body.replace("Visibility timeout", "Hidden messages"))
    report = load(folder, now=NOW)
    assert (report.count(Outcome.KEPT), report.count(Outcome.UNCHANGED)) == (1, 2)
    assert {q.section.anchor for q in Question.objects.all()} == {"hidden-messages"}


def test_a_file_that_says_where_a_heading_moved_keeps_its_section(folder):
    load(folder, now=NOW)
    section = Topic.objects.get().sections.get()
    edit(folder / "guide/sqs.md", "## Visibility timeout", "## Hidden messages")
    edit(
        folder / "guide/sqs.md", "---\n\n", "moved:\n  visibility-timeout: hidden-messages\n---\n\n"
    )
    for name in ("questions/sqs.yaml", "recall/sqs.yaml"):
        edit(folder / name, "sqs#visibility-timeout", "sqs#hidden-messages")
    load(folder, now=NOW)
    assert Topic.objects.get().sections.get().pk == section.pk
    assert 'id="visibility-timeout"' in Topic.objects.get().page["html"]


def test_the_text_of_the_files_with_the_old_heading_takes_it_back(desk, folder):
    load(folder, now=NOW)
    topic = Topic.objects.get()
    section = topic.sections.get()
    send(desk, topic, body=topic.body.replace("Visibility timeout", "Hidden messages"))
    load(folder, now=NOW, force=True)
    assert (topic.sections.get().pk, topic.sections.get().anchor) == (
        section.pk,
        "visibility-timeout",
    )


@pytest.mark.parametrize(
    ("moved", "message"),
    [
        ("old: nowhere", "moved: old leads to #nowhere, which is not a section"),
        ("visibility-timeout: visibility-timeout", "#visibility-timeout is a section"),
    ],
)
def test_the_check_finds_moved_headings_that_can_not_be(folder, moved, message):
    edit(folder / "guide/sqs.md", "---\n\n", f"moved:\n  {moved}\n---\n\n")
    _, problems = check(folder, today=NOW.date())
    (problem,) = [problem for problem in problems if "moved" in problem.message]
    assert (message in problem.message, problem.line) == (True, 8)


def test_a_link_may_say_the_old_anchor(folder):
    edit(folder / "guide/sqs.md", "---\n\n", "moved:\n  old: visibility-timeout\n---\n\n")
    edit(folder / "guide/sqs.md", "Queues keep messages.", "Queues [keep](sqs.md#old) messages.")
    _, problems = check(folder, today=NOW.date())
    assert [problem for problem in problems if "links to" in problem.message] == []
