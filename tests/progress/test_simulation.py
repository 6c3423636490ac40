"""A small version of `tests.benchmarks.insight`, on seeds of its own."""

import pytest

from tests.benchmarks import recall, studies
from tests.benchmarks.plots import Axis, Chart, Series

SEEDS = range(2_000_000, 2_000_090)


@pytest.fixture(scope="module")
def found():
    sat = (studies.sat(seed) for seed in SEEDS)
    return [one for one in sat if one.expected.enough]


def test_true_scores_lie_within_the_range_nine_times_in_ten(found):
    assert len(found) > 80
    assert 0.87 <= studies.coverage(found) <= 0.95
    assert abs(studies.bias(found)) < 25


def test_the_range_is_no_wider_than_it_must_be(found):
    assert studies.width(found) < 280


def test_the_probability_to_pass_beats_the_base_rate_and_the_plain_percentage(found):
    scores = studies.brier_scores(found)
    ours = scores["probability to pass"]
    assert ours < 0.6 * scores["always the base rate"]
    assert ours < 0.8 * scores["72 % right means a pass"]
    assert ours < scores["knowing the learner"] + 0.03


@pytest.mark.parametrize("part", ["topic", "domain"])
def test_true_mastery_lies_within_the_interval(part):
    held = [one for seed in SEEDS[:20] for one in studies.mastery_held(part, seed)]
    inside = sum(mastery.low <= true <= mastery.high for mastery, true in held) / len(held)
    assert 0.86 < inside < 0.98


def test_practice_by_points_to_win_gains_more_than_by_percentage():
    def gained(strategy):
        seeds = SEEDS[:12]
        return sum(studies.points_gained(s, strategy, rounds=6)[-1] for s in seeds) / len(seeds)

    assert gained("points to win") > 1.15 * gained("lowest percentage")


def test_recall_is_as_often_right_as_expected():
    pairs = [
        (one.expected, one.recalled)
        for seed in SEEDS[:6]
        for one in recall.reviews(seed, questions=100, days=120)
    ]
    for expected, happened, number in studies.deciles(pairs):
        if number >= 100:
            assert happened == pytest.approx(expected, abs=0.06)


def test_a_memory_that_forgets_faster_is_told_from_one_as_expected():
    pairs = [(o.expected, o.recalled) for o in recall.reviews(1, questions=100, days=120, faster=2)]
    expected, happened = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    assert happened < expected - 0.03


def test_a_chart_says_in_words_what_it_shows():
    chart = Chart(
        "Rise & fall",
        "From 1 to 2.",
        Axis("x", [(0, "0"), (1, "1")]),
        Axis("y", [(0, "0"), (2, "2")]),
        [Series("one", [(0, 1), (1, 2)])],
    )
    assert '<title id="t">Rise &amp; fall</title>' in chart.svg()
    assert '<desc id="d">From 1 to 2.</desc>' in chart.svg()
