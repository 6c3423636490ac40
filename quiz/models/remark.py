"""What a learner writes about a question: a note for oneself, a report to the editors."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guide.models import Question, Revision


class Note(models.Model):
    """Private. It belongs to the question, and comes back whenever that is asked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "question"], name="one_note_on_a_question")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Report(models.Model):
    """A problem that a learner found in a question, and what became of it."""

    class Problem(models.TextChoices):
        KEY = "key", "The answer marked as correct is wrong"
        SECOND = "second", "Another option is right as well"
        UNCLEAR = "unclear", "The question or an option is unclear"
        OUTDATED = "outdated", "AWS has changed this"
        TYPO = "typo", "A slip of language or display"
        OTHER = "other", "Something else"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted: the question was corrected"
        DECLINED = "declined", "Looked at: the question stays"

    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reports")
    problem = models.CharField(max_length=8, choices=Problem)
    text = models.TextField(max_length=2000, blank=True)
    form_key = models.UUIDField(help_text="of the form: sent twice, reported once")
    created_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    answer = models.TextField(max_length=2000, blank=True, help_text="the reporter reads it")
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reporter", "form_key"], name="reported_once"),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | Q(~Q(status="open"), closed_at__isnull=False),
                name="closed_when_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_problem_display()} ({self.revision})"
