"""An editor publishes a question that was answered: what is asked, and what is refused."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from guide.models import Question
from quiz.models import Rekey, Response
from tests.factories import NOW, answer_all, make_attempt, make_question, make_user
from tests.guide.desk import confirm, make_editor, said, send, url_of
from tests.quiz.corrected import again, publish_key, write_key

OTHER = (
    "A developer tests quite another thing. The test must fail when the code is wrong, and it "
    "must say in plain words what was expected.\n\nWhich change will meet this requirement?"
)
pytestmark = pytest.mark.django_db
NEW_KEY = {"options__0__correct": None, "options__2__correct": "on"}


@pytest.fixture
def question(exam) -> Question:
    return make_question(correct="a")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def answers(question) -> list[Response]:
    """Two people, three answers: one right, two wrong."""
    for name, choices in (("ana", "ab"), ("bea", "b")):
        learner = make_user(f"{name}@learners.example")
        for chosen in choices:
            answer_all(make_attempt(learner, [question]), [chosen])
    return list(Response.objects.all())


def publish_page(question: Question) -> str:
    return reverse("admin:guide_question_publish", args=[question.pk])


def test_what_nobody_has_answered_is_published_at_once(desk, question):
    make_attempt(make_user(), [question])
    assert said(send(desk, question, "_publish", **NEW_KEY)) == ["Published as revision 2."]


def test_what_was_answered_asks_wording_or_meaning_and_shows_numbers(desk, question, answers):
    page = send(desk, question, "_publish", stem=OTHER, publish_note="Clearer")
    assert again(question).revision.number == 1
    assert "3 answers of 2 people" in page.text
    assert "1 right, 2 wrong" in page.text
    assert "<ins>tests quite another thing" in page.text
    assert "learners.example" not in page.text
    assert confirm(desk, page).status_code == 422  # one of the two has to be said
    done = confirm(desk, page, change="wording")
    assert said(done) == ["Published as revision 2."]
    revision = again(question).revision
    assert (revision.change, revision.meaning, revision.note) == ("wording", 1, "Clearer")
    assert revision.editor.email == "ed@example.com"
    assert not Rekey.objects.exists()


@pytest.mark.parametrize("decision", Rekey.Decision.values)
def test_a_new_key_asks_what_becomes_of_the_answers(desk, question, answers, decision):
    page = send(desk, question, "_publish", **NEW_KEY)
    assert "Right before: <del>Take the course of action AAA</del>" in page.text
    assert "Right now: <ins>Take the course of action CCC</ins>" in page.text
    assert "2 that were graded as wrong count as right" in page.text
    assert confirm(desk, page).status_code == 422
    assert confirm(desk, page, change="wording", decision=decision).status_code == 422
    assert again(question).revision.number == 1
    done = confirm(desk, page, decision=decision, note="A slip")
    assert said(done)[-1] == "Published as revision 2."
    rekey = Rekey.objects.get()
    assert (rekey.decision, rekey.answers, rekey.note) == (decision, 3, "A slip")
    assert again(question).revision.meaning == 2
    entries = " ".join(entry.get_change_message() for entry in LogEntry.objects.all())
    assert f"The key has changed. {rekey.get_decision_display()}." in entries
    html = desk.get(url_of(question)).text
    assert "Corrections of the key" in html
    assert rekey.get_decision_display() in html


def test_the_same_form_sent_twice_is_one_revision_and_one_decision(desk, question, answers):
    page = send(desk, question, "_publish", **NEW_KEY)
    for _ in range(2):
        done = confirm(desk, page, decision="credit")
    assert "Nothing to publish here" in said(done)[0]
    assert (question.revisions.count(), Rekey.objects.count()) == (2, 1)


def test_what_changed_since_the_page_was_made_is_not_published_unseen(desk, question, answers):
    page = send(desk, question, "_publish", stem=OTHER)
    Question.objects.filter(pk=question.pk).update(stem=OTHER.replace("quite", "wholly"))
    again_asked = confirm(desk, page, change="wording", note="Mine")
    assert again_asked.status_code == 409
    assert "wholly another thing" in again_asked.text
    assert again(question).revision.number == 1
    assert again_asked.context["form"]["note"].value() == "Mine"
    assert said(confirm(desk, again_asked)) == ["Published as revision 2."]


def test_a_broken_rule_is_told_before_anything_is_asked(desk, question, answers):
    page = send(desk, question, "_publish", stem=OTHER, sources="")
    assert said(page)[0] == "The change is saved, but not published:"
    page = confirm(desk, desk.get(publish_page(question)), change="wording")
    assert "L09 no source (sources)" in said(page)
    assert again(question).revision.number == 1


def test_nothing_to_publish_leads_back(desk, question, answers):
    assert desk.get(publish_page(question)).url == url_of(question)


def test_a_note_is_kept_within_its_bounds(desk, question, answers):
    page = send(desk, question, "_publish", stem=OTHER)
    for note in ("x" * 201, "a\0b"):
        assert confirm(desk, page, change="wording", note=note).status_code == 422


def test_only_who_may_change_questions_decides(desk, question, answers):
    publish_key(question, "c")
    decide = reverse("admin:guide_question_decide", args=[question.pk, 2])
    helper = make_user("helper@example.com")
    helper.is_staff = True
    helper.save()
    desk.force_login(helper)
    for url in (publish_page(question), decide):
        assert desk.get(url).status_code == desk.post(url).status_code == 403


# A key that a content load has changed


def test_a_key_changed_by_a_load_is_decided_on_the_page_of_the_question(desk, question, answers):
    listed = reverse("admin:guide_question_changelist") + "?undecided=1"
    assert desk.get(listed).context["cl"].result_count == 0
    publish_key(question, "c")
    assert desk.get(listed).context["cl"].result_count == 1
    decide = reverse("admin:guide_question_decide", args=[question.pk, 2])
    html = desk.get(url_of(question)).text
    assert "Revision 2 changed the key" in html
    assert f'href="{decide}"' in html
    page = desk.get(decide)
    assert "3 answers of 2 people" in page.text
    assert confirm(desk, page).status_code == 422
    done = confirm(desk, page, decision="void", note="Outdated")
    assert said(done) == ["Count no answer at all. Who answered is told in their history."]
    assert Response.objects.filter(rekey__decision="void").count() == 3
    assert said(confirm(desk, page, decision="void")) == [
        "Nothing to decide here, or not any more."
    ]
    assert "changed the key" not in desk.get(url_of(question)).text
    assert desk.get(listed).context["cl"].result_count == 0


def test_an_answer_that_came_in_meanwhile_follows_the_decision_that_stands(desk, question, answers):
    """It was drawn by the old key at the very moment when the new one was published."""
    write_key(question, "c")
    done = confirm(desk, desk.get(publish_page(question)), decision="credit")
    assert "Published" in said(done)[-1]
    late = make_attempt(make_user(), [question], at=NOW)
    answer_all(late, ["b"])
    page = desk.get(reverse("admin:guide_question_decide", args=[question.pk, 2]))
    refused = confirm(desk, page, decision="void")
    assert refused.status_code == 422
    assert "It was decided already: Count every answer as right." in refused.text
    confirm(desk, page, decision="credit")
    assert Rekey.objects.get().answers == 4
