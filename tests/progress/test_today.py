"""Today's list: what is due, what is new, what to read, and when a mock makes sense."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.today import MOST_NEW, Kind, Standing, steps, streak, wants_mock

TODAY = date(2026, 11, 23)
USUAL = Standing(
    days_left=50,
    minutes_a_day=60,
    minutes_done=0,
    reviews_due=18,
    unseen=400,
    new_today=0,
    answers=200,
    sections_missed=3,
    since_mock=timedelta(days=2),
    open_mock=False,
    minutes_a_question=2.0,
)


def by_kind(standing):
    return {step.kind: step.number for step in steps(standing)}


def test_reviews_come_first_then_reading_then_new_questions():
    assert [step.kind for step in steps(USUAL)] == [Kind.REVIEWS, Kind.READ, Kind.NEW]


def test_new_questions_are_spread_over_the_days_that_are_left():
    standing = replace(USUAL, reviews_due=0, sections_missed=0, unseen=98, days_left=50)
    assert by_kind(standing) == {Kind.NEW: 2}  # 98 over 49 days, the last one is free


def test_a_day_that_was_missed_raises_the_number_a_little_instead_of_doubling_it():
    standing = replace(USUAL, reviews_due=0, sections_missed=0, unseen=98, days_left=49)
    assert by_kind(standing) == {Kind.NEW: 3}


def test_what_was_done_today_counts():
    standing = replace(USUAL, reviews_due=0, sections_missed=0, unseen=96, new_today=2)
    assert by_kind(standing) == {}


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"since_mock": None}, True),
        ({"since_mock": timedelta(days=7)}, True),
        ({"since_mock": timedelta(days=6)}, False),
        ({"since_mock": None, "answers": 59}, False),
        ({"since_mock": None, "open_mock": True}, False),
        ({"since_mock": None, "days_left": 2}, True),
        ({"since_mock": None, "days_left": 1}, False),
        ({"since_mock": None, "days_left": None}, True),
    ],
)
def test_a_mock_comes_after_a_first_round_then_weekly_and_not_on_the_eve(change, wanted):
    assert wants_mock(replace(USUAL, **change)) is wanted


def test_a_mock_stands_beside_the_rest_and_once_taken_has_filled_the_day():
    due = replace(USUAL, since_mock=None)
    assert [step.kind for step in steps(due)] == [Kind.REVIEWS, Kind.READ, Kind.NEW, Kind.MOCK]
    taken = replace(USUAL, since_mock=timedelta(hours=1), minutes_done=130)
    assert by_kind(taken) == {Kind.REVIEWS: 18}


@pytest.mark.parametrize("days_left", [0, 1])
def test_on_the_eve_and_on_the_day_of_the_exam_there_is_nothing_new(days_left):
    assert Kind.NEW not in by_kind(replace(USUAL, days_left=days_left))


def test_after_the_exam_there_is_nothing_to_do():
    assert steps(replace(USUAL, days_left=-1)) == []


@given(
    st.builds(
        Standing,
        days_left=st.none() | st.integers(-2, 400),
        minutes_a_day=st.integers(5, 600),
        minutes_done=st.floats(0, 700),
        reviews_due=st.integers(0, 500),
        unseen=st.integers(0, 1000),
        new_today=st.integers(0, 100),
        answers=st.integers(0, 10_000),
        sections_missed=st.integers(0, 50),
        since_mock=st.none() | st.timedeltas(timedelta(0), timedelta(days=90)),
        open_mock=st.booleans(),
        minutes_a_question=st.floats(0.5, 6),
    )
)
def test_reading_and_new_questions_fit_into_the_minutes_of_the_day(standing):
    found = {step.kind: step for step in steps(standing)}
    assert all(step.number > 0 for step in found.values())
    if new := found.get(Kind.NEW):
        assert new.number <= min(standing.unseen, MOST_NEW)
    timed = [found[kind].minutes for kind in (Kind.READ, Kind.NEW) if kind in found]
    assert sum(timed) <= standing.minutes_a_day + 1


def days_ago(*numbers):
    return [TODAY - timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("active", "length", "today_counts"),
    [
        ((), 0, False),
        ((0, 1, 2), 3, True),
        ((1, 2, 3), 3, False),  # today is not over yet
        ((0, 1, 3, 4), 4, True),  # a day off is forgiven
        ((0, 2, 4, 5), 2, True),  # the second one in a week is not
        ((2, 3), 2, False),
        ((3, 4), 0, False),
        (tuple(n for n in range(20) if n not in (1, 8, 15)), 17, True),
    ],
)
def test_a_streak_forgives_one_day_in_seven(active, length, today_counts):
    found = streak(days_ago(*active), TODAY)
    assert (found.days, found.today_counts) == (length, today_counts)
