"""Revisions say which change they are, can be compared, and come back."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from guide import services
from guide.conversion import question_record
from guide.models import Option, Question, Revision
from tests.factories import NOW, make_question, make_recall, make_topic, make_user
from tests.guide.desk import make_editor, said, send, url_of

pytestmark = pytest.mark.django_db
OTHER = (
    "A developer tests quite another thing. The test must fail when the code is wrong, and it "
    "must say in plain words what was expected.\n\nWhich change will meet this requirement?"
)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def question(exam) -> Question:
    return make_question(correct="a")


def again(question: Question) -> Question:
    return Question.objects.complete().get(pk=question.pk)


def publish(question: Question, *, change: str = "", key: str = "", **fields: str) -> Revision:
    Question.objects.filter(pk=question.pk).update(**fields)
    for option in Option.objects.filter(question=question) if key else []:
        option.correct = option.key == key
        option.save()
    return services.publish(again(question), now=NOW, change=change)


def page(desk: Client, question: Question, **sides: str):
    return desk.get(reverse("admin:guide_question_compare", args=[question.pk]), sides)


def restore(desk: Client, question: Question, number: int, seen: str = ""):
    url = reverse("admin:guide_question_restore", args=[question.pk, number])
    seen = seen or services.digest(again(question))
    return desk.post(url, {"seen": seen}, follow=True)


@pytest.mark.parametrize(
    ("changes", "said_so", "change", "meaning"),
    [
        ({"explanation": "Another rule, in as many words as a rule needs. " * 4}, "", "wording", 1),
        ({"explanation": "Another rule, in as many words. " * 5}, "meaning", "meaning", 2),
        ({"stem": OTHER}, "", "meaning", 2),
        ({"stem": OTHER}, "wording", "wording", 1),
        ({"key": "b"}, "", "meaning", 2),
        ({"key": "b"}, "wording", "meaning", 2),  # a changed key is a changed meaning
    ],
)
def test_a_revision_says_which_change_it_is(question, changes, said_so, change, meaning):
    assert (question.revision.change, question.revision.meaning) == ("meaning", 1)
    revision = publish(question, change=said_so, **changes)
    assert (revision.number, revision.change, revision.meaning) == (2, change, meaning)


def test_a_meaning_is_carried_on_until_it_changes(question):
    for n, change in enumerate(["wording", "wording", "meaning", "wording"]):
        publish(question, change=change, stem=OTHER.replace("quite", f"{n}"))
    assert list(question.revisions.values_list("number", "meaning")) == [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 4),
        (5, 4),
    ]


def test_revisions_of_old_get_the_meaning_of_what_they_ask(question):
    publish(question, explanation="Another rule, in as many words as a rule needs. " * 4)
    publish(question, stem=OTHER)
    untouched = make_question()
    question.revisions.update(change="meaning", meaning=1)
    import_module("guide.migrations.0006_revision_meanings").number_meanings(apps, None)
    found = list(question.revisions.values_list("change", "meaning"))
    assert found == [("meaning", 1), ("wording", 1), ("meaning", 3)]
    assert untouched.revisions.get().meaning == 1


def test_two_revisions_are_compared_word_by_word(desk, question):
    publish(question, stem=OTHER)
    html = page(desk, question, old="1", new="2").text
    assert "<ins>tests quite another thing" in html
    assert "<del>builds question" in html
    assert "The same in both: Right, Option a" in html
    assert "Restore" not in html


def test_a_comparison_starts_with_what_is_published_and_the_working_copy(desk, question):
    assert "No difference" in page(desk, question).text
    send(desk, question, stem=OTHER)
    html = page(desk, question).text
    assert "From revision 1 to the working copy" in html
    assert "Restore revision 1" in html


@pytest.mark.parametrize("sides", [{"old": "9"}, {"new": "x"}, {"old": "", "new": "\0"}])
def test_what_is_not_there_is_not_compared(desk, question, sides):
    assert page(desk, question, **sides).status_code == 422


def test_a_text_is_shown_as_text(desk, question):
    publish(question, stem=OTHER.replace("quite", "<script>alert(1)</script>"))
    html = page(desk, question, old="1", new="2").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_revision_comes_back_whole_and_is_published_like_any_change(desk, question):
    first = question_record(question)
    Question.objects.filter(pk=question.pk).update(difficulty=3, skill="1.1.1", note="New.")
    publish(question, stem=OTHER, key="c")
    page = restore(desk, question, 1)
    assert said(page) == ["Revision 1 is the working copy again. Publish to show it."]
    assert question_record(again(question)) == first
    assert again(question).revision.number == 2
    assert "Restored revision 1." in {e.get_change_message() for e in LogEntry.objects.all()}
    send(desk, question, "_publish", publish_note="Back again")
    third = again(question).revision
    assert (third.number, third.note, third.meaning) == (3, "Back again", 3)
    assert third.content == question.revision.content


def test_a_revision_without_its_editors_text_comes_back_as_it_was_shown(desk, question):
    publish(question, stem=OTHER)
    Revision.objects.update(source={})
    html = page(desk, question, old="1", new="copy").text
    assert "read back from what learners see" in html
    assert "<del>tests quite another thing" not in html
    assert "Exam tasks" not in html
    told = said(restore(desk, question, 1))
    assert told[1].startswith("Not brought back: the colours of code")
    assert services.frozen(again(question)) == question.revision.content


def test_what_the_guide_no_longer_has_is_named(desk, question):
    topic = question.topic
    second = topic.sections.get(anchor="second-section")
    publish(question, stem=OTHER)
    Question.objects.filter(pk=question.pk).update(section=second)
    topic.body = "An opening.\n\n## Second section\n\nMore."
    services.save_topic(topic, now=NOW)
    task = question.question_tasks.get().task
    task.number = "9.9"
    task.save()
    told = " ".join(said(restore(desk, question, 1)))
    assert f"its section {topic.slug}#first-section" in told
    assert "the exam task DVA-C02 1.1" in told
    assert again(question).section == second


def test_a_recall_question_comes_back_too(desk):
    recall = make_recall(make_topic("sqs"), answer="The first answer.")
    publish(recall, explanation="The second answer.")
    restore(desk, recall, 1)
    assert again(recall).explanation == "The first answer."
    assert "The second answer." in desk.get("/guide/sqs/").text


def test_nothing_is_restored_over_a_change_that_was_not_seen(desk, question):
    publish(question, stem=OTHER)
    seen = services.digest(again(question))
    Question.objects.filter(pk=question.pk).update(note="Written meanwhile.")
    told = restore(desk, question, 1, seen)
    assert "Not restored" in said(told)[0]
    assert again(question).note == "Written meanwhile."


def test_a_restore_is_a_post_of_somebody_who_may_change_the_question(desk, question):
    url = reverse("admin:guide_question_restore", args=[question.pk, 1])
    assert desk.get(url).url == url_of(question)
    assert desk.post(url.replace("/1/", "/7/")).status_code == 404
    helper = make_user("helper@example.com")
    helper.is_staff = True
    helper.save()
    desk.force_login(helper)
    assert desk.post(url).status_code == 403
    assert page(desk, question).status_code == 403


def test_a_comparison_costs_the_same_for_many_revisions(
    desk, question, django_assert_max_num_queries
):
    for n in range(6):
        publish(question, stem=OTHER.replace("quite", str(n)))
    with django_assert_max_num_queries(12):
        page(desk, question, old="2", new="5")
