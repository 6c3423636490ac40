"""A mock exam as requests: its start, its map, handing in, its result."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quiz.models import Attempt
from tests.factories import make_question, make_topic

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bank(exam):
    """As many questions as a small mock asks, in the exam's proportions."""
    type(exam).objects.update(questions=5, minutes=10)
    second = exam.domains.get(number=2).tasks.all()
    topics = [make_topic(f"topic-{n}") for n in range(3)]
    first = [make_question(topic=topics[n % 3], correct="b") for n in range(4)]
    return first + [make_question(topic=topics[n % 3], tasks=second) for n in range(3)]


def start(client, **data):
    form = {"variant": "timed", "start_key": uuid.uuid4(), "open": "keep", **data}
    return client.post(reverse("quiz:mock"), form)


@pytest.fixture
def attempt(signed_in, user, bank) -> Attempt:
    start(signed_in)
    return user.attempts.get()


def page_of(attempt, position=1) -> str:
    return reverse("quiz:question", args=[attempt.pk, position])


def test_the_page_says_beforehand_what_will_be_asked(signed_in, bank):
    page = signed_in.get(reverse("quiz:mock"))
    assert [d.asked for _, d in page.context["domains"]] == [3, 2]
    assert "5 questions in 10 minutes" in page.content.decode()
    assert "5 of the 5 questions will be new to you" in page.content.decode()


def test_a_bank_too_small_says_so_and_starts_nothing(signed_in, exam):
    make_question()
    page = signed_in.get(reverse("quiz:mock")).content.decode()
    assert "too small for a mock" in page
    assert "Start the mock exam" not in page
    assert start(signed_in).status_code == 422
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("variant", "extra", "mode", "minutes"),
    [
        ("timed", "", "exam", 10),
        ("timed", "30", "exam", 40),
        ("timed", "1.25", "exam", 12.5),
        ("untimed", "", "exam", None),
        ("explained", "", "practice", None),
    ],
)
def test_variants_and_extra_time(signed_in, user, bank, variant, extra, mode, minutes):
    start(signed_in, variant=variant, extra=extra)
    attempt = user.attempts.get()
    assert (attempt.kind, attempt.mode) == ("mock", mode)
    allowed = attempt.deadline and (attempt.deadline - attempt.started_at).total_seconds() / 60
    assert allowed == minutes
    domains = attempt.responses.values_list(
        "revision__question__question_tasks__task__domain__number", flat=True
    )
    assert sorted(domains) == [1, 1, 1, 2, 2]


def test_a_strange_variant_gets_the_form_again(signed_in, bank):
    assert start(signed_in, variant="x").status_code == 422
    assert start(signed_in, start_key="x").status_code == 422


def test_a_choice_is_stored_at_once_and_the_map_follows(signed_in, attempt):
    reply = signed_in.post(page_of(attempt), {"version": 0, "chosen": "a"}, headers=HTMX)
    html = reply.content.decode()
    assert "1 of 1 chosen · saved" in html
    assert 'name="version" value="1"' in html
    assert 'hx-swap-oob="true"' in html
    assert "1 answered · 0 flagged · 4 left" in html
    assert "<fieldset" not in html  # the question stays, and the focus in it


def test_moving_on_saves_and_shows_the_other_question(signed_in, attempt):
    data = {"version": 0, "chosen": "a", "go": "3"}
    reply = signed_in.post(page_of(attempt), data, headers=HTMX)
    assert reply["HX-Push-Url"] == page_of(attempt, 3)
    assert reply["HX-Retarget"] == "#question"
    assert "Question 3 of 5" in reply.content.decode()
    reply = signed_in.post(page_of(attempt, 3), {"version": 0, "go": "1"})
    assert reply.url == page_of(attempt, 1)
    assert attempt.responses.answered().count() == 1


@pytest.mark.parametrize(
    ("there", "name", "arguments"), [("end", "finish", 1), ("pause", "history", 0)]
)
def test_leaving_saves_first(signed_in, attempt, there, name, arguments):
    data = {"version": 0, "chosen": "a", "go": there}
    url = reverse(f"quiz:{name}", args=[attempt.pk] * arguments)
    assert signed_in.post(page_of(attempt), data).url == url
    assert attempt.responses.answered().count() == 1


@pytest.mark.parametrize("there", ["99", "0", "x", "9" * 30, "-1"])
def test_a_strange_way_is_not_gone(signed_in, attempt, there):
    reply = signed_in.post(page_of(attempt), {"version": 0, "chosen": "a", "go": there})
    assert reply.status_code in {302, 404}
    assert signed_in.get(reverse("quiz:attempt", args=[attempt.pk]), follow=True).status_code == 200


def test_a_choice_is_cleared(signed_in, attempt):
    signed_in.post(page_of(attempt), {"version": 0, "chosen": "a"})
    signed_in.post(page_of(attempt), {"version": 1, "chosen": "a", "clear": "1"})
    stored = attempt.responses.get(position=1)
    assert (stored.chosen, stored.answered_at, stored.version) == ([], None, 2)


def test_a_flag_without_javascript_keeps_the_choice(signed_in, attempt):
    signed_in.post(page_of(attempt), {"version": 0, "chosen": "a", "flag": "on"})
    stored = attempt.responses.get(position=1)
    assert (stored.chosen, stored.flagged) == (["a"], True)
    signed_in.post(page_of(attempt), {"version": 1, "chosen": "a", "flag": "off"})
    assert not attempt.responses.get(position=1).flagged


def test_too_many_options_are_refused(signed_in, attempt):
    reply = signed_in.post(page_of(attempt), {"version": 0, "chosen": ["a", "b"]}, headers=HTMX)
    assert reply.status_code == 422
    assert "Choose 1 option: you have chosen 2." in reply.content.decode()


def test_handing_in_lists_what_is_open_and_ends_once(signed_in, attempt):
    signed_in.post(page_of(attempt), {"version": 0, "chosen": "a"})
    signed_in.post(reverse("quiz:flag", args=[attempt.pk, 2]), {"flagged": "on"})
    url = reverse("quiz:finish", args=[attempt.pk])
    page = signed_in.get(url)
    assert [m.position for m in page.context["track"].unanswered_marks] == [2, 3, 4, 5]
    assert [m.position for m in page.context["track"].flagged_marks] == [2]
    assert b"<html" not in signed_in.get(url, headers=HTMX).content
    ends = []
    for _ in range(2):
        signed_in.post(url)
        attempt.refresh_from_db()
        ends.append(attempt.finished_at)
    assert ends[0] == ends[1]
    assert signed_in.get(url).url == reverse("quiz:result", args=[attempt.pk])
    whole = signed_in.get(url, headers=HTMX)["HX-Redirect"]
    assert whole == reverse("quiz:result", args=[attempt.pk])


def test_when_the_time_is_over_what_was_stored_is_handed_in(signed_in, attempt):
    signed_in.post(page_of(attempt), {"version": 0, "chosen": "a"})
    past = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(started_at=past - timedelta(minutes=10), deadline=past)
    late = signed_in.post(page_of(attempt, 2), {"version": 0, "chosen": "a"})
    assert late.status_code == 409
    assert "The time is over" in late.content.decode()
    late = signed_in.post(page_of(attempt, 2), {"version": 0, "chosen": "a"}, headers=HTMX)
    assert "came too late" in signed_in.get(late["HX-Redirect"]).content.decode()
    assert attempt.responses.answered().count() == 1
    page = signed_in.get(reverse("quiz:attempt", args=[attempt.pk]), follow=True)
    assert "of 5 right" in page.content.decode()
    clock = signed_in.get(reverse("quiz:clock", args=[attempt.pk]), headers=HTMX)
    assert clock["HX-Redirect"] == reverse("quiz:result", args=[attempt.pk])


def test_the_clock_tells_the_server_s_time(signed_in, attempt):
    reply = signed_in.get(reverse("quiz:clock", args=[attempt.pk]), headers=HTMX)
    assert 590 <= json.loads(reply["HX-Trigger"])["clock"]["left"] <= 600


def test_a_mock_with_answers_after_each_question_explains_at_once(signed_in, user, bank):
    start(signed_in, variant="explained")
    reply = signed_in.post(
        page_of(user.attempts.get()), {"version": 0, "chosen": "a"}, headers=HTMX
    )
    assert "This is the reason of option" in reply.content.decode()
