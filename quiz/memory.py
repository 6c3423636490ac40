"""What a learner remembers, and what is to be reviewed when; for pages and for drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from quiz import schedule
from quiz.models import Attempt, Plan
from quiz.schedule import Card, Due

USUAL_CAP: int = Plan._meta.get_field("reviews_a_day").default
"""Reviews a day, where there is no plan."""


@dataclass(frozen=True)
class DayCount:
    day: date
    count: int


@dataclass(frozen=True)
class Memory:
    """`today` is what the daily cap leaves of `due_now`; `remembered` from 0 to 1;
    `open_session` the id of a review session to go on with."""

    cap: int = USUAL_CAP
    due_now: int = 0
    today: int = 0
    done_today: int = 0
    due_tomorrow: int = 0
    forecast: Sequence[DayCount] = field(default_factory=list)
    remembered: float | None = None
    cards: int = 0
    next_due: datetime | None = None
    open_session: int | None = None

    @property
    def coming(self) -> int:
        """Reviews on all the days of the forecast."""
        return sum(day.count for day in self.forecast)


def plan_of(user: User) -> Plan | None:
    return Plan.objects.select_related("exam").filter(user=user).first()


def memory(user: User, now: datetime, *, plan: Plan | None = None) -> Memory:
    """Two queries, whose cost grows with the questions there are, not with the answers."""
    deck = _deck(user, now, plan)
    planned = deck.planned()
    later = [due for due in deck.dues if due.day > deck.today]
    known = [due.recall for due in deck.dues]
    return Memory(
        cap=deck.cap,
        due_now=len(deck.dues) - len(later),
        today=len(planned[0]),
        done_today=deck.done,
        due_tomorrow=len(planned[1]),
        forecast=[DayCount(deck.today + timedelta(n), len(keys)) for n, keys in enumerate(planned)],
        remembered=sum(known) / len(known) if known else None,
        cards=len(known),
        next_due=deck.begins(min(due.day for due in later)) if later else None,
        open_session=deck.open_session,
    )


def due_revisions(
    user: User, now: datetime, *, plan: Plan | None, at_most: int, catch_up: bool = False
) -> list[int]:
    """What to ask in a review session, the least remembered first: as many as the daily cap
    leaves for today, or as are due."""
    deck = _deck(user, now, plan)
    room = replace(deck, cap=at_most, done=0) if catch_up else deck
    return room.planned()[0][:at_most]


@dataclass(frozen=True)
class _Deck:
    """A learner's questions that can be asked, by their current revisions."""

    dues: Sequence[Due[int]]
    today: date
    zone: tzinfo
    cap: int
    done: int
    open_session: int | None
    last_day: date | None

    def planned(self) -> list[list[int]]:
        return schedule.plan_reviews(
            self.dues, self.today, self.cap, last_day=self.last_day, done=self.done
        )

    def begins(self, day: date) -> datetime | None:
        """The beginning of the day, unless nothing is planned so late."""
        if self.last_day and day > self.last_day:
            return None
        return datetime.combine(day, time(), self.zone)


def _deck(user: User, now: datetime, plan: Plan | None) -> _Deck:
    zone = plan.zone if plan else timezone.get_current_timezone()
    today = now.astimezone(zone).date()
    rows = user.reviews.askable(plan.open_exam(today) if plan else None)
    cards = [
        (revision, Card(*values))
        for revision, *values in rows.values_list("question__revision", *Card.__slots__)
    ]
    midnight = datetime.combine(today, time(), zone)
    sessions = _sessions(user, midnight)
    return _Deck(
        dues=[
            Due(
                key=revision,
                day=card.due.astimezone(zone).date(),
                recall=schedule.retrievability(card, now, zone),
            )
            for revision, card in cards
        ],
        today=today,
        zone=zone,
        cap=plan.reviews_a_day if plan else USUAL_CAP,
        done=sum(done for _, _, done in sessions),
        open_session=next((pk for pk, is_open, _ in sessions if is_open), None),
        last_day=plan.last_day(today) if plan else None,
    )


def _sessions(user: User, midnight: datetime) -> list[tuple[int, bool, int]]:
    """Review sessions that were open since then, the newest first: id, whether one still is,
    and how many of its answers are from since then. They have no deadline."""
    since = Q(finished_at__isnull=True) | Q(finished_at__gte=midnight)
    done = Count("responses", filter=Q(responses__answered_at__gte=midnight))
    rows = user.attempts.filter(since, kind=Attempt.Kind.REVIEW).annotate(done=done)
    return [
        (row.pk, row.finished_at is None, row.done)  # type: ignore[attr-defined] # annotated
        for row in rows.newest_first()
    ]
