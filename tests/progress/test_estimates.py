import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.estimates import PRIOR_ANSWERS, Count, own_mean, points_to_win, shares, shrunk

counts = st.integers(0, 500).flatmap(
    lambda total: st.builds(Count, st.integers(0, total), st.just(total))
)


@given(counts, st.floats(0, 1))
def test_an_estimate_lies_between_the_share_seen_and_the_mean(count, mean):
    estimate = shrunk(count, mean)
    seen = count.right / count.total if count.total else mean
    assert min(seen, mean) - 1e-9 <= estimate <= max(seen, mean) + 1e-9


def test_without_answers_the_estimate_is_the_mean_and_with_many_the_share():
    assert shrunk(Count(0, 0), 0.7) == pytest.approx(0.7)
    assert shrunk(Count(100, 1000), 0.7) == pytest.approx(0.1, abs=0.01)
    assert shrunk(Count(0, PRIOR_ANSWERS), 0.6) == pytest.approx(0.3)


def test_one_wrong_answer_says_less_than_ten():
    assert shrunk(Count(0, 1), 0.7) > shrunk(Count(0, 10), 0.7)


def test_the_mean_of_a_beginner_is_one_half():
    assert own_mean([]) == 0.5
    assert own_mean([Count(8, 8), Count(0, 0)]) == pytest.approx(0.9)


def test_a_domain_is_shared_by_its_topics_by_their_questions():
    found = shares({("sqs", 1): 3, ("sns", 1): 1, ("sns", 2): 2}, {1: 60, 2: 40})
    assert found == pytest.approx({"sqs": 0.45, "sns": 0.55})
    assert sum(found.values()) == pytest.approx(1)


def test_points_are_the_share_of_the_exam_times_the_gap():
    assert points_to_win(0.1, 0.4, 900) == pytest.approx(54)
    assert points_to_win(0.1, 1, 900) == 0
