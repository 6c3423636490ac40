import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.estimates import (
    ATTAINABLE,
    ENOUGH,
    Mastery,
    mastery_by,
    points_to_win,
    quantile,
    shares,
    untested,
)
from tests.progress.answers import make_answer, make_answers


def by_topic(answers):
    return mastery_by(answers, lambda answer: answer.topic)


def of_one(answers):
    return by_topic(answers)["sqs"]


counts = st.integers(0, 30)


@settings(deadline=None)
@given(counts, counts)
def test_an_interval_holds_its_mean_and_lies_between_guessing_and_all(right, wrong):
    found = by_topic(make_answers(right, wrong)).get("sqs") or untested([])
    assert 0.25 <= found.low < found.mean < found.high <= 1


@settings(deadline=None)
@given(counts, counts)
def test_a_new_right_answer_raises_and_a_new_wrong_answer_lowers(right, wrong):
    here = make_answers(right, wrong, days=1)
    before = of_one(here) if here else untested([])
    assert of_one([make_answer(True, question=99), *here]).mean > before.mean
    lesson = 0.005  # where nearly all were wrong, its explanation may outweigh one more
    assert of_one([make_answer(False, question=99), *here]).mean < before.mean + lesson


def test_more_answers_make_the_interval_narrower():
    few, many = of_one(make_answers(7, 3)), of_one(make_answers(70, 30))
    assert many.high - many.low < 0.6 * (few.high - few.low)


@pytest.mark.parametrize(("right", "wrong"), [(7, 3), (35, 15), (210, 90)])
def test_mastery_is_the_share_of_right_answers_and_a_little_learned_since(right, wrong):
    assert 0.69 < of_one(make_answers(right, wrong)).mean < 0.8


def test_one_answer_says_less_of_a_topic_than_what_its_learner_knows_elsewhere():
    elsewhere = make_answers(36, 4, topic="sns")
    one_wrong = by_topic([*elsewhere, make_answer(False, question=99)])
    assert one_wrong["sqs"].mean > 0.65
    weak = by_topic([*make_answers(4, 36, topic="sns"), make_answer(True, question=99)])
    assert weak["sqs"].mean < 0.6


def test_a_topic_without_an_answer_is_expected_where_the_others_are():
    strong, weak = untested(make_answers(36, 4)), untested(make_answers(4, 36))
    assert strong.mean > 0.75 > 0.6 > weak.mean
    assert (strong.answers, strong.right) == (0, 0)


def test_all_answers_in_one_topic_are_counted_once():
    alone = of_one(make_answers(9, 1))
    beside = by_topic([*make_answers(9, 1), *make_answers(9, 1, topic="sns")])["sqs"]
    assert alone.mean < beside.mean


def test_repeats_do_not_inflate():
    first = make_answers(5, 5)
    again = [make_answer(question=n, exposure=2) for n in range(10)]
    inflated = of_one(make_answers(15, 5)).mean - of_one(first).mean
    assert 0 <= of_one([*first, *again]).mean - of_one(first).mean < inflated / 2


def test_recent_answers_weigh_more():
    improved = [*make_answers(0, 10, days=200), *make_answers(10, 0, days=1)]
    declined = [*make_answers(10, 0, days=200), *make_answers(0, 10, days=1)]
    assert of_one(improved).mean > 0.7 > 0.6 > of_one(declined).mean


def test_harder_questions_answered_rightly_show_more():
    def of(kind):
        return of_one(make_answers(6, 4, difficulty=kind)).mean

    assert of(1) < of(2) < of(3)


def test_a_right_answer_that_could_be_guessed_shows_less():
    assert of_one(make_answers(6, 4)).mean < of_one(make_answers(6, 4, chance=0.1)).mean


@pytest.mark.parametrize(("answers", "enough"), [(ENOUGH - 1, False), (ENOUGH, True)])
def test_below_a_number_of_answers_a_part_says_nothing(answers, enough):
    found = of_one(make_answers(answers, 0))
    assert (found.enough, found.answers, found.right) == (enough, answers, answers)


def test_any_part_can_be_asked_for():
    answers = [*make_answers(3, 1), *make_answers(2, 2, domain=2, task="2.1")]
    assert set(mastery_by(answers, lambda a: a.domain)) == {1, 2}
    assert set(mastery_by(answers, lambda a: a.task)) == {"1.1", "2.1"}
    assert mastery_by([], lambda a: a.task) == {}


@pytest.mark.parametrize(
    ("share", "found"), [(0.0, 1), (0.25, 1), (0.5, 2), (0.75, 3), (1.0, 3), (0.375, 1.5)]
)
def test_a_quantile_lies_between_values_by_the_weights_below(share, found):
    assert quantile([1, 2, 3], [0.5, 0.0, 0.5], share) == pytest.approx(found)


def mastered(mean):
    return Mastery(mean, mean - 0.1, mean + 0.05, 20, 10)


@pytest.mark.parametrize(
    ("share", "mean", "room", "points"),
    [
        (0.1, 0.45, 1.0, 45),
        (0.2, 0.45, 1.0, 90),
        (0.1, 0.45, 0.5, 22.5),
        (0.1, ATTAINABLE, 1.0, 0),
        (0.1, 0.99, 1.0, 0),
        (0.0, 0.3, 1.0, 0),
    ],
)
def test_points_are_the_share_of_the_exam_times_what_can_be_gained(share, mean, room, points):
    assert points_to_win(share, mastered(mean), 900, room) == pytest.approx(points)


def test_a_domain_is_shared_by_its_topics_by_their_questions():
    found = shares({("sqs", 1): 3, ("sns", 1): 1, ("sns", 2): 2}, {1: 60, 2: 40})
    assert found == pytest.approx({"sqs": 0.45, "sns": 0.55})
    assert sum(found.values()) == pytest.approx(1)


def test_a_domain_that_the_exam_does_not_ask_brings_nothing():
    assert shares({("sqs", 1): 3, ("sns", 0): 5}, {1: 100}) == pytest.approx({"sqs": 1, "sns": 0})
