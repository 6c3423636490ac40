"""What a person does with questions: attempts, and a response for each question asked."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from guide.display import lettered
from guide.models import Domain, Exam, Revision


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> "AttemptQuerySet":
        return self.filter(finished_at__isnull=True)

    def finished(self) -> "AttemptQuerySet":
        return self.filter(finished_at__isnull=False)

    def newest_first(self) -> "AttemptQuerySet":
        """Said in words, because a query with sums forgets the order of its model."""
        return self.order_by("-started_at", "-pk")

    def with_score(self) -> "AttemptQuerySet":
        """With `total`, `answered` and `right`: numbers of responses."""
        return self.annotate(
            total=Count("responses"),
            answered=Count("responses", filter=Q(responses__answered_at__isnull=False)),
            right=Count("responses", filter=Q(responses__correct=True)),
        )


class Attempt(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts")
    title = models.CharField(max_length=250)
    selection = models.JSONField(default=dict, help_text="what was asked for")
    start_key = models.UUIDField(help_text="of the form that started it: sent twice, started once")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "start_key"], name="started_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="finished_after_start",
            ),
        ]
        indexes = [models.Index(fields=["user", "-started_at"], name="attempts_of_user")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.finished_at is None


class ResponseQuerySet(models.QuerySet["Response"]):
    def answered(self) -> "ResponseQuerySet":
        return self.filter(answered_at__isnull=False)

    def not_right(self) -> "ResponseQuerySet":
        """Wrong, or never answered."""
        return self.exclude(correct=True)

    def to_review(self) -> "ResponseQuerySet":
        """What was not right, and what was flagged."""
        return self.filter(Q(correct__isnull=True) | Q(correct=False) | Q(flagged=True))

    def with_content(self) -> "ResponseQuerySet":
        return self.select_related("revision", "attempt__exam")

    def with_domain(self) -> "ResponseQuerySet":
        """With `domain_name` and `domain_weight` (percent) in the exam of the attempt."""
        domain = Domain.objects.filter(
            exam=OuterRef("attempt__exam"),
            tasks__question_tasks__question=OuterRef("revision__question"),
        )
        return self.annotate(
            domain_name=Subquery(domain.values("name")[:1]),
            domain_weight=Subquery(domain.values("weight")[:1]),
        )


class Response(models.Model):
    """A question asked in an attempt, and what was answered.

    `version` rises with each write; a write names the version that it saw.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField(help_text="from 1")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="responses")
    option_order = models.JSONField(help_text="option keys as displayed")
    chosen = models.JSONField(default=list, help_text="option keys, sorted")
    correct = models.BooleanField(null=True)
    flagged = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="position_once"),
            models.UniqueConstraint(fields=["attempt", "revision"], name="asked_once_in_attempt"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, correct__isnull=True)
                | Q(answered_at__isnull=False, correct__isnull=False),
                name="graded_when_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def options(self) -> list[dict[str, Any]]:
        """The options as displayed: key, letter, text, correct, why, chosen."""
        return lettered(self.revision.content, self.option_order, self.chosen)
