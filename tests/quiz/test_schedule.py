"""When a question is asked again: tables for the rules, and properties for any history."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Rating
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz import schedule
from quiz.schedule import Due, plan_reviews
from tests.factories import NOW

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
PACE = 120.0
TODAY = NOW.date()
ratings = st.sampled_from(list(Rating))
zones = st.sampled_from([UTC, BERLIN, AUCKLAND, ZoneInfo("America/Los_Angeles")])


@pytest.mark.parametrize(
    ("right", "confidence", "seconds", "rating"),
    [
        (False, None, 30, Rating.Again),
        (False, 3, 30, Rating.Again),
        (True, 1, 30, Rating.Again),
        (True, 2, 30, Rating.Hard),
        (True, 3, 121, Rating.Hard),
        (True, None, 121, Rating.Hard),
        (True, None, 120, Rating.Good),
        (True, None, 5, Rating.Good),
        (True, 3, 41, Rating.Good),
        (True, 3, 40, Rating.Easy),
        (True, 3, 0, Rating.Good),
        (True, None, 0, Rating.Good),
    ],
)
def test_an_answer_is_graded_by_right_or_wrong_confidence_and_time(
    right, confidence, seconds, rating
):
    found = schedule.grade(right=right, confidence=confidence, seconds=seconds, pace=PACE)
    assert found is rating


@pytest.mark.parametrize(
    ("rating", "days"), [(Rating.Again, 1), (Rating.Hard, 1), (Rating.Good, 2), (Rating.Easy, 8)]
)
def test_a_new_question_comes_back_after_days_by_its_grade(rating, days):
    card = schedule.review(None, rating, NOW, UTC)
    assert card.due == datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=days)
    assert (card.repetitions, card.lapses) == (1, 0)


def test_a_question_is_due_from_the_beginning_of_a_day_of_the_learner():
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # in Auckland the 24th, 11:30
    card = schedule.review(None, Rating.Good, late, AUCKLAND)
    assert card.due == datetime(2026, 11, 26, tzinfo=AUCKLAND)
    in_berlin = schedule.review(None, Rating.Good, late, BERLIN)
    assert in_berlin.due == datetime(2026, 11, 25, tzinfo=BERLIN)


def test_a_night_between_two_answers_is_a_day_whatever_the_hour():
    evening, morning = NOW.replace(hour=22), NOW.replace(hour=7) + timedelta(days=1)
    first = schedule.review(None, Rating.Again, evening, UTC)
    after_a_night = schedule.review(first, Rating.Good, morning, UTC)
    same_day = schedule.review(first, Rating.Good, evening + timedelta(minutes=5), UTC)
    assert after_a_night.stability > 2 * same_day.stability
    assert schedule.retrievability(first, morning, UTC) < 1
    same_day_there = schedule.retrievability(first, morning, ZoneInfo("America/Los_Angeles"))
    assert same_day_there == 1


def test_forgetting_counts_as_a_lapse_and_shortens_the_wait():
    card = schedule.review(None, Rating.Good, NOW, UTC)
    known = schedule.review(card, Rating.Good, card.due, UTC)
    forgotten = schedule.review(known, Rating.Again, known.due, UTC)
    assert (known.repetitions, known.lapses) == (2, 0)
    assert (forgotten.repetitions, forgotten.lapses) == (3, 1)
    assert forgotten.due - known.due < known.due - card.due


def test_an_answer_from_before_the_last_one_changes_nothing():
    card = schedule.review(None, Rating.Good, NOW, UTC)
    assert schedule.review(card, Rating.Again, NOW - timedelta(seconds=1), UTC) == card


def test_memory_fades_and_has_nine_tenths_left_when_a_question_is_due():
    card = schedule.review(None, Rating.Easy, NOW, UTC)
    left = [schedule.retrievability(card, NOW + timedelta(days=n), UTC) for n in (0, 1, 8, 30)]
    assert left == sorted(left, reverse=True)
    assert left[0] == 1
    assert left[2] == pytest.approx(0.9, abs=0.01)


histories = st.lists(st.tuples(ratings, st.timedeltas(timedelta(0), timedelta(days=90))))


@given(histories, ratings, zones)
def test_after_any_history_a_question_is_due_on_a_later_day_and_no_better_grade_is_due_sooner(
    history, rating, zone
):
    card, now = None, NOW
    for before, wait in history:
        card = schedule.review(card, before, now, zone)
        now += wait
    after = schedule.review(card, rating, now, zone)
    assert after.due > now
    assert after.due.astimezone(zone).date() > now.astimezone(zone).date()
    assert after.stability > 0
    assert 1 <= after.difficulty <= 10
    assert 0 <= schedule.retrievability(after, after.due, zone) <= 1
    dues = [schedule.review(card, one, now, zone).due for one in Rating]
    assert dues == sorted(dues)


def test_the_least_remembered_come_first_and_the_rest_waits_for_the_next_days():
    dues = [Due(n, TODAY - timedelta(days=9), 0.5 + n / 10) for n in (3, 0, 2, 1)]
    dues.append(Due(9, TODAY + timedelta(days=1), 0.1))
    planned = plan_reviews(dues, TODAY, 2, days=4)
    assert planned == [[0, 1], [9, 2], [3], []]


def test_what_was_done_today_leaves_less_for_today_and_all_for_tomorrow():
    dues = [Due(n, TODAY, 0.5) for n in range(10)]
    assert [len(day) for day in plan_reviews(dues, TODAY, 4, done=3, days=4)] == [1, 4, 4, 1]
    assert [len(day) for day in plan_reviews(dues, TODAY, 4, done=9, days=2)] == [0, 4]


@pytest.mark.parametrize(("last", "counts"), [(0, [2, 0, 0]), (1, [2, 2, 0]), (-1, [0, 0, 0])])
def test_nothing_is_planned_after_the_day_of_the_exam(last, counts):
    dues = [Due(n, TODAY, 0.5) for n in range(9)]
    planned = plan_reviews(dues, TODAY, 2, last_day=TODAY + timedelta(days=last), days=3)
    assert [len(day) for day in planned] == counts


offsets = st.lists(st.tuples(st.integers(-40, 20), st.floats(0, 1)), max_size=80)


@settings(max_examples=200)
@given(offsets, st.integers(1, 30), st.integers(0, 40), st.none() | st.integers(0, 25))
def test_a_backlog_is_spread_under_the_cap_until_all_is_served(waiting, cap, done, days_left):
    dues = [
        Due(n, TODAY + timedelta(days=offset), recall) for n, (offset, recall) in enumerate(waiting)
    ]
    last_day: date | None = None if days_left is None else TODAY + timedelta(days=days_left)
    planned = plan_reviews(dues, TODAY, cap, last_day=last_day, done=done, days=120)
    assert len(planned[0]) <= max(0, cap - done)
    assert all(len(day) <= cap for day in planned)
    served = [key for day in planned for key in day]
    assert len(served) == len(set(served))
    for n, day in enumerate(planned):
        assert all(dues[key].day <= TODAY + timedelta(days=n) for key in day)
        assert days_left is None or n <= days_left or not day
    if days_left is None:
        assert sorted(served) == [due.key for due in dues]
