from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.ability import (
    DIFFICULTY,
    GRID,
    HALF_LIFE,
    dot,
    kernel,
    likelihood,
    log_likelihood,
    normal,
    probability,
    recency,
)
from tests.progress.answers import make_answer

logits = st.floats(-5, 5)
chances = st.sampled_from([0.1, 0.25])


@pytest.mark.parametrize(
    ("ability", "hardness", "chance", "found"),
    [
        (0, 0, 0, 0.5),
        (0, 0, 0.25, 0.625),
        (-50, 0, 0.25, 0.25),
        (50, 0, 0.25, 1),
        (2, 2, 0.1, 0.55),
    ],
)
def test_the_probability_starts_at_the_chance_and_ends_at_one(ability, hardness, chance, found):
    assert probability(ability, hardness, chance) == pytest.approx(found)


@given(logits, logits, chances)
def test_an_abler_learner_and_an_easier_question_mean_more_right_answers(ability, hardness, chance):
    here = probability(ability, hardness, chance)
    assert probability(ability + 0.1, hardness, chance) > here
    assert probability(ability, hardness + 0.1, chance) < here


def best(*answers):
    """The ability at which answers are likeliest."""
    logs = log_likelihood((answer, 1.0, gained) for answer, gained in answers)
    return GRID[logs.index(max(logs))]


def test_half_of_what_cannot_be_guessed_shows_an_ability_like_the_difficulty():
    answers = [(make_answer(n < 5, chance=0.0), 0.0) for n in range(10)]
    assert best(*answers) == pytest.approx(DIFFICULTY[2], abs=0.2)


def test_what_was_gained_since_counts_for_today():
    then = [(make_answer(n < 7), 0.0) for n in range(10)]
    today = [(answer, 1.0) for answer, _ in then]
    assert best(*today) - best(*then) == pytest.approx(1, abs=0.01)


def test_an_answer_of_weight_zero_says_nothing():
    assert log_likelihood([(make_answer(), 0.0, 0.0)]) == [0.0] * len(GRID)


def test_a_question_seen_before_proves_little_by_a_right_answer_and_much_by_a_wrong_one():
    first, again = make_answer(), make_answer(exposure=2)
    assert again.floor > first.floor

    def odds(answer):
        low, _, high = (log_likelihood([(answer, 1.0, 0.0)])[n] for n in (9, 12, 15))
        return high - low

    assert 0 < odds(again) < odds(first) / 2
    assert odds(make_answer(False, exposure=2)) == pytest.approx(odds(make_answer(False)))


@pytest.mark.parametrize(
    ("days", "weight"), [(0, 1), (HALF_LIFE, 0.5), (2 * HALF_LIFE, 0.25), (-1, 1)]
)
def test_an_answer_loses_half_of_its_weight_in_a_half_life(days, weight):
    assert recency(days) == pytest.approx(weight)


@pytest.mark.parametrize("deviation", [0.4, 0.5, 0.6, 1.0])
def test_a_sum_along_the_grid_is_as_good_as_an_integral(deviation):
    weights = normal(0.8, deviation)
    mean = dot(weights, GRID)
    assert sum(weights) == pytest.approx(1)
    assert mean == pytest.approx(0.8, abs=1e-3)
    assert dot(weights, [(x - mean) ** 2 for x in GRID]) == pytest.approx(deviation**2, rel=0.01)


def test_a_part_lies_around_its_whole_and_the_shift_above_it():
    middle = len(GRID) // 2
    assert dot(kernel(0.5, 0.7)[middle], GRID) == pytest.approx(GRID[middle] + 0.7, abs=1e-3)


def test_a_likelihood_is_one_at_its_highest_however_small_it_was():
    assert likelihood([-2000.0, -1000.0]) == [0.0, 1.0]


def test_the_rarer_a_question_is_known_the_harder_it_is():
    known = [make_answer(facility=share).hardness for share in (0.0, 0.3, 0.5, 0.7, 0.9, 1.0)]
    assert all(harder >= easier for harder, easier in pairwise(known))
    assert known[0] > 2 > -1 > known[-1]


def test_a_question_that_the_usual_learner_knows_as_often_as_others_is_of_middling_difficulty():
    usual = dot(normal(0.8, 1.0), [probability(x, 0.0, 0.25) for x in GRID])
    assert make_answer(facility=usual).hardness == DIFFICULTY[2]
