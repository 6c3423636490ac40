"""Before its end, no response of an exam says anything about right and wrong."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quiz.models import Attempt
from tests.factories import answer_all, make_attempt, make_question

HTMX = {"HX-Request": "true"}
TELLING = re.compile(
    r"correct|wrong|\bright\b|why|reason of option|rule to take away|verdict|explan|sources",
    re.IGNORECASE,
)
HARMLESS = [
    "The test must fail when the code is wrong",  # the stem
    "Nothing is told about right and wrong before the end",
    "What is not answered counts as wrong",
]


@pytest.fixture
def exam_attempt(user, exam) -> Attempt:
    """A running exam in which one answer is right, one wrong, and one changed from right."""
    attempt = make_attempt(user, [make_question(correct="b") for _ in range(4)], at=timezone.now())
    deadline = timezone.now() + timedelta(hours=1)
    Attempt.objects.filter(pk=attempt.pk).update(mode="exam", kind="mock", deadline=deadline)
    attempt.refresh_from_db()
    return attempt


def everything_said(reply) -> str:
    """Status line, headers and body, without what the pages always say."""
    headers = "\n".join(
        f"{name}: {value}" for name, value in reply.headers.items() if name != "ETag"
    )
    body = reply.content.decode()
    for harmless in HARMLESS:
        body = body.replace(harmless, "")
    body = re.sub(r'value="[A-Za-z0-9]{64}"', "", body)  # tokens, which may hold any letters
    return f"{headers}\n{body}"


def replies(client: Client, attempt: Attempt):
    """Every page and every act of an open attempt, with and without htmx."""
    pk = attempt.pk
    for headers in ({}, HTMX):
        for position in range(1, 5):
            url = reverse("quiz:question", args=[pk, position])
            yield client.get(url, headers=headers)
            for chosen in ("a", "b", "a", "z"):
                version = attempt.responses.get(position=position).version
                yield client.post(url, {"version": version, "chosen": chosen}, headers=headers)
                yield client.post(url, {"version": 999, "chosen": chosen}, headers=headers)
            version = attempt.responses.get(position=position).version
            data = {"version": version, "chosen": "b", "go": position % 4 + 1}
            yield client.post(url, data, headers=headers)
            yield client.post(
                reverse("quiz:flag", args=[pk, position]), {"flagged": "on"}, headers=headers
            )
        for name in ("attempt", "result", "finish", "clock", "discard", "again"):
            yield client.get(reverse(f"quiz:{name}", args=[pk]), headers=headers, follow=True)
        for name in ("start", "mock", "history", "reports"):
            yield client.get(reverse(f"quiz:{name}"), headers=headers)
        yield client.post(
            reverse("quiz:again", args=[pk]), {"start_key": attempt.start_key}, headers=headers
        )


def test_no_reply_of_a_running_exam_tells_right_from_wrong(signed_in, exam_attempt):
    seen = 0
    for reply in replies(signed_in, exam_attempt):
        said = everything_said(reply)
        found = [said[m.start() - 40 : m.end() + 40] for m in TELLING.finditer(said)]
        assert not found, reply.request["PATH_INFO"]
        seen += 1
    assert seen > 80


def test_a_right_answer_is_answered_like_a_wrong_one(signed_in, user, exam):
    """Of two answers to the same question the replies differ in what was chosen, and no more."""
    question, bodies = make_question(correct="b"), []
    question.revision.content["fixed_order"] = True
    question.revision.save()
    for chosen in "bc":
        attempt = make_attempt(user, [question])
        Attempt.objects.filter(pk=attempt.pk).update(mode="exam")
        url = reverse("quiz:question", args=[attempt.pk, 1])
        reply = signed_in.post(url, {"version": 0, "chosen": chosen}, headers=HTMX)
        body = re.sub(r'name="csrfmiddlewaretoken" value="\\w+"', "", reply.content.decode())
        bodies.append((body.replace(f"/quiz/{attempt.pk}/", "/quiz/"), sorted(reply.headers)))
    assert bodies[0] == bodies[1]


def test_the_dashboard_and_the_builder_know_nothing_of_a_running_exam(signed_in, exam_attempt):
    url = reverse("quiz:question", args=[exam_attempt.pk, 1])
    signed_in.post(url, {"version": 0, "chosen": "a"})
    shown = signed_in.get(reverse("progress:dashboard")).context["shown"]
    assert (shown.answers, shown.memory.cards) == (0, 0)
    missed = signed_in.get(reverse("quiz:start"), {"pool": "missed"})
    assert missed.context["fitting"] == 0
    past = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(started_at=past - timedelta(hours=1), deadline=past)
    assert signed_in.get(reverse("progress:dashboard")).context["shown"].answers == 1
    missed = signed_in.get(reverse("quiz:start"), {"pool": "missed"})
    assert missed.context["fitting"] == 1


def test_after_the_deadline_everything_is_told(signed_in, user, exam_attempt):
    answer_all(exam_attempt, ["a", "b", "", ""], at=timezone.now())
    page = signed_in.get(reverse("quiz:result", args=[exam_attempt.pk])).content.decode()
    assert "1 of 4 right" in page
    question = signed_in.get(reverse("quiz:question", args=[exam_attempt.pk, 1])).content.decode()
    assert "This is the reason of option" in question
