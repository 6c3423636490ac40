"""Every text that a guide page has had can be compared and brought back."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from guide.loading import load
from guide.models import Topic
from tests.factories import NOW, make_topic
from tests.guide.desk import filled, make_editor, send, url_of
from tests.guide.folders import make_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def topic(desk) -> Topic:
    """A page with two texts."""
    topic = make_topic("sqs")
    text = topic.body.replace("Some text", "Another text")
    send(desk, topic, body=text, revision_note="Said better")
    return Topic.objects.get()


def page_of(topic: Topic) -> str:
    return reverse("admin:guide_topic_revisions", args=[topic.pk])


def test_a_save_that_changes_something_makes_a_revision_with_editor_and_note(topic):
    first, second = topic.revisions.all()
    assert (first.number, first.editor, first.note) == (1, None, "")
    assert (second.number, second.editor.email, second.note) == (
        2,
        "ed@example.com",
        "Said better",
    )
    assert "Some text" in first.source["body"]
    assert "Another text" in second.source["body"]


def test_a_save_that_changes_nothing_makes_no_revision(desk, topic):
    send(desk, topic)
    assert topic.revisions.count() == 2


def test_two_revisions_are_compared_word_by_word(desk, topic):
    page = desk.get(page_of(topic))
    assert "<del>Some</del><ins>Another</ins> text" in page.text
    assert "Said better" in page.text
    same = desk.get(page_of(topic), {"old": "2", "new": "now"})
    assert "No difference." in same.text


@pytest.mark.parametrize("query", [{"old": "9", "new": "now"}, {"old": "x"}, {"new": "1\0"}])
def test_a_revision_that_is_not_there_is_said_and_does_no_harm(desk, topic, query):
    page = desk.get(page_of(topic), query)
    assert page.status_code == 422
    assert "All revisions" in page.text


def test_a_revision_comes_back_by_its_form_and_becomes_a_new_one(desk, topic):
    address = f"{url_of(topic)}?revision=1"
    page = desk.get(address)
    assert "holds the text of revision 1" in page.text
    assert "Another text" in Topic.objects.get().body  # looking changes nothing
    note = {"revision_note": page.context["revision_note"]}
    desk.post(address, filled(page) | note)
    assert "Some text" in Topic.objects.get().body
    assert "Some text" in desk.get("/guide/sqs/").text
    last = topic.revisions.last()
    assert (last.number, last.note) == (3, "Restored revision 1")


def test_a_restored_text_is_not_saved_over_somebody_elses_change(desk, topic):
    address = f"{url_of(topic)}?revision=1"
    data = filled(desk.get(address))
    send(desk, topic, title="Queues")
    assert desk.post(address, data).status_code == 409
    assert Topic.objects.get().title == "Queues"


@pytest.mark.parametrize("number", ["9", "x", "-1", "99999999999999999999"])
def test_an_address_with_no_such_revision_shows_the_page_as_it_is(desk, topic, number):
    page = desk.get(f"{url_of(topic)}?revision={number}")
    assert "Another text" in filled(page)["body"]


def test_content_loads_make_revisions_too_and_only_of_changes(tmp_path: Path):
    folder = make_folder(tmp_path)
    for _ in range(2):
        load(folder, now=NOW)
    page = folder / "guide/sqs.md"
    page.write_text(page.read_text().replace("Queues keep", "A queue keeps"))
    load(folder, now=NOW)
    found = [(revision.number, revision.editor) for revision in Topic.objects.get().revisions.all()]
    assert found == [(1, None), (2, None)]


def test_the_preview_at_the_side_is_the_middle_of_the_page_alone(desk, topic):
    address = reverse("admin:guide_topic_preview")
    data = {"title": "Queues", "body": "Unsaved *words*.\r\n\r\n## New\r\n\r\nText."}
    part = desk.post(f"{address}?live", data).text
    assert part.strip().startswith("<article")
    assert "Unsaved <em>words</em>." in part
    assert "<html" in desk.post(address, data).text
