"""A quiz, a mock exam or a deck of recall questions, from its start to its end."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from guide.models import Exam
from quiz.models.plan import Plan

GRACE = timedelta(seconds=5)
"""How long after the deadline an answer is still taken that was on its way."""


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def as_of(self, now: datetime) -> "AttemptQuerySet":
        """With `over`: whether the attempt had ended by then."""
        return self.annotate(over=models.ExpressionWrapper(_over(now), models.BooleanField()))

    def open_first(self) -> "AttemptQuerySet":
        """Of attempts `as_of` a time."""
        return self.order_by(F("over").asc(), "-started_at", "-pk")

    def open(self, now: datetime) -> "AttemptQuerySet":
        return self.exclude(_over(now))

    def over(self, now: datetime) -> "AttemptQuerySet":
        return self.filter(_over(now))

    def newest_first(self) -> "AttemptQuerySet":
        """Said in words, because a query with sums forgets the order of its model."""
        return self.order_by("-started_at", "-pk")

    def with_zone(self) -> "AttemptQuerySet":
        """With `time_zone`: its name in the plan of the learner, or None."""
        # No join: behind a lock that was waited for, PostgreSQL would join the learner of before.
        zone = Plan.objects.filter(user=OuterRef("user")).values("time_zone")
        return self.annotate(time_zone=Subquery(zone))

    def with_score(self) -> "AttemptQuerySet":
        """With `total`, `answered` and `right`: numbers of responses."""
        return self.annotate(
            total=Count("responses"),
            answered=Count("responses", filter=Q(responses__answered_at__isnull=False)),
            right=Count("responses", filter=Q(responses__correct=True)),
        )


def _over(now: datetime) -> Q:
    """Handed in, or past the deadline and the grace after it."""
    late = Q(deadline__isnull=False, deadline__lt=now - GRACE)
    return Q(finished_at__isnull=False) | late


class Attempt(models.Model):
    class Kind(models.TextChoices):
        QUIZ = "quiz", "Practice"
        MOCK = "mock", "Mock exam"
        RECALL = "recall", "Recall"
        REVIEW = "review", "Review"

    class Mode(models.TextChoices):
        PRACTICE = "practice", "each answer explained at once"
        EXAM = "exam", "nothing about right and wrong before the end"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.QUIZ)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.PRACTICE)
    title = models.CharField(max_length=250)
    selection = models.JSONField(default=dict, help_text="what was asked for")
    start_key = models.UUIDField(help_text="of the form that started it: sent twice, started once")
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    scheduled_at = models.DateTimeField(
        null=True, help_text="when the answers of an exam went into the reviews"
    )
    counted_at = models.DateTimeField(
        null=True, help_text="when its first answers went into the statistics of questions"
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "start_key"], name="started_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="finished_after_start",
            ),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True) | Q(deadline__gt=F("started_at"), mode="exam"),
                name="deadline_in_exam_mode",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-started_at"], name="attempts_of_user"),
            models.Index(
                fields=["id"], condition=Q(counted_at__isnull=True), name="attempts_not_counted"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_exam(self) -> bool:
        return self.mode == self.Mode.EXAM

    @property
    def is_recall(self) -> bool:
        return self.kind == self.Kind.RECALL

    @property
    def style(self) -> str:
        """Its kind, and how it is taken where there is more than one way."""
        kind = self.get_kind_display()
        if self.is_exam:
            return f"{kind}, {'timed' if self.deadline else 'untimed'}"
        return f"{kind}, explained" if self.kind == self.Kind.MOCK else kind

    @property
    def score_word(self) -> str:
        """What is counted; a review session has questions and cards."""
        words = {self.Kind.RECALL: "recalled", self.Kind.REVIEW: "remembered"}
        return words.get(self.Kind(self.kind), "right")

    def is_over(self, now: datetime) -> bool:
        late = self.deadline is not None and self.deadline < now - GRACE
        return late or self.finished_at is not None

    def is_revealed(self, now: datetime) -> bool:
        """Whether right and wrong may be told."""
        return not self.is_exam or self.is_over(now)

    @property
    def ended_at(self) -> datetime | None:
        """When it was handed in, or has to be."""
        return self.finished_at or self.deadline

    def seconds_left(self, now: datetime) -> int | None:
        return None if self.deadline is None else max(0, int((self.deadline - now).total_seconds()))
