"""What is held about a person: every row that goes when the person goes."""

from __future__ import annotations  # Django's fields take no type arguments at run time

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import router, transaction
from django.db.models import Exists, Field, Model, OuterRef, Q, QuerySet
from django.db.models.deletion import Collector

from accounts.models import User
from quiz.models import Attempt, Response


class LastAdministrator(Exception):
    """Nobody would be left to administer the site."""


class _Everything(Collector):
    """Django deletes some rows without reading them; these are to be read."""

    def can_fast_delete(self, *args: Any, **kwargs: Any) -> bool:
        return False


@dataclass(frozen=True)
class Held:
    """`rows` are deleted with the person; `unnamed` stay, and only lose the name in a field."""

    rows: dict[type[Model], list[Model]]
    unnamed: list[tuple[Field[Any, Any], list[Model]]]


def held(user: User) -> Held:
    collector = _Everything(using=router.db_for_write(User), origin=user)
    collector.collect([user])
    rows = {model: _loaded(model, found) for model, found in collector.data.items()}
    unnamed = [
        (field, _loaded(field.model, chain.from_iterable(groups)))  # type: ignore[arg-type]
        for (field, _), groups in collector.field_updates.items()
    ]
    unnamed.append((LogEntry._meta.get_field("object_repr"), list(_log_about(user))))
    return Held(rows, [(field, found) for field, found in unnamed if found])


def _log_about(user: User) -> QuerySet[LogEntry]:
    """What others did to the account in the administration; it quotes the address."""
    account = Q(content_type__app_label="accounts", content_type__model="user", object_id=user.pk)
    quoted = Q(object_repr=user.email) if user.email else Q()
    return LogEntry.objects.filter(account | quoted).exclude(user=user).order_by("pk")


def _loaded(model: type[Model], rows: Iterable[Model]) -> list[Model]:
    """The collector reads little more than primary keys."""
    loaded = model._base_manager.in_bulk([row.pk for row in rows])
    return [loaded[pk] for pk in sorted(loaded)]


@dataclass(frozen=True)
class Effect:
    """What deleting an account takes away, in numbers."""

    attempts: int
    answers: int
    notes: int
    reports: int


def effect(user: User) -> Effect:
    return Effect(
        attempts=user.attempts.count(),
        answers=Response.objects.filter(attempt__user=user).answered().count(),
        notes=user.notes.count(),
        reports=user.reports.count(),
    )


def is_last_administrator(user: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


@transaction.atomic
def delete(user: User) -> None:
    """Delete a person with everything that is held, and sign out all devices.

    Raises LastAdministrator.
    """
    if user.is_superuser:  # of two who leave at the same time, one stays
        list(User.objects.filter(is_superuser=True).order_by("pk").select_for_update())
    if is_last_administrator(user):
        raise LastAdministrator
    _log_about(user).update(object_repr="somebody who has left")
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.delete()


def idle_guests(since: datetime) -> QuerySet[User]:
    """Guests who came before that time, and have not started or answered anything after it."""
    started = Attempt.objects.filter(user=OuterRef("pk"), started_at__gte=since)
    answered = Response.objects.filter(attempt__user=OuterRef("pk"), answered_at__gte=since)
    guests = User.objects.filter(email=None, date_joined__lt=since)
    return guests.filter(~Exists(started), ~Exists(answered)).order_by("pk")


def prune_guests(since: datetime, *, at_once: int = 200) -> int:
    """Delete the idle guests, so many in a transaction, and say how many there were."""
    pruned = 0
    while batch := _prune_batch(since, at_once):
        pruned += batch
    return pruned


@transaction.atomic
def _prune_batch(since: datetime, at_once: int) -> int:
    idle = idle_guests(since).select_for_update().values_list("pk", flat=True)
    batch = list(idle[:at_once])
    User.objects.filter(pk__in=batch).delete()
    return len(batch)
