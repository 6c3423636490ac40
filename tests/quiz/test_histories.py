"""For random histories of answers, what is stored is what a simple model in memory says."""

import uuid
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_attempt, make_question, make_user

KEYS = ["b", "ac", "d"]


@dataclass
class Expected:
    """What must be stored of one response."""

    chosen: list[str] = field(default_factory=list)
    version: int = 0


@dataclass
class Model:
    responses: list[Expected] = field(default_factory=lambda: [Expected() for _ in KEYS])
    finished: bool = False

    def answer(self, n: int, chosen: list[str], version: int) -> int:
        """Take the answer if it counts, and return the status of the reply."""
        stored = self.responses[n]
        if len(chosen) != len(KEYS[n]):
            return 422
        if not self.finished and stored.version == version == 0:
            stored.chosen, stored.version = chosen, 1
            return 200
        return 200 if stored.version == version + 1 and stored.chosen == chosen else 409


chosen_keys = st.lists(st.sampled_from("abcd"), unique=True, max_size=3).map(sorted)
answers = st.tuples(
    st.just("answer"), st.integers(0, len(KEYS) - 1), chosen_keys, st.integers(0, 2)
)
right_answers = st.integers(0, len(KEYS) - 1).map(lambda n: ("answer", n, list(KEYS[n]), 0))
repeats = st.tuples(st.just("repeat"))
finishes = st.tuples(st.just("finish"))
histories = st.lists(right_answers | answers | answers | repeats | finishes, max_size=12)


@pytest.fixture
def questions(exam):
    """A question for each of KEYS, the same for all histories."""
    return [make_question(correct=correct) for correct in KEYS]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories)
def test_what_is_stored_is_what_the_model_says(client, questions, history):
    user = make_user(f"{uuid.uuid4()}@example.com")
    client.force_login(user)
    attempt = make_attempt(user, questions)
    model, last = Model(), None
    for moment, step in enumerate(history):
        if step[0] == "finish":
            client.post(reverse("quiz:finish", args=[attempt.pk]))
            model.finished = True
            continue
        last = step if step[0] == "answer" else last
        if last is not None:
            _, n, chosen, version = last
            url = reverse("quiz:question", args=[attempt.pk, n + 1])
            data = {"version": version, "chosen": chosen}
            reply = client.post(url, data, headers={"HX-Request": "true"})
            assert reply.status_code == model.answer(n, chosen, version), (moment, last)
    stored = [(r.chosen, r.version, r.correct) for r in attempt.responses.all()]
    assert stored == [
        (e.chosen, e.version, (e.chosen == list(key)) if e.version else None)
        for e, key in zip(model.responses, KEYS, strict=True)
    ]
    attempt.refresh_from_db()
    assert (attempt.finished_at is not None) is model.finished
