"""What somebody prepares for, and by what rules."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guide.models import Exam


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
