"""The history: all attempts, filtered, and deleted only when asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz.models import Attempt
from tests.factories import NOW, make_attempt, make_exam, make_question

URL = "/history/"


@pytest.fixture
def attempts(user, exam):
    """An open quiz, an ended mock, and an ended recall deck of the other exam."""
    question, now = make_question(), timezone.now()
    quiz, mock, recall = (make_attempt(user, [question]) for _ in range(3))
    other = make_exam("DVA-C03")
    ended = {"started_at": now - timedelta(hours=1), "finished_at": now}
    Attempt.objects.filter(pk=quiz.pk).update(title="A quiz")
    Attempt.objects.filter(pk=mock.pk).update(kind="mock", title="A mock", **ended)
    Attempt.objects.filter(pk=recall.pk).update(kind="recall", title="A deck", exam=other, **ended)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, {"A quiz", "A mock", "A deck"}),
        ({"kind": "mock"}, {"A mock"}),
        ({"state": "open"}, {"A quiz"}),
        ({"state": "over"}, {"A mock", "A deck"}),
        ({"exam": "DVA-C03"}, {"A deck"}),
        ({"kind": "mock", "state": "open"}, set()),
        ({"kind": "nonsense", "exam": "CLF", "state": "\0"}, {"A quiz", "A mock", "A deck"}),
    ],
)
def test_filters_leave_what_they_name_and_ignore_what_they_do_not_know(
    signed_in, attempts, asked, shown
):
    html = signed_in.get(URL, asked).content.decode()
    assert {title for title in ("A quiz", "A mock", "A deck") if f">{title}</a>" in html} == shown


def test_a_filter_that_finds_nothing_says_so_and_leads_back(signed_in, attempts):
    html = signed_in.get(URL, {"kind": "review"}).content.decode()
    assert "No attempt of that kind" in html
    assert 'href="/history/">Show all' in html


def test_filters_and_rows_say_the_same_words(signed_in, attempts):
    """The other ways to take one are said after its kind."""
    html = signed_in.get(URL).content.decode()
    for kind, word in [("quiz", "Practice"), ("mock", "Mock exam"), ("recall", "Recall")]:
        assert f'<option value="{kind}">{word}</option>' in html
        assert f"<small>{word}" in html
    assert '<span class="tag warn">Open</span>' in html


@pytest.mark.parametrize(
    ("kind", "mode", "hours", "style"),
    [
        ("quiz", "practice", None, "Practice"),
        ("quiz", "exam", 1, "Practice, timed"),
        ("mock", "exam", 1, "Mock exam, timed"),
        ("mock", "exam", None, "Mock exam, untimed"),
        ("mock", "practice", None, "Mock exam, explained"),
        ("recall", "practice", None, "Recall"),
        ("review", "practice", None, "Review"),
    ],
)
def test_the_style_says_the_kind_and_the_way(kind, mode, hours, style):
    deadline = hours and NOW + timedelta(hours=hours)
    assert Attempt(kind=kind, mode=mode, deadline=deadline).style == style


def test_pages_keep_the_filter(signed_in, user, exam):
    question = make_question()
    for _ in range(21):
        make_attempt(user, [question])
    html = signed_in.get(URL, {"kind": "quiz"}).content.decode()
    assert "?kind=quiz&amp;page=2" in html


def test_the_number_of_queries_does_not_grow(signed_in, attempts, django_assert_num_queries):
    with django_assert_num_queries(8):
        signed_in.get(URL)
