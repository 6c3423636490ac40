"""A corrected key: what is decided of the answers, and what their learners see of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from guide.models import Question
from quiz import corrections, services
from quiz.models import Attempt, Notice, Rekey, Response
from quiz.results import result
from quiz.services import rekeying
from tests.factories import NOW, answer_all, make_attempt, make_question, make_user
from tests.quiz.corrected import again, correct, publish_key

HISTORY = reverse("quiz:history")
TOLD = '<span class="tag warn">Corrected</span>'
DECISIONS = ["leave", "credit", "void"]


@pytest.fixture
def questions(exam) -> list[Question]:
    return [make_question(correct="a") for _ in range(4)]


@pytest.fixture
def attempt(user, questions) -> Attempt:
    """Of four questions one right, two wrong, one without an answer."""
    attempt = make_attempt(user, questions)
    answer_all(attempt, ["a", "b", "b", ""])
    return attempt


def exam_of(user: User, question: Question, *, minutes: int = 60) -> Attempt:
    attempt = make_attempt(user, [question], at=timezone.now())
    deadline = timezone.now() + timedelta(minutes=minutes)
    Attempt.objects.filter(pk=attempt.pk).update(mode="exam", kind="mock", deadline=deadline)
    attempt.refresh_from_db()
    return attempt


def page(client, attempt: Attempt, **data: str) -> str:
    return client.get(reverse("quiz:result", args=[attempt.pk]), data).text


# What a decision makes of a result


@pytest.mark.parametrize(
    ("position", "decision", "right", "total"),
    [
        (1, "leave", 1, 4),
        (1, "credit", 1, 4),
        (1, "void", 0, 3),
        (2, "leave", 1, 4),
        (2, "credit", 2, 4),
        (2, "void", 1, 3),
        (4, "credit", 1, 4),  # without an answer there is nothing to credit
        (4, "void", 1, 3),
    ],
)
def test_the_score_stays_and_the_corrected_one_follows_the_decision(
    attempt, questions, position, decision, right, total
):
    correct(questions[position - 1], "c", decision)
    found = result(attempt)
    assert (found.right, found.total) == (1, 4)
    assert (found.rescored.right, found.rescored.total) == (right, total)


def test_a_result_shows_both_scores_and_both_keys(signed_in, attempt, questions):
    assert "Since then" not in page(signed_in, attempt)
    correct(questions[0], "c", "leave")
    assert "Since then" not in page(signed_in, attempt)
    correct(questions[1], "c", "credit")
    correct(questions[2], "c", "void")
    html = page(signed_in, attempt, show="corrected")
    assert "<h1>1 of 4 right</h1>" in html
    assert "Since then 2 questions were corrected: with them it would be <b>2 of 3</b>" in html
    assert html.count("✓ Correct") == 3
    assert html.count(":</b> Take the course of action AAA") == 3
    assert html.count("✓ Right since 23 November 2026:</b> Take the course of action CCC") == 3
    assert "Your answer counts as right in the corrected score" in html
    assert "The question does not count in the corrected score" in html
    assert "Your answer and your score stay as they were." in html


def test_corrected_answers_measure_nothing(user, attempt, questions):
    for question, decision in zip(questions, DECISIONS, strict=False):
        correct(question, "c", decision)
    measured = attempt.responses.that_measure().order_by("position")
    assert [response.position for response in measured] == [1, 4]


# Which answers are touched


def test_all_answers_to_the_old_meaning_are_touched_and_no_others(user, questions):
    question = questions[0]
    first = make_attempt(user, [question])
    Question.objects.filter(pk=question.pk).update(explanation="The same rule in words. " * 8)
    publish_key(question, "a")  # another wording
    second, other = make_attempt(user, [again(question)]), make_attempt(user, [questions[1]])
    for attempt in (first, second, other):
        answer_all(attempt, ["b"])
    rekey = correct(question, "c", "void")
    third = make_attempt(user, [again(question)])
    answer_all(third, ["c"])
    assert rekey.answers == 2
    assert set(rekey.responses.values_list("attempt", flat=True)) == {first.pk, second.pk}
    correct(question, "d", "credit")
    assert Response.objects.get(attempt=third).rekey.decision == "credit"
    assert Response.objects.get(attempt=first).rekey == rekey


def test_a_running_exam_keeps_its_key_to_its_end_and_is_then_touched(user, questions):
    exam = exam_of(user, questions[0])
    rekey = correct(questions[0], "c", "void")
    response = exam.responses.select_related("revision", "attempt").get()
    services.choose(response, "a", version=0, now=timezone.now())
    services.finish(exam, now=timezone.now())
    found = result(exam)
    assert (found.right, found.total) == (1, 1)
    assert (found.rescored.right, found.rescored.total) == (0, 0)
    assert rekey.answers == 0


@pytest.mark.parametrize("decision", DECISIONS)
def test_the_same_decision_sent_again_is_one(attempt, questions, decision):
    rekey = correct(questions[0], "c", decision)
    for _ in range(2):
        again_so = rekeying.rekey(rekey.before, rekey.after, decision=decision, now=NOW)
        assert again_so == rekey
    rekey.refresh_from_db()
    assert (rekey.answers, Rekey.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_a_decision_stands(attempt, questions):
    rekey = correct(questions[0], "c", "leave")
    with pytest.raises(rekeying.DecidedOtherwise):
        rekeying.rekey(rekey.before, rekey.after, decision="void", now=NOW)
    assert result(attempt).corrected == []


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_a_correction_costs_the_same_for_many_learners(questions):
    def answered_by(people: int, question: Question) -> None:
        for n in range(people):
            learner = make_user(f"{question.code}-{n}@example.com")
            answer_all(make_attempt(learner, [question]), ["b"])

    answered_by(2, questions[0])
    answered_by(15, questions[1])
    few = queries_of(lambda: correct(questions[0], "c", "credit"))
    assert queries_of(lambda: correct(questions[1], "c", "credit")) == few
    assert Notice.objects.count() == 17


# What a load has changed without asking


def test_a_key_that_changed_without_asking_waits_for_a_decision(attempt, questions):
    assert corrections.undecided(Question.objects.all()) == []
    after = publish_key(questions[1], "c")
    (change,) = corrections.undecided(Question.objects.all())
    assert (change.after, change.touched) == (after, corrections.Touched(1, 1, 0))
    rekeying.rekey(change.before, change.after, decision="credit", now=NOW)
    assert corrections.undecided(Question.objects.all()) == []
    assert result(attempt).rescored.right == 2


def test_a_changed_key_that_nobody_had_answered_waits_for_nothing(user, questions):
    publish_key(questions[0], "c")
    answer_all(make_attempt(user, [again(questions[0])]), ["c"])
    publish_key(questions[1], "a")
    assert corrections.undecided(Question.objects.all()) == []


# What learners are told


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_learner_is_told_once_with_old_and_new(signed_in, user, attempt, questions, decision):
    correct(questions[0], "c", decision)
    html = signed_in.get(HISTORY).text
    assert html.count(TOLD) == 1
    assert "<b>Right before, and your answer:</b> Take the course of action AAA" in html
    assert "✓ Right since 23 November 2026:</b> Take the course of action CCC" in html
    url = reverse("quiz:notice", args=[user.notices.get().pk])
    for _ in range(2):
        assert signed_in.post(url).url == HISTORY
    assert TOLD not in signed_in.get(HISTORY).text


def test_looking_is_not_yet_reading(signed_in, user, attempt, questions):
    correct(questions[0], "c", "leave")
    assert signed_in.get(reverse("quiz:notice", args=[user.notices.get().pk])).url == HISTORY
    assert TOLD in signed_in.get(HISTORY).text


def test_nobody_is_told_of_what_others_answered(client, attempt, questions):
    correct(questions[0], "c", "leave")
    client.force_login(make_user("eve@example.com"))
    assert TOLD not in client.get(HISTORY).text
    url = reverse("quiz:notice", args=[Notice.objects.get().pk])
    assert client.post(url).status_code == 404
    assert Notice.objects.get().read_at is None


def test_a_running_exam_hears_nothing_of_what_it_asks(signed_in, user, attempt, questions):
    exam = exam_of(user, questions[0])
    correct(questions[0], "c", "leave")
    assert TOLD not in signed_in.get(HISTORY).text
    services.finish(exam, now=timezone.now())
    assert TOLD in signed_in.get(HISTORY).text


def test_who_has_not_answered_yet_is_told_when_it_is_over(signed_in, user, questions):
    open_quiz = make_attempt(user, questions[:1])
    correct(questions[0], "c", "leave")
    assert TOLD not in signed_in.get(HISTORY).text
    services.finish(open_quiz, now=NOW)
    assert TOLD in signed_in.get(HISTORY).text


def test_a_deleted_attempt_takes_its_notice_along(signed_in, attempt, questions):
    correct(questions[0], "c", "leave")
    attempt.delete()
    assert TOLD not in signed_in.get(HISTORY).text


def test_notices_of_a_guest_go_with_the_answers(user, questions):
    guest = User.objects.create_guest()
    for person in (user, guest):
        answer_all(make_attempt(person, questions[:1]), ["a"])
    answer_all(make_attempt(guest, questions[1:2]), ["b"])
    both, own = correct(questions[0], "c", "leave"), correct(questions[1], "c", "void")
    user.notices.update(read_at=NOW)
    services.take_over(guest, by=user)
    told = dict(user.notices.values_list("rekey", "read_at"))
    assert told == {both.pk: NOW, own.pk: None}


def test_the_history_costs_the_same_for_many_notices(signed_in, attempt, questions):
    correct(questions[0], "c", "leave")
    few = queries_of(lambda: signed_in.get(HISTORY))
    for question in questions[1:]:
        correct(question, "c", "leave")
    assert queries_of(lambda: signed_in.get(HISTORY)) == few
