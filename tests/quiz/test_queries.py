"""How many queries a quiz costs, and that it does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quiz.models import Attempt
from tests.factories import answer_all, make_attempt, make_question


@pytest.fixture(params=[2, 20])
def attempt(request, user, exam):
    return make_attempt(user, [make_question(correct="b") for _ in range(request.param)])


def test_a_question_page_costs_four_queries(signed_in, attempt, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        signed_in.get(reverse("quiz:question", args=[attempt.pk, 1]))


def test_an_explained_question_costs_one_more(signed_in, attempt, django_assert_max_num_queries):
    answer_all(attempt, ["a"] * attempt.responses.count())
    with django_assert_max_num_queries(5):
        signed_in.get(reverse("quiz:question", args=[attempt.pk, 1]))


@pytest.mark.parametrize(("mode", "most"), [("practice", 9), ("exam", 8)])
def test_answering_costs_few_queries_two_of_them_for_the_card(signed_in, attempt, mode, most):
    Attempt.objects.update(mode=mode)
    url = reverse("quiz:question", args=[attempt.pk, 1])
    with CaptureQueriesContext(connection) as captured:
        signed_in.post(url, {"version": 0, "chosen": "b"}, headers={"HX-Request": "true"})
    asked = [
        query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]
    ]  # the test's own
    assert attempt.responses.answered().count() == 1
    assert len(asked) <= most


def test_the_result_costs_the_same_for_two_questions_as_for_twenty(
    signed_in, attempt, django_assert_max_num_queries
):
    answer_all(attempt, ["a"] * attempt.responses.count())
    with django_assert_max_num_queries(7):
        signed_in.get(reverse("quiz:result", args=[attempt.pk]))


def test_history_costs_the_same_for_many_attempts(
    signed_in, user, exam, django_assert_max_num_queries
):
    question = make_question()
    for _ in range(25):
        make_attempt(user, [question])
    with django_assert_max_num_queries(8):
        signed_in.get(reverse("quiz:history"))
