"""Whatever editors do: a finished attempt stays as it was, and is rescored as was decided."""

import copy
import uuid
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from guide import services as guide_services
from guide.models import Question, Revision
from quiz import corrections, services
from quiz.models import Attempt, Notice, Rekey
from quiz.results import result
from quiz.services import rekeying
from tests.factories import (
    EXPLANATION,
    NOW,
    STEM,
    make_attempt,
    make_exam,
    make_question,
    make_user,
)
from tests.quiz.corrected import again, write_key

pytestmark = pytest.mark.django_db

QUESTIONS: list[Question] = []
MOST = 6
"""Attempts, so that a step costs little."""
which = st.integers(0, 1)
letters = st.sampled_from("abc")
changes = st.sampled_from(Revision.Change.values)
decisions = st.sampled_from(Rekey.Decision.values)


@dataclass
class Edited:
    """A question as its editors have it: what is written, and what each revision said."""

    key: str = "a"
    stem: int = 0
    reason: int = 0
    published: list[tuple[str, int, int]] = field(default_factory=lambda: [("a", 0, 0)])
    meanings: list[int] = field(default_factory=lambda: [1])
    decided: dict[int, str] = field(default_factory=dict)
    """By the meaning whose key was corrected."""

    def publish(self, said: str) -> bool:
        """Whether there was something to publish."""
        now, before = (self.key, self.stem, self.reason), self.published[-1]
        if now == before:
            return False
        asks_the_same = now[:2] == before[:2]
        keeps = now[0] == before[0] and (said or "wording") == "wording"
        keeps = keeps and (bool(said) or asks_the_same)
        self.published.append(now)
        self.meanings.append(self.meanings[-1] if keeps else len(self.published))
        return True

    @property
    def corrected(self) -> set[int]:
        """The meanings that ended with another key."""
        steps = zip(self.published, self.published[1:], self.meanings, strict=False)
        return {meaning for old, new, meaning in steps if old[0] != new[0]}


@dataclass
class Asked:
    question: int
    revision: int
    chosen: str = ""


@dataclass
class Taken:
    """An attempt: what was asked and chosen in it, and how its result looked at its end."""

    attempt: Attempt
    user: int
    asked: list[Asked]
    shown: object = None


class Upkeep(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.users = [make_user(f"{uuid.uuid4()}@example.com") for _ in range(2)]
        self.edited = [Edited() for _ in QUESTIONS]
        self.taken: list[Taken] = []
        self.told: set[tuple[int, int, int]] = set()  # user, question, meaning

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # Editors

    @rule(n=which, key=letters, stem=st.integers(0, 2), reason=st.integers(0, 1))
    def edit(self, n: int, key: str, stem: int, reason: int) -> None:
        model = self.edited[n]
        model.key, model.stem, model.reason = key, stem, reason
        write_key(QUESTIONS[n], key)
        text, words = STEM.format(n=stem), f"{EXPLANATION} {'And so on. ' * reason}"
        Question.objects.filter(pk=QUESTIONS[n].pk).update(stem=text, explanation=words)

    @rule(n=which, change=changes, decision=decisions)
    def publish(self, n: int, change: str, decision: str) -> None:
        model, meaning = self.edited[n], self.edited[n].meanings[-1]
        question = again(QUESTIONS[n])
        seen = guide_services.digest(question)
        rekeying.publish(question, seen=seen, change=change, decision=decision, now=NOW)
        if model.publish(change) and meaning in model.corrected:
            self._decided(n, meaning, decision)

    @rule(n=which)
    def reword(self, n: int) -> None:
        key, stem, reason = self.edited[n].published[-1]
        self.edit(n, key, stem, 1 - reason)
        self.publish(n, Revision.Change.WORDING, Rekey.Decision.LEAVE)

    @rule(n=which, key=letters, change=changes, decision=decisions)
    def correct(self, n: int, key: str, change: str, decision: str) -> None:
        self.edit(n, key, self.edited[n].stem, self.edited[n].reason)
        self.publish(n, change, decision)

    @rule(n=which)
    def load(self, n: int) -> None:
        guide_services.publish(again(QUESTIONS[n]), now=NOW)
        self.edited[n].publish("")

    @rule(decision=decisions)
    def decide(self, decision: str) -> None:
        for change in corrections.undecided(Question.objects.all()):
            rekeying.rekey(change.before, change.after, decision=decision, now=NOW)
            n = [question.pk for question in QUESTIONS].index(change.before.question_id)
            self._decided(n, change.before.meaning, decision)

    def _decided(self, n: int, meaning: int, decision: str) -> None:
        self.edited[n].decided[meaning] = decision
        self.told |= {
            (taken.user, n, meaning)
            for taken in self.taken
            for asked in taken.asked
            if (asked.question, self._meaning(asked)) == (n, meaning)
        }

    # Learners

    @precondition(lambda self: len(self.taken) < MOST)
    @rule(user=which)
    def start(self, user: int) -> None:
        attempt = make_attempt(self.users[user], [again(question) for question in QUESTIONS])
        asked = [Asked(n, len(model.published) - 1) for n, model in enumerate(self.edited)]
        self.taken.append(Taken(attempt, user, asked))

    @precondition(lambda self: len(self.taken) < MOST)
    @rule(user=which, chosen=st.lists(letters, min_size=1, max_size=2))
    def take(self, user: int, chosen: list[str]) -> None:
        """From its start to its end, with one answer or both."""
        self.start(user)
        for n, key in enumerate(chosen):
            self.answer(len(self.taken) - 1, n, key)
        self.finish(len(self.taken) - 1)

    @rule(at=st.integers(0, MOST - 1), n=which, chosen=letters)
    def answer(self, at: int, n: int, chosen: str) -> None:
        if at < len(self.taken) and not self.taken[at].shown and not self.taken[at].asked[n].chosen:
            attempt = self.taken[at].attempt
            own = attempt.responses.select_related("revision", "attempt")
            services.answer(own.get(position=n + 1), chosen, version=0, now=NOW)
            self.taken[at].asked[n].chosen = chosen

    @rule(at=st.integers(0, MOST - 1))
    def finish(self, at: int) -> None:
        if at < len(self.taken) and not self.taken[at].shown:
            services.finish(self.taken[at].attempt, now=NOW)
            self.taken[at].shown = self._shown(self.taken[at])

    # What holds

    def _shown(self, taken: Taken) -> object:
        """All that the page of the result says of right and wrong, but for corrections."""
        found = result(Attempt.objects.get(pk=taken.attempt.pk))
        rows = [(r.revision.content, r.options, r.correct, r.chosen) for r in found.responses]
        return copy.deepcopy((found.right, found.total, rows))

    def _meaning(self, asked: Asked) -> int:
        return self.edited[asked.question].meanings[asked.revision]

    def _decision(self, asked: Asked) -> str:
        return self.edited[asked.question].decided.get(self._meaning(asked), "")

    def _is_right(self, asked: Asked) -> bool:
        return asked.chosen == self.edited[asked.question].published[asked.revision][0]

    @invariant()
    def a_finished_attempt_is_shown_and_scored_as_it_was(self) -> None:
        for taken in getattr(self, "taken", []):
            if taken.shown:
                right = sum(self._is_right(asked) for asked in taken.asked)
                assert self._shown(taken) == taken.shown
                assert taken.shown[:2] == (right, len(taken.asked))  # type: ignore[index]

    @invariant()
    def it_is_rescored_as_was_decided(self) -> None:
        for taken in getattr(self, "taken", []):
            rescored = result(taken.attempt).rescored
            counted = [asked for asked in taken.asked if self._decision(asked) != "void"]
            right = sum(
                self._is_right(asked) or bool(asked.chosen and self._decision(asked) == "credit")
                for asked in counted
            )
            assert (rescored.right, rescored.total) == (right, len(counted))

    @invariant()
    def revisions_mean_what_was_said(self) -> None:
        for question, model in zip(QUESTIONS, getattr(self, "edited", []), strict=False):
            stored = question.revisions.order_by("number").values_list("meaning", flat=True)
            assert list(stored) == model.meanings

    @invariant()
    def what_nobody_has_decided_waits_and_who_is_touched_is_told_once(self) -> None:
        if not hasattr(self, "taken"):
            return
        waiting = {
            (asked.question, self._meaning(asked))
            for taken in self.taken
            for asked in taken.asked
            if asked.chosen and not self._decision(asked)
        }
        found = corrections.undecided(Question.objects.all())
        numbers = {question.pk: n for n, question in enumerate(QUESTIONS)}
        undecided = {(numbers[c.before.question_id], c.before.meaning) for c in found}
        corrected = {(n, m) for n, model in enumerate(self.edited) for m in model.corrected}
        assert undecided == waiting & corrected
        people = {user.pk: n for n, user in enumerate(self.users)}
        told = Notice.objects.values_list("user", "rekey__question", "rekey__before__meaning")
        assert sorted((people[u], numbers[q], m) for u, q, m in told) == sorted(self.told)


def test_no_upkeep_changes_what_was_told(db):
    make_exam()
    QUESTIONS[:] = [make_question(correct="a", published=False) for _ in range(2)]
    Question.objects.update(stem=STEM.format(n=0), explanation=EXPLANATION)
    for question in QUESTIONS:
        guide_services.publish(again(question), now=NOW)
    run_state_machine_as_test(
        Upkeep,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
