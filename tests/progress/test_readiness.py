import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.growth import history
from progress.learner import learner
from progress.readiness import ENOUGH, readiness, right_answers, trend
from quiz.scoring import Scale
from tests.progress.answers import make_answer, make_answers, spread_over

WEIGHTS = {1: 32, 2: 26, 3: 24, 4: 18}
SCALE = Scale(100, 720, 1000)
COUNTS = {(f"{domain}-{n}", domain): 5 for domain in WEIGHTS for n in range(5)}


def ready(answers, counts=COUNTS):
    return readiness(answers, WEIGHTS, 50, SCALE, counts)


def everywhere(right, wrong):
    return spread_over(list(WEIGHTS), right, wrong)


def test_below_forty_first_answers_it_says_what_is_missing():
    found = ready(everywhere(7, 2))
    assert (found.enough, found.answers, found.missing, found.gains) == (False, 36, 4, ())


def test_forty_first_answers_are_enough():
    found = ready(everywhere(8, 2))
    assert (found.enough, found.answers, found.missing) == (True, ENOUGH, 0)


def test_nobody_is_told_a_score_without_an_answer():
    assert ready([]).missing == ENOUGH


def test_answers_to_what_the_exam_does_not_ask_are_left_out():
    assert ready([*everywhere(8, 2), *make_answers(9, 0, domain=0)]).answers == 40


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30))
def test_the_range_holds_the_score_and_lies_on_the_scale(right, wrong):
    found = ready(everywhere(right, wrong))
    assert 100 <= found.low <= found.score <= found.high <= 1000
    assert 0 <= found.pass_probability <= 1


def test_more_right_answers_mean_a_higher_score_and_chance():
    found = [ready(everywhere(right, 20 - right)) for right in (4, 8, 12, 16, 20)]
    for less, more in pairwise(found):
        assert less.score < more.score
        assert less.pass_probability < more.pass_probability
    assert found[0].pass_probability < 0.02
    assert found[-1].pass_probability > 0.95


def test_more_answers_make_the_range_narrower():
    few, many = ready(everywhere(8, 3)), ready(everywhere(80, 30))
    assert many.high - many.low < few.high - few.low


def test_the_draw_the_form_and_the_cut_stay_unknown_however_many_answers():
    """The draw alone: 1.645 × 2 × √(50 × 0.75 × 0.25) of 50 questions, in points."""
    draw = 2 * 1.645 * (50 * 0.75 * 0.25) ** 0.5 / 50 * 900
    many = ready(everywhere(150, 50))
    assert 1.2 * draw < many.high - many.low < 1.4 * draw


def test_forty_answers_in_one_topic_say_less_of_the_exam_than_forty_in_all_of_it():
    narrow = ready(make_answers(34, 6, topic="1-0"))
    broad = ready([*spread_over([1, 2], 9, 1), *spread_over([3, 4], 8, 2)])
    assert narrow.answers == broad.answers == 40
    assert narrow.pass_probability < broad.pass_probability
    assert narrow.high - narrow.low > 1.2 * (broad.high - broad.low)


def test_repeats_change_no_first_impression():
    first = everywhere(10, 5)
    again = [make_answer(question=n, topic="1-0", exposure=2, days=5) for n in range(200)]
    assert ready([*first, *again]).answers == 60
    assert abs(ready([*first, *again]).score - ready(first).score) < 60


def test_a_weak_domain_costs_by_its_weight():
    def weak(domain):
        others = spread_over([d for d in WEIGHTS if d != domain], 18, 2)
        return ready([*others, *spread_over([domain], 6, 14)])

    assert weak(1).score < weak(4).score


def test_the_largest_gain_stands_first_and_every_domain_has_one():
    gains = ready([*spread_over([1], 6, 14), *spread_over([2, 3, 4], 19, 1)]).gains
    assert {gain.domain for gain in gains} == set(WEIGHTS)
    assert gains[0].domain == 1
    assert [g.points for g in gains] == sorted((g.points for g in gains), reverse=True)
    assert all(gain.points >= 0 and gain.probability > 0 for gain in gains)


def test_right_answers_add_up_to_one_and_have_the_mean_that_the_shares_let_expect():
    past = history(everywhere(15, 5))
    known = learner(past, COUNTS, WEIGHTS)
    sums = right_answers(known, {1: 16, 2: 13, 3: 12, 4: 9})
    assert len(sums) == 51
    assert sum(sums) == pytest.approx(1)
    expected = sum(
        number
        * sum(
            level * sum(w * s for w, s in zip(known.abilities[d][n], known.shares[d], strict=True))
            for n, level in enumerate(known.levels)
        )
        for d, number in {1: 16, 2: 13, 3: 12, 4: 9}.items()
    )
    assert sum(n * p for n, p in enumerate(sums)) == pytest.approx(expected, abs=0.15)


def test_topics_that_nobody_asked_about_count_by_their_questions():
    only = spread_over(list(WEIGHTS), 20, 0, topics=1)
    wide = {**COUNTS, **{(f"{d}-more", d): 100 for d in WEIGHTS}}
    assert ready(only, wide).score < ready(only).score < ready(only, None).score


def test_the_last_point_of_a_trend_is_today_and_older_ones_know_less():
    answers = [
        make_answer(n % 4 > 0, question=n, topic=f"{n % 4 + 1}-{n % 5}", domain=n % 4 + 1, days=n)
        for n in range(100)
    ]
    found = trend(answers, WEIGHTS, 50, SCALE, [50, 25, 0], COUNTS)
    assert [one.answers for one in found] == [50, 75, 100]
    today = ready(answers)
    assert (found[-1].score, found[-1].low, found[-1].high) == (today.score, today.low, today.high)


def test_an_exam_of_another_shape_needs_no_other_code():
    found = readiness(spread_over([7], 35, 15), {7: 100}, 20, Scale(0, 70, 100))
    assert 50 < found.score < 90
    assert [gain.domain for gain in found.gains] == [7]


def test_three_thousand_answers_take_milliseconds():
    answers = [
        make_answer(
            n % 4 > 0,
            question=n % 700,
            topic=f"{n % 4 + 1}-{n % 45}",
            domain=n % 4 + 1,
            difficulty=n % 3 + 1,
            exposure=n // 700 + 1,
            days=80 - n / 40,
        )
        for n in range(3000)
    ]
    ready(answers)
    begin = time.process_time()
    ready(answers)
    assert time.process_time() - begin < 0.15
