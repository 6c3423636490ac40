"""A key that was corrected, and what becomes of the answers to the old one."""

from typing import Any

from django.conf import settings
from django.db import models

from guide.display import lettered
from guide.models import Question, Revision


class Rekey(models.Model):
    class Decision(models.TextChoices):
        LEAVE = "leave", "Leave the answers as they were graded"
        CREDIT = "credit", "Count every answer as right"
        VOID = "void", "Count no answer at all"

    question = models.ForeignKey(Question, models.CASCADE, related_name="rekeys")
    before = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    after = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=6, choices=Decision)
    answers = models.PositiveIntegerField(help_text="touched by it")
    note = models.CharField(max_length=200, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="one_decision_on_a_change")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.get_decision_display()}"

    @property
    def right_now(self) -> list[dict[str, Any]]:
        """The options that are right by the new key, with their letters."""
        return [option for option in lettered(self.after.content) if option["correct"]]


class Notice(models.Model):
    """That a learner is to be told, once, of a question that was corrected."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    rekey = models.ForeignKey(Rekey, models.CASCADE, related_name="notices")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "rekey"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.rekey_id}"
