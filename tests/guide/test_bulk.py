"""Many questions at once: published, retired, tagged anew, and never deleted."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from guide.models import Question
from tests.factories import (
    answer_all,
    make_attempt,
    make_question,
    make_recall,
    make_topic,
    make_user,
)
from tests.guide.desk import make_editor

pytestmark = pytest.mark.django_db

LIST = reverse("admin:guide_question_changelist")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def again(question: Question) -> Question:
    return Question.objects.complete().get(pk=question.pk)


def act(desk: Client, name: str, questions, query: str = "", **data):
    """The page that asks; `sure` sends its form."""
    chosen = {"_selected_action": [question.pk for question in questions], "action": name}
    return desk.post(LIST + query, chosen | data)


def sure(desk: Client, page, name: str, questions, **data):
    return act(desk, name, questions, _sure="1", count=page.context["count"], **data)


def test_many_are_published_after_asking_and_what_is_refused_says_why(desk, exam):
    ready, lacking = make_question(published=False), make_question(published=False)
    Question.objects.filter(pk=lacking.pk).update(sources=[])
    both = [ready, lacking]
    page = act(desk, "publish_selected", both)
    assert again(ready).status == "draft"
    done = sure(desk, page, "publish_selected", both).text
    assert "Published: 1" in done
    assert "Refused: 1" in done
    assert "L09 no source (sources)" in done
    assert (again(ready).status, again(lacking).status) == ("published", "draft")
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.get_change_message()) == (ready.code, "Published revision 1.")


def test_publishing_many_twice_changes_nothing_the_second_time(desk, exam):
    question = make_question(published=False)
    page = act(desk, "publish_selected", [question])
    for said_of_it in ("Published: 1", "Had nothing new to publish: 1"):
        assert said_of_it in sure(desk, page, "publish_selected", [question]).text
    assert (question.revisions.count(), LogEntry.objects.count()) == (1, 1)


def test_an_answered_question_with_another_text_is_published_on_its_own_page(desk, exam):
    question = make_question()
    answer_all(make_attempt(make_user("ana@example.com"), [question]), "a")
    Question.objects.update(explanation=question.explanation + " And so on.")
    page = act(desk, "publish_selected", [question])
    done = sure(desk, page, "publish_selected", [question]).text
    assert "it was answered: publish it on its page" in done
    assert again(question).revision.number == 1


def test_many_are_proposed_where_a_second_pair_of_eyes_is_asked_for(desk, exam, settings):
    settings.SECOND_PAIR_OF_EYES = True
    question = make_question(published=False)
    page = act(desk, "publish_selected", [question])
    assert "Proposed: 1" in sure(desk, page, "publish_selected", [question]).text
    assert (again(question).status, again(question).proposed_by.email) == (
        "draft",
        "ed@example.com",
    )


def test_many_are_retired(desk, exam):
    question, draft = make_question(), make_question(published=False)
    page = act(desk, "retire_selected", [question, draft])
    done = sure(desk, page, "retire_selected", [question, draft]).text
    assert "Retired: 1" in done
    assert "only what is published can be retired" in done
    assert (again(question).status, again(draft).status) == ("retired", "draft")


def test_many_get_another_tag_and_keep_the_others(desk, exam):
    topic = make_topic()
    one, two, recall = make_question(topic=topic), make_question(), make_recall(topic)
    Question.objects.update(skill="1.1.1")
    other = exam.domains.get(number=2).tasks.get()
    rows = [one, two, recall]
    page = act(desk, "retag_selected", rows)
    done = sure(desk, page, "retag_selected", rows, task=other.pk, difficulty="3").text
    assert "Tagged anew: 2" in done
    assert "a recall question has no tags" in done
    for question in (again(one), again(two)):
        assert [link.task for link in question.question_tasks.all()] == [other]
        assert (question.skill, question.difficulty) == ("1.1.1", 3)


@pytest.mark.parametrize("tags", [{}, {"difficulty": "9"}, {"task": "x"}, {"skill": "x" * 21}])
def test_tags_that_can_not_be_are_refused(desk, exam, tags):
    question = make_question()
    page = act(desk, "retag_selected", [question])
    assert sure(desk, page, "retag_selected", [question], **tags).status_code == 422
    assert again(question).difficulty == 2


def test_all_of_a_filtered_list_are_meant_and_asked_about_again_when_they_change(desk, exam):
    drafts = [make_question(published=False) for _ in range(2)]
    whole = {"query": "?status__exact=draft", "select_across": "1"}
    page = act(desk, "publish_selected", drafts[:1], **whole)
    assert page.context["count"] == 2
    make_question(published=False)
    page = act(desk, "publish_selected", drafts[:1], **whole, _sure="1", count=2)
    assert page.context["count"] == 3
    assert not Question.objects.published().exists()


def test_nothing_is_deleted_by_the_hundred(desk, exam):
    draft = make_question(published=False)
    assert "delete_selected" not in desk.get(LIST).text
    act(desk, "delete_selected", [draft], post="yes")
    assert Question.objects.get() == draft
