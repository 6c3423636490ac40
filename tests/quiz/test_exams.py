"""An exam: choices that can be changed, the server's clock, and nothing told before the end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from quiz import queries, services
from quiz.models import GRACE, Attempt, Response
from tests.factories import NOW, make_attempt, make_question

MINUTE = timedelta(minutes=1)


@pytest.fixture
def exam_attempt(user, exam) -> Attempt:
    questions = [make_question(correct="b"), make_question(correct="ac"), make_question()]
    attempt = make_attempt(user, questions)
    Attempt.objects.update(mode=Attempt.Mode.EXAM, deadline=NOW + 10 * MINUTE)
    attempt.refresh_from_db()
    return attempt


def response_of(attempt, position=1) -> Response:
    return attempt.responses.select_related("revision", "attempt").get(position=position)


def choose(attempt, chosen, *, version, position=1, now=NOW, **more) -> Response:
    return services.choose(response_of(attempt, position), chosen, version=version, now=now, **more)


def test_a_choice_is_stored_changed_and_cleared(exam_attempt):
    for version, (chosen, correct) in enumerate([("a", False), ("b", True), ("", None)]):
        choose(exam_attempt, chosen, version=version)
        stored = response_of(exam_attempt)
        assert (stored.chosen, stored.correct) == (list(chosen), correct)
        assert stored.is_answered is bool(chosen)
        assert stored.version == version + 1


def test_a_choice_of_one_of_two_is_kept_and_is_no_answer(exam_attempt):
    choose(exam_attempt, "a", position=2, version=0)
    stored = response_of(exam_attempt, 2)
    assert (stored.chosen, stored.correct, stored.answered_at) == (["a"], None, None)
    choose(exam_attempt, "ac", position=2, version=1)
    assert response_of(exam_attempt, 2).correct


def test_the_same_choice_again_changes_nothing(exam_attempt):
    choose(exam_attempt, "b", version=0)
    choose(exam_attempt, "b", version=0, now=NOW + MINUTE)
    choose(exam_attempt, "b", version=1, now=NOW + MINUTE)
    stored = response_of(exam_attempt)
    assert (stored.version, stored.answered_at) == (1, NOW)


def test_a_stale_choice_overwrites_nothing(exam_attempt):
    choose(exam_attempt, "b", version=0)
    choose(exam_attempt, "a", version=1)
    with pytest.raises(services.StaleWrite):
        choose(exam_attempt, "c", version=1)
    assert response_of(exam_attempt).chosen == ["a"]


def test_what_was_right_once_is_remembered(exam_attempt):
    choose(exam_attempt, "b", version=0)
    choose(exam_attempt, "a", version=1)
    stored = response_of(exam_attempt)
    assert (stored.was_right, stored.correct) == (True, False)


def test_time_and_confidence_are_kept(exam_attempt):
    choose(exam_attempt, "b", version=0, seconds=40, confidence=1)
    choose(exam_attempt, "b", version=1, seconds=5, confidence=3)
    stored = response_of(exam_attempt)
    assert (stored.seconds, stored.confidence, stored.version) == (45, 3, 2)


@pytest.mark.parametrize(
    ("after", "taken"),
    [(-MINUTE, True), (timedelta(0), True), (GRACE, True), (GRACE + timedelta(seconds=1), False)],
)
def test_the_deadline_and_the_grace_after_it(exam_attempt, after, taken):
    now = exam_attempt.deadline + after
    if taken:
        choose(exam_attempt, "b", version=0, now=now)
    else:
        with pytest.raises(services.AttemptFinished):
            choose(exam_attempt, "b", version=0, now=now)
    assert response_of(exam_attempt).is_answered is taken


def test_past_the_deadline_it_is_over_without_anybody_handing_in(exam_attempt):
    choose(exam_attempt, "b", version=0)
    before, after = NOW + MINUTE, NOW + 11 * MINUTE
    attempts = Attempt.objects.all()
    assert (attempts.open(before).count(), attempts.over(before).count()) == (1, 0)
    assert (attempts.open(after).count(), attempts.over(after).count()) == (0, 1)
    assert [a.over for a in attempts.as_of(before)] == [False]
    assert [a.over for a in attempts.as_of(after)] == [True]
    assert exam_attempt.ended_at == exam_attempt.deadline


def test_handing_in_late_ends_it_at_the_deadline(exam_attempt):
    services.finish(exam_attempt, now=NOW + 60 * MINUTE)
    assert exam_attempt.finished_at == exam_attempt.deadline


def test_right_and_wrong_are_told_only_when_it_is_over(exam_attempt, user):
    choose(exam_attempt, "a", version=0)
    before, after = NOW + MINUTE, NOW + 11 * MINUTE
    assert [m.state for m in queries.track(exam_attempt, now=before).marks] == ["answered", "", ""]
    assert [m.state for m in queries.track(exam_attempt, now=after).marks] == ["wrong", "", ""]
    assert not Response.objects.revealed(before).exists()
    assert Response.objects.revealed(after).count() == 3


def test_practice_is_revealed_at_once_and_an_untimed_exam_when_it_is_handed_in(user, exam):
    practice, untimed = (make_attempt(user, [make_question()]) for _ in range(2))
    Attempt.objects.filter(pk=untimed.pk).update(mode=Attempt.Mode.EXAM)
    told = Response.objects.revealed(NOW)
    assert [r.attempt for r in told] == [practice]
    services.finish(untimed, now=NOW)
    assert told.all().count() == 2


def test_a_deadline_needs_exam_mode_and_lies_after_the_start(user, exam):
    attempt = make_attempt(user, [make_question()])
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.update(deadline=NOW + MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.update(deadline=attempt.started_at, mode="exam")


def test_a_question_drawn_before_is_known_as_seen(user, exam):
    known, new = make_question(), make_question()
    make_attempt(user, [known])
    attempt = make_attempt(user, [known, new])
    assert [r.seen_before for r in attempt.responses.all()] == [True, False]


def test_a_recall_question_is_graded_once_by_its_learner(user, exam):
    from tests.factories import make_recall, make_topic

    attempt = make_attempt(user, [make_recall(make_topic()), make_recall(make_topic())])
    first = response_of(attempt)
    services.grade(first, Response.Grade.AGAIN, version=0, now=NOW)
    services.grade(response_of(attempt), Response.Grade.AGAIN, version=0, now=NOW)
    with pytest.raises(services.StaleWrite):
        services.grade(response_of(attempt), Response.Grade.EASY, version=0, now=NOW)
    services.grade(response_of(attempt, 2), Response.Grade.HARD, version=0, now=NOW)
    assert [(r.grade, r.correct) for r in attempt.responses.all()] == [(1, False), (2, True)]
