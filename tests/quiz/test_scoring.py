"""The estimate of a scaled score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scoring import Scale, estimate, wilson

SCALE = Scale(100, 720, 1000)


@pytest.mark.parametrize(
    ("share", "score"), [(0, 100), (0.5, 550), (620 / 900, 720), (0.9, 910), (1, 1000)]
)
def test_the_scale_is_a_straight_line_through_the_pass_score(share, score):
    assert SCALE.score(share) == score


@pytest.mark.parametrize(("doubt", "score"), [(0.05, 720), (-0.05, 720), (0, 720)])
def test_the_pass_score_is_where_the_doubt_puts_it(doubt, score):
    assert SCALE.score(SCALE.pass_share + doubt, doubt) == score


def test_wilson_s_interval_is_that_of_the_literature():
    low, high = wilson(15, 20, z=1.96)
    assert (round(low, 3), round(high, 3)) == (0.531, 0.888)
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1


@given(st.integers(0, 65))
def test_the_estimate_lies_in_its_range_and_on_the_scale(right):
    found = estimate(right, 65, SCALE)
    assert 100 <= found.low <= found.score <= found.high <= 1000
    if right:
        assert found.score >= estimate(right - 1, 65, SCALE).score
