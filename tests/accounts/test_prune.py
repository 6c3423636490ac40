"""Guests who do not come back are forgotten."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from quiz import services
from studyguide import personal
from tests.factories import make_attempt, make_question


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def make_guest(joined: int) -> User:
    guest = User.objects.create_guest()
    guest.date_joined = days_ago(joined)
    guest.save()
    return guest


def prune(**options) -> str:
    out = StringIO()
    call_command("prune_guests", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("joined", "started", "answered", "stays"),
    [
        (29, None, None, True),
        (31, None, None, False),
        (90, 31, None, False),
        (90, 29, None, True),
        (90, 60, 31, False),
        (90, 60, 29, True),
    ],
)
def test_a_guest_stays_for_thirty_days_after_joining_starting_or_answering(
    exam, joined, started, answered, stays
):
    guest = make_guest(joined)
    if started:
        attempt = make_attempt(guest, [make_question()], at=days_ago(started))
        if answered:
            services.answer(attempt.responses.get(), "a", version=0, now=days_ago(answered))

    said = prune()

    assert User.objects.filter(pk=guest.pk).exists() is stays
    assert f"Deleted {0 if stays else 1} guests" in said


def test_an_account_is_never_pruned(user):
    User.objects.update(date_joined=days_ago(1000))

    prune()

    assert User.objects.get() == user


def test_a_dry_run_counts_and_deletes_nobody(db):
    make_guest(joined=31)

    assert "1 guests have been idle" in prune(dry_run=True)
    assert User.objects.count() == 1


def test_more_guests_than_go_at_once_are_all_pruned(db):
    for _ in range(5):
        make_guest(joined=8)

    assert personal.prune_guests(days_ago(7), at_once=2) == 5
    assert not User.objects.exists()


@pytest.mark.parametrize("days", [0, -30, 10**6, 10**10])
def test_a_number_of_days_without_sense_prunes_nobody(db, days):
    make_guest(joined=0)

    with pytest.raises(CommandError):
        prune(days=days)
    assert User.objects.exists()
