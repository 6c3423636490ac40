"""Answers: stored once, graded as a whole, never overwritten."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from quiz import services
from quiz.models import Response
from tests.factories import NOW, make_attempt, make_question, make_user


@pytest.fixture
def attempt(user, exam):
    return make_attempt(user, [make_question(correct="b"), make_question(correct="ac")])


def response_of(attempt, position=1) -> Response:
    return attempt.responses.select_related("revision", "attempt").get(position=position)


@pytest.mark.parametrize(
    ("correct", "chosen", "graded"),
    [
        ("b", "b", True),
        ("b", "a", False),
        ("ac", "ac", True),
        ("ac", "ca", True),
        ("ac", "a", False),
        ("ac", "abc", False),
        ("ac", "bd", False),
    ],
)
def test_all_and_only_the_correct_options_count(user, exam, correct, chosen, graded):
    attempt = make_attempt(user, [make_question(correct=correct)])
    response = services.answer(response_of(attempt), chosen, version=0, now=NOW)
    assert response.correct is graded
    assert response_of(attempt).correct is graded


def test_the_same_answer_sent_twice_is_one_answer(attempt):
    services.answer(response_of(attempt), "b", version=0, now=NOW)
    services.answer(response_of(attempt), "b", version=0, now=NOW + timedelta(seconds=9))
    stored = response_of(attempt)
    assert (stored.version, stored.answered_at) == (1, NOW)


def test_another_answer_to_the_same_version_is_refused_and_changes_nothing(attempt):
    services.answer(response_of(attempt), "b", version=0, now=NOW)
    with pytest.raises(services.StaleWrite):
        services.answer(response_of(attempt), "a", version=0, now=NOW)
    assert response_of(attempt).chosen == ["b"]


def test_the_same_answer_to_a_later_version_is_refused(attempt):
    services.answer(response_of(attempt), "b", version=0, now=NOW)
    with pytest.raises(services.StaleWrite):
        services.answer(response_of(attempt), "b", version=1, now=NOW)


def test_a_finished_attempt_takes_no_answer(attempt):
    services.finish(attempt, now=NOW)
    with pytest.raises(services.AttemptFinished):
        services.answer(response_of(attempt), "b", version=0, now=NOW)
    assert not response_of(attempt).is_answered


def test_finishing_twice_keeps_the_first_time(attempt):
    services.finish(attempt, now=NOW)
    services.finish(attempt, now=NOW + timedelta(hours=1))
    attempt.refresh_from_db()
    assert attempt.finished_at == NOW


def test_an_attempt_needs_a_question(user, exam):
    with pytest.raises(services.NothingToAsk):
        make_attempt(user, [])
    assert not user.attempts.exists()


def test_a_response_is_graded_when_and_only_when_it_is_answered(attempt):
    response = response_of(attempt)
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(correct=True)


def test_a_question_is_asked_once_in_an_attempt(user, exam):
    question = make_question()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attempt(user, [question, question])


def test_what_a_guest_did_moves_to_the_account(exam, attempt, user):
    other = make_user("bea@example.com")
    services.take_over(user, by=other)
    assert list(other.attempts.all()) == [attempt]
    assert not type(user).objects.filter(pk=user.pk).exists()


def test_a_form_sent_by_the_account_and_again_by_the_guest_is_two_attempts(exam, user):
    other, question, key = make_user("bea@example.com"), make_question(), uuid.uuid4()
    for who in (user, other):
        services.start(
            who,
            exam=exam,
            title="One form",
            selection={},
            revision_ids=[question.revision_id],
            start_key=key,
            now=NOW,
        )
    services.take_over(user, by=other)
    assert other.attempts.count() == 2
