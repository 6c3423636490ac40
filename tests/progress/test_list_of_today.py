"""The list of today on the dashboard: what it names is there, and follows one's own plan."""

from datetime import timedelta

import pytest

from progress import queries
from progress.today import Kind
from quiz.models import Attempt, Plan
from tests.factories import NOW, answer_all, make_attempt, make_exam, make_question, make_topic

AGO = NOW - timedelta(days=30)


def numbers(shown) -> dict[Kind, int]:
    return {step.kind: step.number for step in shown.steps}


@pytest.fixture
def plan(user, exam):
    """A plan for another exam than the one that is looked at."""
    planned = make_exam("DVA-C03")
    return Plan.objects.create(
        user=user, exam=planned, reviews_a_day=5, show_streak=False, updated_at=NOW
    )


def test_reviews_are_as_many_as_the_plan_says_whichever_exam_is_looked_at(user, exam, plan):
    questions = [make_question() for _ in range(8)]
    answer_all(make_attempt(user, questions, at=AGO), "b" * 8, at=AGO)
    assert numbers(queries.dashboard(user, exam, NOW, plan))[Kind.REVIEWS] == 5


def test_a_streak_that_was_switched_off_is_off_on_the_page_of_every_exam(signed_in, user, plan):
    answer_all(make_attempt(user, [make_question()]), "a")
    for code in ("DVA-C02", "DVA-C03"):
        assert "in a row" not in signed_in.get("/progress/", {"exam": code}).text


def test_while_a_mock_is_open_there_is_no_other_however_long_ago_it_began(user, exam):
    questions = [make_question() for _ in range(60)]
    answer_all(make_attempt(user, questions), "a" * 60)
    assert numbers(queries.dashboard(user, exam, NOW))[Kind.MOCK] == 1
    begun = make_attempt(user, questions[:1], at=AGO)
    Attempt.objects.filter(pk=begun.pk).update(kind=Attempt.Kind.MOCK)
    for _ in range(queries.RECENT_SHOWN):
        make_attempt(user, questions[:1])
    shown = queries.dashboard(user, exam, NOW)
    assert Kind.MOCK not in numbers(shown)
    assert shown.mocks is None  # it has no score yet


def test_the_sections_to_read_are_those_that_were_missed_last(user, exam):
    """Five topics were missed before and are known since; the sixth is missed now."""
    known = [make_question(topic=make_topic()) for _ in range(queries.WEAKEST_SHOWN)]
    for _ in range(5):
        answer_all(make_attempt(user, known, at=AGO), "b" * 5, at=AGO)
    answer_all(make_attempt(user, known), "a" * 5)
    sqs = make_topic("sqs")
    later = NOW + timedelta(hours=1)
    others = [make_question(topic=sqs) for _ in range(6)]
    answer_all(make_attempt(user, others, at=later), "aaaaab", at=later)
    shown = queries.dashboard(user, exam, later)
    assert [topic for _, _, topic in shown.to_read] == ["Sqs"]
    assert numbers(shown)[Kind.READ] == 1


def test_what_is_personal_is_kept_by_no_cache(signed_in, user, exam):
    answer_all(make_attempt(user, [make_question()]), "a")
    for url in ("/progress/", "/progress/toc/"):
        assert "no-store" in signed_in.get(url).headers["Cache-Control"]


def test_new_questions_are_those_that_were_never_drawn(user, exam):
    questions = [make_question() for _ in range(3)]
    answer_all(make_attempt(user, questions[:2]), ["a", ""])
    assert numbers(queries.dashboard(user, exam, NOW))[Kind.NEW] == 1
