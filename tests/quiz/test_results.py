"""What a finished attempt shows, and what may be done with it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guide import services as guide_services
from quiz import services
from quiz.models import Attempt
from quiz.results import result
from tests.factories import NOW, answer_all, make_attempt, make_question, make_user


def choose(attempt, position, chosen, **more) -> None:
    response = attempt.responses.select_related("revision", "attempt").get(position=position)
    services.choose(response, chosen, version=response.version, now=NOW, **more)


@pytest.fixture
def mock(user, exam) -> Attempt:
    """Right, wrong, changed from right to wrong, unanswered; unsure, slow and flagged."""
    questions = [make_question(correct="b") for _ in range(4)]
    make_attempt(user, questions[:1])
    attempt = make_attempt(user, questions, at=NOW)
    deadline = NOW + timedelta(hours=1)
    Attempt.objects.filter(pk=attempt.pk).update(kind="mock", mode="exam", deadline=deadline)
    choose(attempt, 1, "b", confidence=2)
    choose(attempt, 2, "a", seconds=500)
    choose(attempt, 3, "b")
    choose(attempt, 3, "c", confidence=3)
    services.flag(attempt.responses.get(position=1), flagged=True)
    attempt.refresh_from_db()
    services.finish(attempt, now=NOW + timedelta(minutes=50))
    return attempt


@pytest.mark.parametrize(
    ("show", "positions"),
    [
        ("again", [1, 2, 3, 4]),
        ("wrong", [2, 3]),
        ("unanswered", [4]),
        ("flagged", [1]),
        ("unsure", [1]),
        ("slow", [2]),
        ("changed", [3]),
        ("all", [1, 2, 3, 4]),
        ("nonsense", [1, 2, 3, 4]),
    ],
)
def test_the_review_is_filtered(signed_in, mock, show, positions):
    page = signed_in.get(reverse("quiz:result", args=[mock.pk]), {"show": show})
    assert [response.position for response in page.context["review"]] == positions


def test_new_questions_are_scored_apart(mock):
    found = result(mock)
    assert (found.new.right, found.new.total) == (0, 3)
    assert (found.seen.right, found.seen.total) == (1, 1)
    assert (found.right, found.answered, found.total) == (1, 3, 4)


def test_time_is_that_of_the_clock_or_of_the_screen(user, exam, mock):
    assert result(mock).time_used == timedelta(minutes=50)
    assert result(mock).time_allowed == timedelta(hours=1)
    practice = make_attempt(user, [make_question()])
    response = practice.responses.select_related("revision", "attempt").get()
    services.answer(response, "a", version=0, now=NOW, seconds=33)
    assert result(practice).time_used == timedelta(seconds=33)
    assert result(practice).seconds_each == 33


def test_earlier_mocks_stand_beside_this_one(signed_in, user, mock):
    later = make_attempt(user, [make_question()], at=NOW + timedelta(days=1))
    Attempt.objects.filter(pk=later.pk).update(kind="mock")
    answer_all(later, ["a"], at=NOW + timedelta(days=1))
    later.refresh_from_db()
    assert [(m.attempt, m.right, m.total) for m in result(later).mocks] == [
        (mock, 1, 4),
        (later, 1, 1),
    ]
    assert [m.attempt for m in result(mock).mocks] == [mock]
    page = signed_in.get(reverse("quiz:result", args=[later.pk])).content.decode()
    assert "Estimated score" in page
    assert "Mock exams so far" in page


def test_what_was_missed_leads_to_its_sections(signed_in, mock):
    missed = result(mock).missed
    assert sum(section.questions for section in missed) == 3
    assert all("#first-section" in section.url for section in missed)
    assert b"Read what was missed" in signed_in.get(reverse("quiz:result", args=[mock.pk])).content


def test_scores_by_domain_task_and_topic_add_up(mock):
    found = result(mock)
    for parts in (found.by_domain, found.by_task, found.by_topic):
        assert sum(part.right for part in parts) == 1
        assert sum(part.total for part in parts) == 4
    assert [part.name for part in found.by_task] == ["1.1 Task 1.1"]


def test_history_shows_open_attempts_first(signed_in, user, exam):
    question = make_question()
    first, second = make_attempt(user, [question]), make_attempt(user, [question])
    services.finish(second, now=NOW)
    page = signed_in.get(reverse("quiz:history")).context["page"]
    assert list(page.object_list) == [first, second]


def test_an_attempt_is_deleted_only_when_asked_and_after_saying_so(signed_in, user, exam):
    attempt = make_attempt(user, [make_question()])
    answer_all(attempt, ["a"])
    url = reverse("quiz:discard", args=[attempt.pk])
    assert b"Its 1 answer will be gone" in signed_in.get(url).content
    assert user.attempts.exists()
    for _ in range(2):
        assert signed_in.post(url).url == reverse("quiz:history")
    assert not user.attempts.exists()


def test_somebody_else_s_attempt_is_not_deleted(client, user, exam):
    attempt = make_attempt(user, [make_question()])
    client.force_login(make_user("eve@example.com"))
    url = reverse("quiz:discard", args=[attempt.pk])
    assert client.get(url).status_code == 404
    client.post(url)
    assert user.attempts.exists()


def test_how_others_answered_is_told_from_thirty_first_answers_on(signed_in, user, exam):
    question = make_question(correct="b")
    for n in range(30):
        if n in (0, 29):
            assert set(page_shares(signed_in, user, question).values()) == {None}
        other = make_attempt(make_user(f"{n}@example.com"), [question])
        answer_all(other, ["b" if n % 3 else "c"])
    assert page_shares(signed_in, user, question) == {"a": 0, "b": 67, "c": 33, "d": 0}


def page_shares(client, user, question) -> dict[str, int]:
    """What is told of others; one's own answers here are no first ones but the first."""
    attempt = make_attempt(user, [question], at=timezone.now())
    attempt.responses.update(seen_before=True)
    answer_all(attempt, ["a"], at=timezone.now())
    page = client.get(reverse("quiz:question", args=[attempt.pk, 1]))
    assert ("chose it at first" in page.content.decode()) is (
        page.context["options"][0]["share"] is not None
    )
    return {option["key"]: option["share"] for option in page.context["options"]}


def test_a_question_changed_since_shows_both_texts(signed_in, user, exam):
    question = make_question(correct="b")
    attempt = make_attempt(user, [question])
    answer_all(attempt, ["b"])
    url = reverse("quiz:question", args=[attempt.pk, 1])
    assert "has been changed since" not in signed_in.get(url).content.decode()
    old, question.stem = question.stem, question.stem.replace("A developer", "A tester")
    question.save()
    guide_services.publish(question, now=NOW)
    page = signed_in.get(url).content.decode()
    assert "has been changed since" in page
    assert "A tester builds" in page
    assert old.split(" The test")[0] in page
    assert "Right" in page
