"""Statistics are refreshed by what is new, each answer once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from quiz.models import Attempt, Response, Statistic
from quiz.services import statistics
from tests.factories import NOW, answer_all, make_attempt, make_question, make_topic, make_user

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def questions(exam):
    topic = make_topic()
    return [make_question(topic=topic) for _ in range(6)]


def take(questions, choices, *, number, at=NOW):
    attempt = make_attempt(make_user(f"p{number}@example.com"), questions, at=at)
    answer_all(attempt, choices, at=at)
    return attempt


def stored():
    rows = Statistic.objects.order_by("question").values_list(
        "question", "meaning", "answers", "facility", "discrimination", "sums"
    )
    return list(rows)


def test_first_answers_of_ended_attempts_are_counted_by_option(questions):
    take(questions, "aabaaa", number=1)
    take(questions, "ababca", number=2)
    assert statistics.refresh(LATER) == statistics.Refreshed(attempts=2, answers=12)
    third = Statistic.objects.get(question=questions[2])
    assert (third.answers, third.facility) == (2, 0.5)
    assert third.sums["choices"] == {"a": 1, "b": 1}
    assert sum(third.sums["steps"]) == 2  # five other first answers make a rest score


def test_a_second_refresh_adds_nothing_and_a_later_one_only_what_is_new(questions):
    take(questions, "aaaaaa", number=1)
    statistics.refresh(LATER)
    before = stored()
    assert statistics.refresh(LATER) == statistics.Refreshed(0, 0)
    assert stored() == before
    take(questions, "bbbbbb", number=2)
    assert statistics.refresh(LATER).attempts == 1
    assert Statistic.objects.get(question=questions[0]).facility == 0.5


def test_many_small_refreshes_give_what_one_rebuild_gives(questions, monkeypatch):
    for number, choices in enumerate(("aabaaa", "bbaacd", "aaaaaa", "dcabaa")):
        take(questions, choices, number=number)
        statistics.refresh(LATER)
    before = stored()
    statistics.rebuild()
    monkeypatch.setattr(statistics, "AT_ONCE", 3)
    assert statistics.refresh(LATER).attempts == 4
    assert stored() == before


def test_seen_unanswered_open_and_running_ones_do_not_count(questions, user):
    again = make_attempt(user, questions[:2])
    answer_all(again, ["a", ""])
    answer_all(make_attempt(user, questions[:2], at=LATER), "ab", at=LATER)  # seen before
    make_attempt(make_user("open@example.com"), questions)
    timed = make_attempt(make_user("exam@example.com"), questions)
    Response.objects.filter(attempt=timed).update(chosen=["a"], correct=True, answered_at=NOW)
    Attempt.objects.filter(pk=timed.pk).update(mode="exam", deadline=LATER + timedelta(hours=3))
    assert statistics.refresh(LATER + timedelta(hours=1)).answers == 1


def test_what_was_left_open_is_counted_after_a_month_as_it_stands(questions, user):
    attempt = make_attempt(user, questions)
    Response.objects.filter(attempt=attempt, position=1).update(
        chosen=["a"], correct=True, answered_at=NOW
    )
    assert statistics.refresh(NOW + timedelta(days=29)).answers == 0
    assert statistics.refresh(NOW + timedelta(days=31)).answers == 1


def test_another_meaning_starts_anew(questions):
    take(questions, "aaaaaa", number=1)
    statistics.refresh(LATER)
    question = questions[0]
    revision = question.revision
    revision.pk, revision.number, revision.meaning = None, 2, 2
    revision.save()
    type(question).objects.filter(pk=question.pk).update(revision=revision)
    assert not Statistic.objects.current().filter(question=question).exists()
    question.refresh_from_db()
    take([question], "b", number=2)
    statistics.refresh(LATER)
    assert Statistic.objects.current().get(question=question).facility == 0


def test_the_number_of_queries_does_not_grow_with_answers(questions, django_assert_max_num_queries):
    for number in range(8):
        take(questions, "aabaaa", number=number)
    with django_assert_max_num_queries(13):
        statistics.refresh(LATER)


def test_the_command_says_what_it_did(questions):
    take(questions, "aaaaaa", number=1)
    out = StringIO()
    call_command("question_stats", stdout=out)
    assert "6 first answers of 1 attempts counted; 0 keys are doubted." in out.getvalue()
    call_command("question_stats", rebuild=True, stdout=out)
    assert Statistic.objects.get(question=questions[0]).answers == 1
