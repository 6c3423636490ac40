"""The plan: what is kept of it, what is refused and why, and where it counts."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quiz import services
from quiz.forms.plans import time_zones
from quiz.memory import plan_of
from quiz.models import Attempt
from tests.factories import NOW, answer_all, make_attempt, make_exam, make_question

GOOD = {"minutes_a_day": 45, "reviews_a_day": 60, "extra_time": "1.25", "time_zone": "Asia/Tokyo"}


@pytest.fixture
def exams(db):
    """Two exams, of which the second follows the first in thirty days."""
    today = timezone.localdate()
    last = today + timedelta(days=30)
    first, second = make_exam("DVA-C02", last_day=last), make_exam("DVA-C03")
    second.first_day = last + timedelta(days=1)
    second.save()
    return first, second


def save(client, of_exam, **values):
    return client.post(reverse("quiz:plan"), {"exam": of_exam.pk, **GOOD, **values})


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def test_a_plan_is_kept_and_shown_and_saved_twice_it_is_one(signed_in, user, exams):
    for _ in range(2):
        reply = save(signed_in, exams[1], exam_date=in_days(40))
        assert reply.url == reverse("quiz:plan")
    kept = plan_of(user)
    assert (kept.exam, kept.exam_date, kept.minutes_a_day) == (exams[1], in_days(40), 45)
    assert (kept.reviews_a_day, kept.extra_time, kept.show_streak) == (60, "1.25", False)
    page = signed_in.get(reverse("quiz:plan")).content.decode()
    assert "Your plan is saved." in page
    assert f'value="{in_days(40):%Y-%m-%d}"' in page
    assert re.search(r'value="Asia/Tokyo" selected', page)
    assert "zone.js" not in page


def test_a_new_plan_offers_what_is_usual(signed_in, exams):
    page = signed_in.get(reverse("quiz:plan")).content.decode()
    assert f"DVA-C02 until {exams[0].last_day:%-d %B %Y}. DVA-C03 from" in page
    assert 'name="minutes_a_day" value="30"' in page
    assert 'name="reviews_a_day" value="50"' in page
    assert "zone.js" in page


@pytest.mark.parametrize(
    ("exam", "days", "told"),
    [
        (0, -1, "This day is over."),
        (0, 30, None),
        (0, 31, "it is DVA-C03: choose that exam"),
        (1, 30, "it is DVA-C02: choose that exam"),
        (1, 31, None),
        (1, 3 * 365 + 1, None),
        (1, 3 * 365 + 2, "At most three years ahead: until "),
        (1, 2_900_000, "At most three years ahead: until "),
    ],
)
def test_the_exam_must_be_offered_on_its_day(signed_in, user, exams, exam, days, told):
    reply = save(signed_in, exams[exam], exam_date=in_days(days))
    assert reply.status_code == (422 if told else 302)
    assert (plan_of(user) is None) is bool(told)
    assert not told or told in reply.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"minutes_a_day": 4},
        {"minutes_a_day": 601},
        {"reviews_a_day": "many"},
        {"reviews_a_day": 501},
        {"extra_time": "9"},
        {"time_zone": "Europe/Atlantis"},
        {"time_zone": "../../etc/passwd"},
        {"exam": 999},
        {"exam": "\x00"},
        {"exam_date": "tomorrow"},
        {"exam_date": "2027-02-30"},
    ],
)
def test_what_makes_no_sense_is_refused_with_the_form(signed_in, user, exams, bad):
    reply = save(signed_in, exams[0], **bad)
    assert reply.status_code == 422
    assert b"errorlist" in reply.content
    assert plan_of(user) is None


@pytest.mark.parametrize("number", [4, 601, "", "many", "10" * 30])
def test_a_number_out_of_bounds_is_told_its_bounds(signed_in, exams, number):
    page = save(signed_in, exams[0], minutes_a_day=number).content.decode()
    assert "From 5 to 600 minutes." in page
    page = save(signed_in, exams[0], reviews_a_day=number).content.decode()
    assert "From 5 to 500 reviews." in page


def test_a_time_zone_is_listed_once_by_its_own_name():
    names = [name for _, group in time_zones() for name, _ in group]
    assert len(names) == len(set(names))
    assert {"Africa/Asmara", "Asia/Kolkata", "Europe/Oslo", "America/New_York"} <= set(names)
    assert not {"Africa/Asmera", "Asia/Calcutta", "US/Eastern", "Etc/GMT"} & set(names)


def test_a_plan_keeps_the_other_name_of_its_zone(signed_in, user, exams):
    services.save_plan(user, now=NOW, exam=exams[0], time_zone="Asia/Calcutta")
    page = signed_in.get(reverse("quiz:plan")).content.decode()
    assert 'value="Asia/Calcutta" selected' in page
    assert save(signed_in, exams[0], time_zone="Asia/Calcutta").status_code == 302
    assert plan_of(user).time_zone == "Asia/Calcutta"


def test_an_exam_that_is_over_is_no_longer_offered(signed_in, exams):
    exams[0].last_day = in_days(-1)
    exams[0].save()
    assert save(signed_in, exams[0]).status_code == 422
    assert b"DVA-C02" not in signed_in.get(reverse("quiz:plan")).content


def test_a_stranger_who_plans_becomes_a_guest(client, exams):
    assert client.get(reverse("quiz:plan")).status_code == 200
    save(client, exams[0])
    assert b"Asia/Tokyo" in client.get(reverse("quiz:plan")).content
    guest = client.get(reverse("quiz:history")).wsgi_request.user
    assert guest.is_guest
    assert plan_of(guest).exam == exams[0]


def test_the_exam_and_the_extra_time_of_the_plan_are_what_forms_start_with(signed_in, user, exams):
    save(signed_in, exams[1])
    for name in ("quiz:start", "quiz:mock"):
        page = signed_in.get(reverse(name))
        assert page.context["exam"] == exams[1]
        assert page.context["form"]["extra"].value() == "1.25"
        assert signed_in.get(reverse(name), {"exam": "DVA-C02"}).context["exam"] == exams[0]


def test_days_are_those_of_the_planned_zone(signed_in, user, exams):
    attempt = make_attempt(user, [make_question()])
    started = NOW.replace(hour=20)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=started, finished_at=started)
    history = reverse("quiz:history")
    assert b"23 Nov 2026, 20:00" in signed_in.get(history).content
    save(signed_in, exams[0])
    assert b"24 Nov 2026, 05:00" in signed_in.get(history).content
    assert timezone.get_current_timezone_name() == "UTC"


def test_another_device_learns_the_zone_from_any_page_that_looks_at_the_plan(client, user, exams):
    services.save_plan(user, now=NOW, exam=exams[0], time_zone="Asia/Tokyo")
    client.force_login(user)
    client.get(reverse("quiz:start"))
    assert client.session["time_zone"] == "Asia/Tokyo"


def test_public_pages_look_at_no_session(signed_in, user, exams, django_assert_num_queries):
    save(signed_in, exams[0])
    with django_assert_num_queries(1):
        reply = signed_in.get(reverse("guide:glossary"))
    assert "Cookie" not in reply.headers.get("Vary", "")


def test_a_zone_that_the_host_does_not_know_is_taken_for_its_own(signed_in, user, exams):
    services.save_plan(user, now=NOW, exam=exams[0], time_zone="Mars/Base")
    answer_all(make_attempt(user, [make_question()]), ["a"])
    assert signed_in.get(reverse("quiz:reviews")).status_code == 200
    key = {"start_key": uuid.uuid4()}
    assert signed_in.post(reverse("quiz:reviews"), key).status_code == 302
