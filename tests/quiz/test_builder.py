"""The start form: what can be asked for, the count that follows it, and what is still open."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quiz import services
from quiz.models import Attempt, Response
from tests.factories import NOW, answer_all, make_attempt, make_question, make_recall, make_topic

FITTING = {"HX-Request": "true", "HX-Target": "fitting"}


def start(client, name="quiz:start", **data):
    form = {"scope": "all", "number": 1, "start_key": uuid.uuid4(), **data}
    return client.post(reverse(name), form)


def fitting(client, **data) -> int | None:
    """What the form says while it is being filled in; None where it says no number."""
    text = client.get(reverse("quiz:start"), data, headers=FITTING).content.decode()
    if "No question fits" in text:
        return 0
    found = re.search(r"(\d+) questions? fits?", text)
    return int(found[1]) if found else None


@pytest.fixture
def asked(user, exam):
    """Four questions: missed, right since, flagged and never answered, and new."""
    questions = [make_question() for _ in range(4)]
    answer_all(make_attempt(user, questions[:2]), ["b", "b"])
    again = make_attempt(user, questions[1:3])
    services.flag(again.responses.get(position=2), flagged=True)
    answer_all(again, ["a", ""], at=NOW + timedelta(hours=1))
    return questions


@pytest.mark.parametrize(
    ("pool", "wanted"), [("missed", [0]), ("flagged", [2]), ("unseen", [3]), ("any", [0, 1, 2, 3])]
)
def test_a_pool_asks_what_belongs_to_it(signed_in, user, asked, pool, wanted):
    assert fitting(signed_in, pool=pool) == len(wanted)
    start(signed_in, pool=pool, number=len(wanted))
    drawn = user.attempts.open(timezone.now()).get().responses.all()
    assert {response.revision.question for response in drawn} == {asked[n] for n in wanted}


@pytest.mark.parametrize("scope", ["topics:\0", "section:\0/a", "section:a", "nothing", ""])
def test_a_scope_that_there_is_not_is_refused_with_the_form(signed_in, exam, scope):
    make_question()
    assert signed_in.get(reverse("quiz:start"), {"scope": scope}).status_code == 200
    assert start(signed_in, scope=scope).status_code == 422


def test_tasks_sections_and_several_topics_can_be_asked_for(signed_in, exam):
    sqs, iam = make_topic("sqs"), make_topic("iam")
    first = make_question(topic=sqs)
    make_question(topic=iam, tasks=exam.domains.get(number=2).tasks.all())
    make_question(topic=make_topic("kms"))
    assert fitting(signed_in, scope="task:2.1") == 1
    assert fitting(signed_in, scope="topics:sqs,iam") == 2
    assert fitting(signed_in, scope=f"section:sqs/{first.section.anchor}") == 1
    assert fitting(signed_in, scope="section:sqs/nowhere") is None
    start(signed_in, scope="topics:sqs,iam", number=2)
    assert Attempt.objects.get().title == "Weak areas: Sqs, Iam"


def test_difficulty_narrows_the_choice(signed_in, exam):
    hard = make_question()
    type(hard).objects.filter(pk=hard.pk).update(difficulty=3)
    make_question()
    assert fitting(signed_in, difficulty=3) == 1
    start(signed_in, difficulty=3)
    assert Response.objects.get().revision.question == hard


def test_the_count_follows_the_form_and_says_what_starting_means(signed_in, asked):
    text = signed_in.get(reverse("quiz:start"), {"number": 9}, headers=FITTING).content.decode()
    assert "4 questions fit" in text
    assert "1 of them new to you" in text
    assert "there are only 4" in text
    timed = {"number": 3, "style": "timed", "extra": "1.5"}
    text = signed_in.get(reverse("quiz:start"), timed, headers=FITTING).content.decode()
    assert "You get 3 questions in 9 min" in text


def test_without_javascript_a_button_counts(signed_in, asked):
    reply = start(signed_in, pool="missed", count=1)
    assert reply.status_code == 200
    assert "1 question fits" in " ".join(reply.content.decode().split())
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize(
    "bad", [{"pool": "x"}, {"difficulty": "9"}, {"style": "x"}, {"extra": "x"}]
)
def test_strange_wishes_are_answered_with_the_form(signed_in, asked, bad):
    assert start(signed_in, **bad).status_code == 422
    assert signed_in.get(reverse("quiz:start"), bad, headers=FITTING).status_code == 200


def test_a_timed_quiz_has_the_pace_of_the_exam_and_extra_time(signed_in, user, asked):
    start(signed_in, number=3, style="timed", extra="30")
    attempt = user.attempts.open(timezone.now()).get()
    assert attempt.is_exam
    assert (attempt.deadline - attempt.started_at).total_seconds() == 3 * 120 + 30 * 60


def test_recall_questions_are_asked_by_topic(signed_in, user, exam):
    topic = make_topic("sqs")
    wanted, _ = make_recall(topic), make_recall(make_topic("iam"))
    make_question(topic=topic)
    assert fitting(signed_in, scope="topic:sqs", style="recall") == 1
    page = signed_in.get(
        reverse("quiz:start"), {"scope": "domain:1", "style": "recall"}, headers=FITTING
    )
    assert b"Recall questions belong to topics" in page.content
    assert start(signed_in, scope="domain:1", style="recall").status_code == 422
    start(signed_in, scope="topic:sqs", style="recall", difficulty=3)
    attempt = user.attempts.get()
    url = reverse("quiz:question", args=[attempt.pk, 1])
    assert attempt.is_recall
    assert b"It is it." in signed_in.get(url).content
    assert signed_in.post(url, {"version": 0, "grade": 9}).status_code == 422
    signed_in.post(url, {"version": 0, "grade": 3})
    stored = attempt.responses.get()
    assert (stored.grade, stored.correct, stored.revision.question) == (3, True, wanted)
    assert b"You said: Good" in signed_in.get(url).content
    signed_in.post(reverse("quiz:finish", args=[attempt.pk]))
    result = signed_in.get(reverse("quiz:result", args=[attempt.pk])).content.decode()
    assert "1 of 1 recalled" in result


def test_recall_does_not_count_as_right_answers(signed_in, user, exam):
    attempt = make_attempt(user, [make_recall(make_topic())])
    Attempt.objects.update(kind="recall")
    services.grade(attempt.responses.get(), 4, version=0, now=timezone.now())
    assert signed_in.get(reverse("progress:dashboard")).context["shown"].answers == 0


def test_while_one_is_open_it_asks_what_becomes_of_it(signed_in, user, exam):
    question = make_question()
    before = make_attempt(user, [question])
    key = uuid.uuid4()
    reply = start(signed_in, start_key=key)
    assert reply.status_code == 409
    assert b"One is still open" in reply.content
    assert list(user.attempts.all()) == [before]
    start(signed_in, start_key=key, open="keep")
    assert user.attempts.count() == 2
    again = start(signed_in, start_key=key)
    assert again.url == reverse("quiz:attempt", args=[user.attempts.latest("pk").pk])


def test_what_is_discarded_is_gone_and_nothing_else(signed_in, user, exam):
    question = make_question()
    finished = make_attempt(user, [question])
    services.finish(finished, now=timezone.now())
    mock = make_attempt(user, [question])
    Attempt.objects.filter(pk=mock.pk).update(kind="mock", mode="exam")
    open_quiz = make_attempt(user, [question])
    key = uuid.uuid4()
    for _ in range(2):
        start(signed_in, start_key=key, open="discard")
    left = set(user.attempts.values_list("pk", flat=True))
    assert open_quiz.pk not in left
    assert {finished.pk, mock.pk} < left
    assert len(left) == 3


def test_weak_areas_lead_to_the_builder(signed_in, user, exam):
    assert signed_in.get(reverse("progress:weak")).url == reverse("quiz:start")
    attempt = make_attempt(user, [make_question(topic=make_topic("sqs"))])
    answer_all(attempt, ["b"])
    reply = signed_in.get(reverse("progress:weak"), follow=True)
    assert b"Weak areas: Sqs" in reply.content
    assert reply.context["fitting"] == 1


def test_a_topic_says_how_many_questions_each_section_has(client, exam):
    topic = make_topic("sqs")
    make_question(topic=topic)
    make_question(topic=topic)
    make_recall(topic)
    page = client.get(reverse("quiz:sections", args=["sqs"])).content.decode()
    assert "2 questions" in page
    assert "section%3Asqs/first-section" in page or "section%3Asqs%2Ffirst-section" in page
    assert client.get(reverse("quiz:sections", args=["nothing"])).status_code == 404
