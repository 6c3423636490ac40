"""Cards for the answers that were given before there were reviews, learner by learner."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

# The rule as it stands today: cards must begin as if they had always been kept.
from quiz import schedule

GRACE = timedelta(seconds=5)


def backfill(apps, schema_editor):
    Attempt, Response = apps.get_model("quiz", "Attempt"), apps.get_model("quiz", "Response")
    now = timezone.now()
    over = Q(finished_at__isnull=False) | Q(deadline__lt=now - GRACE)
    told = Q(attempt__mode="practice") | Q(attempt__finished_at__isnull=False)
    told |= Q(attempt__deadline__lt=now - GRACE)
    answered = Response.objects.filter(told, answered_at__isnull=False).order_by("answered_at", "pk")
    users = list(answered.order_by().values_list("attempt__user", flat=True).distinct())
    for user in users:
        _make_cards(apps, user, answered.filter(attempt__user=user))
    Attempt.objects.filter(over, mode="exam").update(scheduled_at=now)


def _make_cards(apps, user, answered):
    rows = answered.values_list(
        "revision__question",
        "answered_at",
        "grade",
        "correct",
        "confidence",
        "seconds",
        F("attempt__exam__minutes") * 60.0 / F("attempt__exam__questions"),
    )
    cards = {}
    for question, at, rating, right, confidence, seconds, pace in rows.iterator(chunk_size=2000):
        rating = rating or schedule.grade(
            right=right, confidence=confidence, seconds=seconds, pace=pace
        )
        zone = timezone.get_default_timezone()
        cards[question] = schedule.review(cards.get(question), rating, at, zone)
    Review = apps.get_model("quiz", "Review")
    names = schedule.Card.__slots__
    rows = [
        Review(
            user_id=user, question_id=question, **{name: getattr(card, name) for name in names}
        )
        for question, card in cards.items()
    ]
    Review.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("quiz", "0004_insight")]
    operations = [migrations.RunPython(backfill, migrations.RunPython.noop)]
