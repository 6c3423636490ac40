"""Answers become cards: at once in practice, at the end in an exam, once each."""

import importlib
import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from quiz import services
from quiz.memory import due_revisions, memory, plan_of
from quiz.models import Attempt, Review
from tests.factories import (
    NOW,
    answer_all,
    make_attempt,
    make_exam,
    make_question,
    make_recall,
    make_topic,
    make_user,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def make_mock(user, exam, questions, *, timed=True, at=NOW) -> Attempt:
    return services.start(
        user,
        exam=exam,
        title="Mock",
        selection={},
        revision_ids=[question.revision_id for question in questions],
        start_key=uuid.uuid4(),
        kind=Attempt.Kind.MOCK,
        mode=Attempt.Mode.EXAM,
        time_allowed=HOUR if timed else None,
        now=at,
    )


def choose(attempt, position, chosen, *, at=NOW, **more) -> None:
    response = attempt.responses.select_related("revision", "attempt").get(position=position)
    services.choose(response, chosen, version=response.version, now=at, **more)


def plan(user, exam, **values):
    return services.save_plan(user, now=NOW, exam=exam, **values)


def test_an_answer_makes_a_card_and_the_next_one_moves_it(user, exam):
    question = make_question()
    answer_all(make_attempt(user, [question]), ["a"])
    first = user.reviews.get()
    assert (first.question, first.reviewed_at, first.repetitions) == (question, NOW, 1)
    assert first.due == datetime(2026, 11, 25, tzinfo=UTC)
    answer_all(make_attempt(user, [question], at=first.due), ["b"], at=first.due)
    second = user.reviews.get()
    assert (second.repetitions, second.lapses) == (2, 1)
    assert second.due == first.due + DAY


def test_confidence_and_time_count(user, exam):
    attempt = make_attempt(user, [make_question() for _ in range(4)])
    told = [{"confidence": 1}, {"confidence": 2}, {"seconds": 200}, {"confidence": 3, "seconds": 9}]
    for response, more in zip(attempt.responses.all(), told, strict=True):
        services.answer(response, "a", version=0, now=NOW, **more)
    stabilities = list(user.reviews.order_by("question").values_list("stability", flat=True))
    assert stabilities[0] < stabilities[1] == stabilities[2] < stabilities[3]


def test_a_recall_question_is_graded_by_its_learner(user, exam):
    attempt = make_attempt(user, [make_recall(make_topic()) for _ in range(2)])
    for response, grade in zip(attempt.responses.all(), (1, 4), strict=True):
        services.grade(response, grade, version=0, now=NOW)
    again, easy = user.reviews.order_by("question")
    assert (again.due, easy.due) == (
        datetime(2026, 11, 24, tzinfo=UTC),
        datetime(2026, 12, 1, tzinfo=UTC),
    )


def test_the_same_answer_sent_twice_moves_the_card_once(user, exam):
    attempt = make_attempt(user, [make_question()])
    for _ in range(2):
        response = attempt.responses.select_related("revision", "attempt").get()
        services.answer(response, "a", version=0, now=NOW)
    assert user.reviews.get().repetitions == 1


def test_a_question_has_one_card_for_each_learner(user, exam):
    answer_all(make_attempt(user, [make_question()]), ["a"])
    review = user.reviews.get()
    review.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save(force_insert=True)


def test_a_running_exam_moves_no_card_and_its_end_moves_all(user, exam):
    attempt = make_mock(user, exam, [make_question() for _ in range(3)])
    choose(attempt, 1, "b", at=NOW)
    choose(attempt, 1, "a", at=NOW + timedelta(minutes=1))
    choose(attempt, 2, "b", at=NOW + timedelta(minutes=2))
    services.settle(user, now=NOW + HOUR)
    assert not user.reviews.exists()
    for _ in range(2):
        services.finish(attempt, now=NOW + HOUR)
        services.settle(user, now=NOW + DAY)
    right, wrong = user.reviews.order_by("question")
    assert right.stability > wrong.stability
    assert (right.reviewed_at, right.repetitions) == (NOW + timedelta(minutes=1), 1)


def test_an_exam_whose_time_ran_out_is_settled_by_the_next_start(user, exam):
    question = make_question()
    choose(make_mock(user, exam, [question]), 1, "a")
    make_attempt(user, [question], at=NOW + HOUR)
    assert not user.reviews.exists()
    make_attempt(user, [question], at=NOW + HOUR + timedelta(seconds=6))
    assert user.reviews.get().repetitions == 1
    assert user.attempts.filter(scheduled_at__isnull=False).count() == 1


def test_what_was_practised_during_an_untimed_exam_counts_more_than_its_older_answer(user, exam):
    question = make_question()
    attempt = make_mock(user, exam, [question], timed=False)
    choose(attempt, 1, "b")
    answer_all(make_attempt(user, [question], at=NOW + DAY), ["a"], at=NOW + DAY)
    before = user.reviews.get()
    services.finish(attempt, now=NOW + 2 * DAY)
    assert user.reviews.get().card == before.card


@pytest.mark.parametrize("number", [2, 20])
def test_the_end_of_an_exam_costs_the_same_for_two_questions_as_for_twenty(user, exam, number):
    questions = [make_question() for _ in range(number)]
    answer_all(make_attempt(user, questions[::2]), ["a"] * len(questions[::2]))
    attempt = make_mock(user, exam, questions, at=NOW + DAY)
    for position in range(1, number + 1):
        choose(attempt, position, "a", at=NOW + DAY)
    with CaptureQueriesContext(connection) as captured:
        services.finish(attempt, now=NOW + DAY)
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 8
    assert user.reviews.count() == number


def test_the_zone_of_the_plan_says_when_a_day_begins(user, exam):
    plan(user, exam, time_zone="Pacific/Auckland")
    attempt = make_mock(user, exam, [make_question()])
    choose(attempt, 1, "a")
    services.finish(attempt, now=NOW)
    answer_all(make_attempt(user, [make_question()]), ["a"])
    due = datetime(2026, 11, 26, tzinfo=ZoneInfo("Pacific/Auckland"))  # there it is the 24th
    assert [review.due for review in user.reviews.all()] == [due, due]


def test_memory_says_what_is_due_and_what_comes(user, exam):
    questions = [make_question() for _ in range(12)]
    answer_all(make_attempt(user, questions[:8]), ["b"] * 8)
    answer_all(make_attempt(user, questions[8:]), ["a"] * 4)
    mine = plan(user, exam, reviews_a_day=5)
    now = NOW + 3 * DAY
    with CaptureQueriesContext(connection) as captured:
        found = memory(user, now, plan=mine)
    assert len(captured) == 2
    assert (found.due_now, found.today, found.due_tomorrow, found.cards) == (12, 5, 5, 12)
    assert [day.count for day in found.forecast] == [5, 5, 2] + [0] * 11
    assert found.forecast[0].day == now.date()
    assert 0.5 < found.remembered < 0.9
    wrong = {question.revision_id for question in questions[:8]}
    assert set(due_revisions(user, now, plan=mine, at_most=65)) < wrong
    assert len(due_revisions(user, now, plan=mine, at_most=10, catch_up=True)) == 10


def test_nothing_due_says_when_the_next_is_unless_the_exam_is_before(user, exam):
    assert memory(user, NOW).remembered is None
    answer_all(make_attempt(user, [make_question()]), ["a"])
    assert memory(user, NOW).next_due == datetime(2026, 11, 25, tzinfo=UTC)
    soon = plan(user, exam, exam_date=NOW.date() + DAY)
    assert memory(user, NOW, plan=soon).next_due is None
    assert memory(user, NOW + 4 * DAY, plan=soon).due_now == 1  # the exam is over: learn on


def test_only_questions_of_the_planned_exam_that_are_asked_today_come_back(user, exam):
    other = make_exam("DVA-C03")
    here, elsewhere, retired = [
        make_question(tasks=tasks.domains.get(number=1).tasks.all())
        for tasks in (exam, other, exam)
    ]
    recall = make_recall(make_topic())
    answer_all(make_attempt(user, [here, elsewhere, retired]), ["b"] * 3)
    response = make_attempt(user, [recall]).responses.get()
    services.grade(response, 1, version=0, now=NOW)
    type(retired).objects.filter(pk=retired.pk).update(status="retired")
    plan(user, exam)
    due = due_revisions(user, NOW + DAY, plan=plan_of(user), at_most=65)
    assert set(due) == {here.revision_id, recall.revision_id}
    assert memory(user, NOW + DAY).due_now == 3


def test_a_guest_takes_the_later_review_and_a_plan_to_an_account_without_one(user, exam):
    guest = type(user).objects.create_guest()
    first, second, third = [make_question() for _ in range(3)]
    answer_all(make_attempt(user, [first, second]), ["a", "a"])
    for question, at in ((first, NOW - DAY), (second, NOW + DAY), (third, NOW)):
        answer_all(make_attempt(guest, [question], at=at), ["b"], at=at)
    plan(guest, exam, minutes_a_day=45)
    services.take_over(guest, by=user)
    taken = {review.question: review.reviewed_at for review in user.reviews.all()}
    assert taken == {first: NOW, second: NOW + DAY, third: NOW}
    assert plan_of(user).minutes_a_day == 45
    other = make_user("bea@example.com")
    plan(other, exam, minutes_a_day=10)
    services.take_over(user, by=other)
    assert plan_of(other).minutes_a_day == 10


def test_answers_from_before_there_were_reviews_get_the_cards_that_they_would_have_got(user, exam):
    then = NOW - 3000 * DAY  # also by the clock of the one who tests, the exam has ended
    first, second, third = questions = [make_question() for _ in range(3)]
    answer_all(make_attempt(user, questions, at=then), ["a", "b", "a"], at=then)
    ended = make_mock(user, exam, [third], at=then)
    choose(ended, 1, "b", at=then + timedelta(minutes=1))
    choose(make_mock(user, exam, [third], timed=False, at=then), 1, "a", at=then + 2 * HOUR)
    again = make_attempt(user, [first, second], at=then + DAY)
    answer_all(again, ["a", "a"], at=then + DAY)
    kept = {review.question_id: review.card for review in user.reviews.all()}
    Review.objects.all().delete()
    user.attempts.update(scheduled_at=None)
    backfill = importlib.import_module("quiz.migrations.0005_backfill_reviews").backfill
    for _ in range(2):
        backfill(apps, None)
    assert {review.question_id: review.card for review in user.reviews.all()} == kept
    assert [card.repetitions for card in kept.values()] == [2, 2, 2]
    assert list(user.attempts.filter(scheduled_at__isnull=False)) == [ended]
