"""An editor finds, edits, previews, publishes and retires; learners see what was published."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guide.conversion import question_record, topic_record
from guide.models import Question, Topic
from tests.factories import (
    answer_all,
    make_attempt,
    make_exam,
    make_question,
    make_recall,
    make_topic,
    make_user,
)
from tests.guide.desk import confirm, faults, filled, make_editor, said, send, url_of

pytestmark = pytest.mark.django_db

QUESTIONS = reverse("admin:guide_question_changelist")
TOPICS = reverse("admin:guide_topic_changelist")
REWRITTEN = (
    "A team of editors has rewritten this text, so that it says better what the question asks, "
    "and learners who have answered it before must still find the old one.\n\n"
    "Which change will meet this requirement?"
)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def question(exam) -> Question:
    return make_question()


def again(question: Question) -> Question:
    return Question.objects.complete().get(pk=question.pk)


def listed(page) -> set[str]:
    return {str(row) for row in page.context["cl"].result_list}


# Finding


def test_an_editor_finds_a_question_by_its_words(desk, exam):
    wanted, other = make_question(), make_question()
    wanted.options.filter(key="b").update(text="Turn on long polling")
    assert listed(desk.get(QUESTIONS, {"q": "long polling"})) == {wanted.code}
    assert listed(desk.get(QUESTIONS, {"q": other.code})) == {other.code}


def test_an_editor_finds_questions_by_filter(desk, exam):
    sns, sqs = make_topic("sns"), make_topic("sqs")
    one, draft, recall = (
        make_question(topic=sns),
        make_question(topic=sqs, published=False),
        make_recall(sqs),
    )
    assert listed(desk.get(QUESTIONS, {"topic__id__exact": sns.pk})) == {one.code}
    assert listed(desk.get(QUESTIONS, {"status__exact": "draft"})) == {draft.code}
    assert listed(desk.get(QUESTIONS, {"kind__exact": "recall"})) == {recall.code}
    domain = exam.domains.get(number=1)
    by_domain = desk.get(QUESTIONS, {"tasks__domain__id__exact": domain.pk})
    assert listed(by_domain) == {one.code, draft.code}


def test_the_list_shows_how_a_question_begins(desk, question):
    html = desk.get(QUESTIONS).text
    assert ">A developer builds question" in html
    assert "in plain words" not in html


def test_domains_of_two_exams_are_told_apart(desk):
    make_exam("DVA-C02"), make_exam("DVA-C03")
    html = desk.get(QUESTIONS).content.decode()
    assert "DVA-C02 1: Domain 1" in html
    assert "DVA-C03 1: Domain 1" in html


def number_of_queries(desk: Client, address: str) -> int:
    desk.get(address)  # fills what Django keeps in memory
    with CaptureQueriesContext(connection) as queries:
        desk.get(address)
    return len(queries)


@pytest.mark.parametrize("address", [QUESTIONS, TOPICS])
def test_a_list_costs_as_many_queries_for_many_rows_as_for_few(desk, question, address):
    few = number_of_queries(desk, address)
    for _ in range(10):
        make_question()
    assert number_of_queries(desk, address) == few < 24


def test_the_page_of_a_question_costs_as_many_queries_for_many_revisions(desk, question):
    few = number_of_queries(desk, url_of(question))
    for n in range(5):
        send(desk, question, "_publish", stem=REWRITTEN.replace("team", f"team of {n}"))
    assert question.revisions.count() == 6
    assert number_of_queries(desk, url_of(question)) == few < 30


# Editing a question


def test_a_question_and_its_options_are_edited_on_one_page(desk, question):
    page = send(desk, question, stem=REWRITTEN, options__1__text="Another way", difficulty="3")
    assert page.redirect_chain
    edited = again(question)
    assert (edited.stem, edited.difficulty) == (REWRITTEN, 3)
    assert [option.text for option in edited.options.all()][1] == "Another way"


def test_saving_without_a_change_changes_nothing(desk, question):
    recall = make_recall(question.topic)
    before = [question_record(question), question_record(recall), topic_record(question.topic)]
    for row in (question, recall, question.topic):
        send(desk, row)
    topic = Topic.objects.get(pk=question.topic_id)
    after = [question_record(again(question)), question_record(again(recall)), topic_record(topic)]
    assert [record.digest() for record in after] == [record.digest() for record in before]


def test_options_and_tasks_may_change_places(desk):
    first, second = make_exam("DVA-C02"), make_exam("DVA-C03")
    question = make_question()
    tasks = [exam.domains.get(number=1).tasks.get() for exam in (second, first)]
    swapped = {"options__0__key": "b", "options__1__key": "a"}
    swapped |= {f"question_tasks__{n}__task": task.pk for n, task in enumerate(tasks)}
    send(desk, question, **swapped)
    edited = again(question)
    assert [option.text[-3:] for option in edited.options.all()] == ["BBB", "AAA", "CCC", "DDD"]
    assert {link.task for link in edited.question_tasks.all()} == set(tasks)


def test_a_preview_shows_the_working_copy_and_each_revision(desk, question):
    send(desk, question, stem=REWRITTEN)
    copy = desk.get(url_of(question, "preview")).content.decode()
    assert "A team of editors" in copy
    assert "Correct" in copy
    first = reverse("admin:guide_question_preview", args=[question.pk, 1])
    assert f'href="{first}"' in desk.get(url_of(question)).content.decode()
    old = desk.get(first).content.decode()
    assert "A developer builds" in old
    assert "A team of editors" not in old
    assert (
        desk.get(reverse("admin:guide_question_preview", args=[question.pk, 2])).status_code == 404
    )


def test_only_a_question_that_was_never_published_can_be_deleted(desk, question):
    draft = make_question(published=False)
    for row in (question, draft):
        desk.post(url_of(row, "delete"), {"post": "yes"})
    assert list(Question.objects.all()) == [question]


# Publishing


def test_publishing_freezes_a_revision_with_its_editor_and_note(desk, question):
    page = send(desk, question, "_publish", stem=REWRITTEN, publish_note="Clearer")
    assert said(page) == ["Published as revision 2."]
    first, second = question.revisions.order_by("number")
    assert again(question).revision == second
    assert "A team of editors" in second.content["stem"]
    assert "A developer builds" in first.content["stem"]
    assert (second.editor.email, second.note) == ("ed@example.com", "Clearer")
    entries = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert "Published revision 2. Clearer" in entries


def test_publishing_what_has_not_changed_makes_no_revision_and_says_so(desk, question):
    page = send(desk, question, "_publish", publish_note="Clearer", volatile="on")
    assert said(page) == ["No new revision and no note: what learners see is still revision 1."]
    assert [revision.note for revision in question.revisions.all()] == [""]
    assert again(question).volatile


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"options__0__correct": None}, "L05 0 options are correct, but select is 1 (options)"),
        ({"options__1__correct": "on"}, "L05 2 options are correct, but select is 1 (options)"),
        ({"options__3__DELETE": "on"}, "L05 3 options, 4 wanted (options)"),
        ({"options__2__why": ""}, "L06 the option has no reason (why) (option c)"),
        ({"sources": ""}, "L09 no source (sources)"),
        ({"sources": "Somewhere"}, "L09 is not of the form 'AWS … Guide: page title' (sources)"),
        ({"question_tasks__0__DELETE": "on"}, "L03 no exam task"),
    ],
)
def test_publishing_is_refused_with_the_reason_and_the_change_is_kept(
    desk, question, changes, reason
):
    page = send(desk, question, "_publish", explanation="A draft of a reason.", **changes)
    assert said(page)[0] == "The change is saved, but not published:"
    assert reason in said(page)
    edited = again(question)
    assert edited.explanation == "A draft of a reason."
    assert edited.revision == question.revision
    assert "It was changed since" in page.content.decode()


def test_an_answer_given_before_an_edit_still_shows_the_old_text(desk, question):
    learner = make_user()
    attempt = make_attempt(learner, [question])
    answer_all(attempt, "a")
    page = send(desk, question, "_publish", stem=REWRITTEN)
    confirm(desk, page, change="wording")
    desk.force_login(learner)
    seen = desk.get(reverse("quiz:question", args=[attempt.pk, 1])).content.decode()
    assert "A developer builds" in seen
    told, _, now = seen.partition("has been changed since")
    assert "A team of editors" not in told
    assert "A team of editors" in now


def test_a_retired_question_is_asked_no_more_until_it_is_published_again(desk, question):
    send(desk, question, "_retire")
    assert not Question.objects.published().exists()
    assert again(question).revision == question.revision
    page = send(desk, question, "_publish")
    assert said(page) == ["Published again: revision 1, as it was."]
    assert list(Question.objects.published()) == [question]


def test_a_published_recall_question_changes_its_page(desk):
    recall = make_recall(make_topic("sqs"), answer="The old answer.")
    send(desk, recall, explanation="The new answer.")
    assert "The old answer." in desk.get("/guide/sqs/").content.decode()
    send(desk, recall, "_publish")
    assert "The new answer." in desk.get("/guide/sqs/").content.decode()
    send(desk, recall, "_retire")
    assert "The new answer." not in desk.get("/guide/sqs/").content.decode()


# Topics


def test_a_topic_that_is_edited_is_rendered_again(desk):
    topic = make_topic("sqs")
    body = "An opening.\n\n## Queues {#first-section}\n\nA **strong** word."
    send(desk, topic, body=body, moved__0__second__section="-")
    html = desk.get("/guide/sqs/").content.decode()
    assert '<h2 id="first-section">Queues' in html
    assert "<strong>strong</strong>" in html
    assert [section.title for section in topic.sections.all()] == ["Queues"]


def test_a_topic_has_its_place_from_the_first_save_on(desk):
    topic, other = make_topic("sqs"), make_topic("ec2", subject="Compute")
    chosen = {"slug": "sns", "title": "SNS", "subject": other.subject_id, "position": "7"}
    desk.post(reverse("admin:guide_topic_add"), filled(desk.get(url_of(topic))) | chosen)
    added = Topic.objects.get(slug="sns")
    assert (added.subject, added.position) == (other.subject, 7)
    send(desk, added, title="Notifications", subject=topic.subject_id, position="8")
    added.refresh_from_db()
    assert (added.title, added.subject, added.position) == ("Notifications", other.subject, 7)


def test_a_heading_that_a_question_points_to_does_not_go(desk, question):
    page = send(desk, question.topic, body="An opening.\n\n## Second section\n\nMore.")
    assert "Questions point to #first-section." in faults(page)
    topic = Topic.objects.get(pk=question.topic_id)
    assert topic.body == question.topic.body


def test_a_preview_of_a_topic_shows_what_is_not_saved(desk):
    topic = make_topic("sqs")
    data = {"title": "Queues", "body": "An opening.\r\n\r\n## Quite new\r\n\r\nUnsaved *words*."}
    html = desk.post(reverse("admin:guide_topic_preview"), data).content.decode()
    assert "Unsaved <em>words</em>." in html
    assert '<a href="#quite-new">' in html
    assert Topic.objects.get().body == topic.body
