"""Whatever is done in whatever order, by practice or exam rules: the rows say what a model says."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from guide.models import Exam
from quiz import services
from quiz.models import GRACE, Attempt, Response
from tests.factories import NOW, make_exam, make_question, make_user

pytestmark = pytest.mark.django_db

KEYS = ["b", "ac", "d"]
LIMIT = timedelta(minutes=10)
chosen_keys = st.lists(st.sampled_from("abcd"), unique=True, max_size=2).map(sorted)


@dataclass
class Expected:
    """What must be stored of one response."""

    chosen: list[str] = field(default_factory=list)
    version: int = 0
    answered: bool = False
    flagged: bool = False


class Quizzes(RuleBasedStateMachine):
    """One attempt of somebody, and a clock that goes on."""

    writes = Bundle("writes")

    @initialize(mode=st.sampled_from(["practice", "exam"]), timed=st.booleans())
    def start(self, mode: str, timed: bool) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now: datetime = NOW
        self.is_exam, self.finished = mode == "exam", False
        self.deadline = NOW + LIMIT if self.is_exam and timed else None
        self.model = [Expected() for _ in KEYS]
        self.user = make_user(f"{uuid.uuid4()}@example.com")
        self.start_key = uuid.uuid4()
        self.attempt = self._start()

    def _start(self) -> Attempt:
        return services.start(
            self.user,
            exam=Exam.objects.get(),
            title="Any",
            selection={"any": True},
            revision_ids=[question.revision_id for question in QUESTIONS],
            start_key=self.start_key,
            mode=Attempt.Mode.EXAM if self.is_exam else Attempt.Mode.PRACTICE,
            time_allowed=LIMIT if self.deadline else None,
            now=self.now,
        )

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @property
    def is_over(self) -> bool:
        late = self.deadline is not None and self.now > self.deadline + GRACE
        return self.finished or late

    @rule(target=writes, n=st.integers(0, 2), chosen=chosen_keys, behind=st.integers(0, 1))
    def answer(self, n: int, chosen: list[str], behind: int) -> tuple[int, list[str], int]:
        """Sent from a page that shows the present version, or one before it."""
        version = max(0, self.model[n].version - behind)
        self._send(n, chosen, version)
        return n, chosen, version

    @rule(write=writes)
    def send_again(self, write: tuple[int, list[str], int]) -> None:
        self._send(*write)

    @rule(n=st.integers(0, 2))
    def clear(self, n: int) -> None:
        if self.is_exam:
            self._send(n, [], self.model[n].version)

    def _send(self, n: int, chosen: list[str], version: int) -> None:
        if not self.is_exam and len(chosen) != len(KEYS[n]):
            return  # the form refuses it
        if self.is_exam and len(chosen) > len(KEYS[n]):
            return
        taken = self._expect(n, chosen, version)
        response = self.attempt.responses.select_related("revision", "attempt").get(position=n + 1)
        write = services.choose if self.is_exam else services.answer
        try:
            write(response, chosen, version=version, now=self.now)
        except services.AttemptFinished:
            assert not taken
            assert self.is_over
        except services.StaleWrite:
            assert not taken
            assert not self.is_over
        else:
            assert taken

    def _expect(self, n: int, chosen: list[str], version: int) -> bool:
        """Whether the write is taken, or was before."""
        stored = self.model[n]
        if stored.chosen == chosen and stored.version == version + 1:
            return True
        if self.is_over or stored.version != version:
            return False
        if not self.is_exam and stored.answered:
            return False
        if self.is_exam and stored.chosen == chosen:
            return True
        stored.chosen, stored.version = chosen, version + 1
        stored.answered = len(chosen) == len(KEYS[n])
        return True

    @rule(n=st.integers(0, 2), flagged=st.booleans())
    def flag(self, n: int, flagged: bool) -> None:
        services.flag(self.attempt.responses.get(position=n + 1), flagged=flagged)
        self.model[n].flagged = flagged

    @rule()
    def start_again_with_the_same_form(self) -> None:
        assert self._start() == self.attempt

    @rule()
    def finish(self) -> None:
        services.finish(self.attempt, now=self.now)
        self.finished = True

    @rule(seconds=st.sampled_from([1, 60, 590, 600, 606]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def the_rows_say_what_the_model_says(self) -> None:
        if not hasattr(self, "attempt"):
            return
        stored = list(self.attempt.responses.all())
        assert [(r.chosen, r.version, r.is_answered, r.flagged) for r in stored] == [
            (e.chosen, e.version, e.answered, e.flagged) for e in self.model
        ]
        for row, key in zip(stored, KEYS, strict=True):
            assert row.correct == ((row.chosen == list(key)) if row.is_answered else None)
        self._cards_are_those_of_what_is_told(stored)
        attempt = Attempt.objects.get(pk=self.attempt.pk)
        assert attempt.is_over(self.now) is self.is_over
        if self.deadline and attempt.finished_at:
            assert attempt.finished_at <= self.deadline

    def _cards_are_those_of_what_is_told(self, stored: list[Response]) -> None:
        services.settle(self.user, now=self.now)
        told = self.is_over if self.is_exam else True
        answered = {row.revision.question_id for row in stored if row.is_answered and told}
        cards = list(self.user.reviews.values_list("question", "repetitions"))
        assert sorted(cards) == [(question, 1) for question in sorted(answered)]


QUESTIONS: list = []


def test_any_history_of_an_attempt(db):
    make_exam()
    QUESTIONS[:] = [make_question(correct=key) for key in KEYS]
    run_state_machine_as_test(
        Quizzes,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
