"""Figures of questions, against values computed by hand and by the definition."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.statistics import (
    ENOUGH,
    ENOUGH_TO_DOUBT,
    REST_STEPS,
    FirstAnswer,
    Flag,
    Sums,
    figures,
    point_biserial,
)
from tests.benchmarks.miskeys import measure

KEYS = "abcd"


def sums(*answers):
    """Of (chosen, rest) pairs, where `a` is right."""
    found = Sums()
    for chosen, rest in answers:
        found.add(FirstAnswer([chosen], chosen == "a", rest, 60))
    return found


def test_facility_and_choices_are_shares_of_all_first_answers():
    shown = figures(sums(("a", 1), ("a", 0.5), ("b", None), ("c", 0)), KEYS, "a")
    assert (shown.answers, shown.facility.value) == (4, 0.5)
    assert [option.chosen.value for option in shown.options] == [0.5, 0.25, 0.25, 0]
    assert shown.facility.low < 0.5 < shown.facility.high


@given(st.lists(st.tuples(st.booleans(), st.integers(0, REST_STEPS)), min_size=4, max_size=60))
def test_the_point_biserial_is_the_correlation_of_its_definition(learners):
    steps, chosen = [0] * (REST_STEPS + 1), [0] * (REST_STEPS + 1)
    for one, at in learners:
        steps[at] += 1
        chosen[at] += one
    n = len(learners)
    xs, ys = [float(one) for one, _ in learners], [float(at) for _, at in learners]
    mx, my = sum(xs) / n, sum(ys) / n
    sx = sqrt(sum((x - mx) ** 2 for x in xs))
    sy = sqrt(sum((y - my) ** 2 for y in ys))
    found = point_biserial(chosen, steps)
    if not sx or not sy:
        assert found is None
        return
    products = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    assert found.value == pytest.approx(products / (sx * sy), abs=1e-9)
    assert found.low <= found.value + 1e-6
    assert found.high >= found.value - 1e-6


def test_strong_and_weak_learners_are_the_ends_of_the_rest_score():
    answers = [("a", 1.0)] * 27 + [("b", 0.0)] * 27 + [("c", 0.5)] * 46
    a, b, c, _ = figures(sums(*answers), KEYS, "a").options
    assert (a.strong, a.weak) == (1, 0)
    assert (b.strong, b.weak) == (0, 1)
    assert (c.strong, c.weak) == (0, 0)


def test_the_median_time_does_not_mind_a_page_left_open():
    found = Sums()
    for seconds in (40, 50, 60, 70, 100_000):
        found.add(FirstAnswer(["a"], True, None, seconds))
    assert figures(found, KEYS, "a").median_seconds == 60


MANY = 200


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        ([("a", 1), ("b", 0.2), ("c", 0.3), ("d", 0.1)] * 50, set()),
        ([("a", 1), ("b", 0.2), ("c", 0.3)] * 70, {Flag.OPTION}),
        ([("a", 0), ("b", 1), ("c", 0.9), ("d", 1)] * 50, {Flag.NEGATIVE, Flag.MISKEY}),
        ([("a", 0.5)] * MANY, {Flag.EASY, Flag.OPTION}),
        ([("a", 1)] * 10 + [("b", 0.1), ("c", 0.2), ("d", 0.3)] * 65, {Flag.HARD}),
        ([("b", 1)] * (ENOUGH - 1), set()),
    ],
)
def test_flags_follow_stated_thresholds(answers, flags):
    assert set(figures(sums(*answers), KEYS, "a").flags) == flags


def test_no_key_is_doubted_from_a_few_answers():
    doubtful = [("a", 0), ("b", 1)]
    few, enough = (sums(*doubtful * (n // 2)) for n in (ENOUGH_TO_DOUBT - 2, ENOUGH_TO_DOUBT))
    assert not figures(few, KEYS, "a").miskey_suspected
    assert figures(enough, KEYS, "a").miskey_suspected


def test_of_two_keys_the_worse_one_is_judged():
    found = Sums()
    for n in range(100):
        strong = n % 2
        chosen = ["a", "c"] if strong else ["a", "b"]  # the key says a and b
        found.add(FirstAnswer(chosen, chosen == ["a", "b"], float(strong), 60))
    assert figures(found, "abcde", "ab").miskey_suspected


def test_sums_survive_being_stored():
    before = sums(("a", 1), ("b", 0.25), ("a", None))
    assert Sums(**before.as_data()) == before


def test_the_alarm_finds_nine_of_ten_wrong_keys_and_doubts_two_in_a_hundred_right_ones():
    found = measure(learners=100, items=250, seed=3)
    assert found.recall >= 0.9
    assert found.false_alarms <= 0.02
