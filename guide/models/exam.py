"""An exam, as its provider describes it: domains with weights, and their tasks."""

import datetime

from django.db import models
from django.db.models import F, Q


class ExamQuerySet(models.QuerySet["Exam"]):
    def open_on(self, day: datetime.date) -> "ExamQuerySet":
        """Exams that can still be sat on that day or later, the one that ends first in front."""
        still_open = Q(last_day__isnull=True) | Q(last_day__gte=day)
        return self.filter(still_open).order_by(F("last_day").asc(nulls_last=True), "code")

    def chosen(self, code: str | None, day: datetime.date) -> "Exam | None":
        """The open exam of that code, else the one that is sat on the day, else the last one."""
        still_open = list(self.open_on(day))
        named = (exam for exam in still_open if exam.code == code)
        return next(named, None) or next(iter(still_open), None) or self.order_by("last_day").last()


class Exam(models.Model):
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField()
    questions = models.PositiveSmallIntegerField(help_text="asked in one sitting")
    scored_questions = models.PositiveSmallIntegerField()
    pass_score = models.PositiveSmallIntegerField()
    lowest_score = models.PositiveSmallIntegerField()
    highest_score = models.PositiveSmallIntegerField()

    objects = ExamQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lowest_score__lt=F("pass_score"), pass_score__lt=F("highest_score")),
                name="pass_score_on_scale",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Domain(models.Model):
    exam = models.ForeignKey(Exam, models.CASCADE, related_name="domains")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(help_text="percent of the exam")

    class Meta:
        ordering = ["exam", "number"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="domain_number_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="weight_in_percent"),
        ]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="tasks")
    number = models.CharField(max_length=8)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["domain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["domain", "number"], name="task_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
