import random

import pytest

from progress.ability import probability
from progress.growth import ELSEWHERE, MOST_LESSONS, RATES, USUAL_RATE, history, rate
from tests.progress.answers import make_answer


def test_lessons_are_the_later_answers_about_the_topic_and_a_little_of_all():
    past = history(
        [
            make_answer(question=1, topic="sqs", days=3),
            make_answer(question=2, topic="sns", days=2),
            make_answer(question=3, topic="sqs", days=1),
        ]
    )
    since = {one.answer.question: one.lessons for one in past.answers}
    assert since == pytest.approx({3: 0, 2: ELSEWHERE, 1: 1 + 2 * ELSEWHERE})
    assert past.lessons == {"sqs": 2, "sns": 1}


def test_a_repeat_weighs_less_and_is_no_first_answer():
    past = history([make_answer(days=1), make_answer(days=0, exposure=2)])
    assert [one.weight for one in past.answers] == pytest.approx([0.5, 1], rel=0.02)
    assert [one.answer.exposure for one in past.first] == [1]


def test_looking_back_forgets_what_came_later():
    answers = [make_answer(question=n, days=n) for n in range(10)]
    past = history(answers, 4)
    assert [one.answer.days for one in past.answers] == [4, 5, 6, 7, 8, 9]
    assert past.answers[0].weight == 1
    assert past.answers[0].lessons == 0


def test_an_answer_of_a_moment_ahead_of_the_clock_counts():
    assert len(history([make_answer(days=-0.001)]).answers) == 1


def test_lessons_of_one_topic_do_not_add_up_for_ever():
    past = history([make_answer(question=n, days=n) for n in range(100)])
    assert max(one.lessons for one in past.answers) < MOST_LESSONS + 100 * ELSEWHERE


def practised(gain: float, dice: random.Random):
    """Answers in one topic, the oldest first, by somebody who gains by each."""
    found = []
    for n in range(MOST_LESSONS):
        right = dice.random() < probability(gain * n, 0.0, 0.25)
        found.append(make_answer(right, question=n, days=MOST_LESSONS - n))
    return found


def rate_of(gain: float) -> float:
    """Estimated from thirty topics."""
    dice = random.Random(3)
    answers = []
    for topic in range(30):
        for one in practised(gain, dice):
            answers.append(make_answer(one.right, topic=str(topic), days=one.days))
    return rate(history(answers)).mean


def test_without_answers_the_rate_is_the_usual_one():
    found = rate(history([]))
    assert found.mean == pytest.approx(USUAL_RATE, abs=0.005)
    assert found.deviation > 0.01


def test_who_learns_faster_is_seen_to():
    assert rate_of(0.0) < 0.01 < 0.03 < rate_of(0.08) < max(RATES)


def test_many_answers_make_the_rate_surer():
    many = [make_answer(n % 3 > 0, question=n, days=n) for n in range(30)] * 20
    assert rate(history(many)).deviation < rate(history(many[:30])).deviation
