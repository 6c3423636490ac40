"""What first answers say of a question."""

from django.db import models
from django.db.models import F

from guide.models import Question


class StatisticQuerySet(models.QuerySet["Statistic"]):
    def current(self) -> "StatisticQuerySet":
        """Those of the meaning that questions have today."""
        return self.filter(meaning=F("question__revision__meaning"))


class Statistic(models.Model):
    """Figures of one question in one meaning, from first answers only.

    `sums` are added to as answers come; the other fields are derived from them.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="statistics")
    meaning = models.PositiveIntegerField()
    sums = models.JSONField(default=dict)
    answers = models.PositiveIntegerField(default=0)
    facility = models.FloatField(null=True, help_text="share of right answers, 0 to 1")
    discrimination = models.FloatField(null=True, help_text="point-biserial, -1 to 1")
    median_seconds = models.PositiveIntegerField(null=True)
    flags = models.JSONField(default=list, help_text="values of quiz.statistics.Flag")
    miskey_suspected = models.BooleanField(default=False)
    refreshed_at = models.DateTimeField()

    objects = StatisticQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "meaning"], name="one_statistic_of_meaning")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} m{self.meaning}: {self.answers}"
