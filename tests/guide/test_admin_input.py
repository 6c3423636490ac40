"""Whatever an editor sends: the form comes back and says what is wrong, and nothing is lost."""

import pytest
from django.urls import reverse

from guide.models import Question, Topic
from tests.factories import make_exam, make_question, make_recall, make_topic
from tests.guide.desk import faults, filled, make_editor, send, url_of

pytestmark = pytest.mark.django_db

NUL = "a\0b"


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"stem": ""}, "required"),
        ({"stem": NUL}, "Null characters"),
        ({"sources": NUL}, "Null characters"),
        ({"select": "0"}, "greater than or equal to 1"),
        ({"select": "9" * 30}, "less than or equal to 3"),
        ({"select": "2"}, "2 or 3 for a multiple question, 1 for the others."),
        ({"kind": "multiple"}, "2 or 3 for a multiple question, 1 for the others."),
        ({"kind": "recall"}, "A recall question stays one"),
        ({"kind": "essay"}, "not one of the available choices"),
        ({"checked": "2026-02-31"}, "valid date"),
        ({"section": "nine"}, "not one of the available choices"),
        ({"options__0__key": "b"}, "duplicate data for key"),
        ({"options__0__key": "z"}, "not one of the available choices"),
        ({"options__0__text": ""}, "required"),
        ({"question_tasks__0__task": "9999"}, "not one of the available choices"),
        ({"options__TOTAL_FORMS": None}, "ManagementForm data is missing"),
        ({"revisions__0__id": None, "stem": ""}, "required"),
    ],
)
def test_a_question_that_can_not_be_saved(desk, exam, changes, fault):
    question = make_question()
    page = send(desk, question, **changes)
    assert page.status_code == 200
    assert fault in faults(page)
    assert Question.objects.get().stem == question.stem
    assert question.options.count() == 4


def test_a_section_of_another_topic(desk, exam):
    question, other = make_question(), make_topic("other")
    page = send(desk, question, section=other.sections.all()[0].pk)
    assert f"This is not a section of {question.topic}." in faults(page)


def test_two_tasks_of_one_exam(desk):
    make_exam("DVA-C02"), make_exam("DVA-C03")
    question = make_question()
    first, _ = question.question_tasks.all()
    page = send(desk, question, question_tasks__1__task=first.task_id)
    assert "At most one task in each exam: DVA-C02 has more." in faults(page)


def test_a_recall_question_stays_on_its_page(desk):
    recall, other = make_recall(make_topic("sqs")), make_topic("sns")
    page = send(desk, recall, topic=other.pk, section=other.sections.all()[0].pk)
    assert "A recall question stays on its page." in faults(page)


@pytest.mark.parametrize("code", ["", "two-words", "Has-Capital-Letters", "a b c", "a_b-c-d"])
def test_a_code_that_the_content_files_can_not_hold(desk, exam, code):
    question = make_question()
    data = filled(desk.get(url_of(question))) | {"code": code}
    page = desk.post(reverse("admin:guide_question_add"), data)
    assert page.context["adminform"].form.errors["code"]
    assert Question.objects.count() == 1


def test_a_code_is_taken_once_and_stays(desk, exam):
    question = make_question()
    data = filled(desk.get(url_of(question))) | {"code": question.code}
    page = desk.post(reverse("admin:guide_question_add"), data)
    assert "already exists" in faults(page)
    send(desk, question, code="quite-another-code")
    assert Question.objects.get().code == question.code


def test_a_note_is_cut_to_its_length_and_its_text_kept_when_the_form_comes_back(desk, exam):
    question = make_question()
    page = send(desk, question, "_publish", stem="", publish_note="Clearer, I hope")
    assert 'value="Clearer, I hope"' in page.content.decode()
    stem = question.stem.replace("A developer", "One developer")
    send(desk, question, "_publish", stem=stem, publish_note="\0" + "n" * 500)
    assert question.revisions.last().note == "n" * 200


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": ""}, "required"),
        ({"body": "  "}, "required"),
        ({"body": "## One\n\nText.\n\n## One\n\nText."}, "These headings stand twice: #one"),
        ({"body": "## " + "word " * 60}, "This heading is too long: word word"),
        ({"body": "## Short {#" + "long-" * 30 + "x}"}, "This heading is too long: Short"),
        ({"summary": "s" * 301}, "at most 300 characters"),
        ({"sources": " \n "}, "required"),
        ({"sources": "A page of mine"}, "Not of the form"),
    ],
)
def test_a_topic_that_can_not_be_saved(desk, changes, fault):
    topic = make_topic("sqs")
    page = send(desk, topic, **changes)
    assert page.status_code == 200
    assert fault in faults(page)
    assert Topic.objects.get().body == topic.body


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"slug": "sqs"}, "already exists"),
        ({"slug": "S_Q"}, "Lower-case letters"),
        ({"slug": "a b"}, "valid"),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"subject": ""}, "required"),
    ],
)
def test_a_new_topic_that_can_not_be_saved(desk, changes, fault):
    topic = make_topic("sqs")
    chosen = {"slug": "sns", "position": "2", "subject": topic.subject_id}
    data = filled(desk.get(url_of(topic))) | chosen | changes
    assert fault in faults(desk.post(reverse("admin:guide_topic_add"), data))
    assert Topic.objects.count() == 1


@pytest.mark.parametrize("end", ["preview/²/", "preview/-1/", f"preview/{'9' * 30}/", "preview/7/"])
def test_a_preview_of_a_revision_that_is_not_there(desk, exam, end):
    page = desk.get(url_of(make_question(), "change").replace("change/", end), follow=True)
    assert page.status_code in {200, 404}
    assert "Preview:" not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["checked__year=x", "topic__id__exact=x", "tasks__domain__id__exact=x", "p=99", "o=x"]
)
def test_a_filter_that_makes_no_sense_shows_the_list(desk, query):
    page = desk.get(f"{reverse('admin:guide_question_changelist')}?{query}", follow=True)
    assert page.status_code == 200
