"""What somebody prepares for, and by what rules."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guide.models import Exam


def zone_named(name: str | None) -> datetime.tzinfo:
    """The time zone of that name, else the host's; a host may know fewer names than another."""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (KeyError, OSError, ValueError):  # what ZoneInfo raises for unknown and strange names
        return timezone.get_default_timezone()


class Plan(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan")
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="+")
    exam_date = models.DateField(null=True, blank=True)
    minutes_a_day = models.PositiveSmallIntegerField(default=30)
    reviews_a_day = models.PositiveSmallIntegerField(default=50, help_text="at most")
    extra_time = models.CharField(max_length=4, blank=True, help_text="a value of EXTRA_TIME")
    time_zone = models.CharField(max_length=64, blank=True, help_text="blank: the host's")
    show_streak = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_a_day__range=(5, 600)), name="minutes_5_to_600"
            ),
            models.CheckConstraint(
                condition=Q(reviews_a_day__range=(5, 500)), name="reviews_5_to_500"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} {self.exam_date or ''}".strip()

    @property
    def zone(self) -> datetime.tzinfo:
        return zone_named(self.time_zone)

    def last_day(self, today: datetime.date) -> datetime.date | None:
        """The day of the exam, unless it is over: who still learns then, learns on."""
        return self.exam_date if self.exam_date and self.exam_date >= today else None

    def open_exam(self, today: datetime.date) -> Exam | None:
        last = self.exam.last_day
        return self.exam if last is None or last >= today else None
