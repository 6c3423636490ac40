"""Two requests at the same moment, on connections of their own: one wins, nothing is lost."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from guide.models import Exam
from quiz import services
from quiz.models import Attempt, Response
from tests.factories import NOW, make_attempt, make_exam, make_question, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 15


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts together, and return what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return act()
        except services.StaleWrite as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def attempt() -> Attempt:
    make_exam()
    return make_attempt(make_user(), [make_question(correct="b") for _ in range(ROUNDS)])


def answering(attempt: Attempt, position: int, chosen: str) -> Callable[[], object]:
    def act() -> object:
        response = attempt.responses.select_related("revision", "attempt").get(position=position)
        return services.answer(response, chosen, version=0, now=NOW).chosen

    return act


def test_of_two_different_answers_at_once_one_is_stored_and_the_other_refused(attempt):
    for position in range(1, ROUNDS + 1):
        told = at_once(answering(attempt, position, "a"), answering(attempt, position, "b"))
        stored = attempt.responses.get(position=position)
        assert stored.version == 1
        assert sorted(map(str, told)) == sorted(map(str, [stored.chosen, services.StaleWrite]))


def test_an_answer_at_the_moment_of_the_end_is_stored_or_refused(attempt):
    user = attempt.user
    for position in range(1, ROUNDS + 1):
        question = attempt.responses.get(position=position).revision.question
        one = make_attempt(user, [question])
        told, _ = at_once(answering(one, 1, "b"), lambda one=one: services.finish(one, now=NOW))
        stored = Response.objects.get(attempt=one)
        assert told == (["b"] if stored.is_answered else services.AttemptFinished)


def test_two_answers_to_one_question_at_once_are_both_kept_in_one_card(attempt):
    user = attempt.user
    for position in range(1, ROUNDS + 1):
        question = attempt.responses.get(position=position).revision.question
        for kept in (2, 4):  # a new card, and one that is there
            ones = [make_attempt(user, [question]) for _ in range(2)]
            told = at_once(*(answering(one, 1, "b") for one in ones))
            assert told == [["b"], ["b"]]
            assert user.reviews.get(question=question).repetitions == kept


def test_an_exam_that_ends_twice_at_once_is_scheduled_once(attempt):
    user = attempt.user
    Attempt.objects.update(mode="exam")
    for response in attempt.responses.select_related("revision", "attempt"):
        services.choose(response, "b", version=0, now=NOW)
    at_once(*[lambda: services.finish(Attempt.objects.get(), now=NOW)] * 2)
    assert set(user.reviews.values_list("repetitions", flat=True)) == {1}
    assert user.reviews.count() == ROUNDS


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_what_a_guest_sends_at_the_moment_of_signing_in_is_kept_in_the_account(attempt, mode):
    question, account = attempt.responses.get(position=1).revision.question, attempt.user
    for _ in range(ROUNDS):
        guest = User.objects.create_guest()
        one = make_attempt(guest, [question])
        send = answering(one, 1, "b")
        if mode == "exam":
            Attempt.objects.filter(pk=one.pk).update(mode=mode)
            services.choose(Response.objects.get(attempt=one), "b", version=0, now=NOW)
            one.refresh_from_db()
            send = partial(services.finish, one, now=NOW)
        at_once(send, partial(services.take_over, guest, by=account))
        assert account.attempts.filter(pk=one.pk, responses__correct=True).exists()
        assert account.reviews.filter(question=question).exists()
        account.reviews.all().delete()


def test_of_the_same_start_sent_twice_at_once_comes_one_attempt(attempt):
    exam, revision = Exam.objects.get(), attempt.responses.first().revision_id

    def starting(key: uuid.UUID) -> Callable[[], object]:
        return lambda: (
            services.start(
                attempt.user,
                exam=exam,
                title="Twice",
                selection={"scope": "all"},
                revision_ids=[revision],
                start_key=key,
                now=NOW,
            ).pk
        )

    for _ in range(ROUNDS):
        key = uuid.uuid4()
        first, second = at_once(starting(key), starting(key))
        assert first == second
    assert attempt.user.attempts.filter(title="Twice").count() == ROUNDS
