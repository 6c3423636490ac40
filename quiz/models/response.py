"""A question asked in an attempt, and what was answered."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from guide.display import lettered
from guide.models import Domain, Question, Revision
from quiz.models.attempt import GRACE, Attempt
from quiz.models.rekey import Rekey
from quiz.models.remark import Note


class ResponseQuerySet(models.QuerySet["Response"]):
    def answered(self) -> "ResponseQuerySet":
        return self.filter(answered_at__isnull=False)

    def revealed(self, now: datetime) -> "ResponseQuerySet":
        """Those of which right and wrong may be told: not in a running exam."""
        return self.exclude(_in_running_exam(now))

    def in_running_exam(self, now: datetime) -> "ResponseQuerySet":
        return self.filter(_in_running_exam(now))

    def to_choice_questions(self) -> "ResponseQuerySet":
        """Without recall questions, which learners grade themselves."""
        return self.exclude(revision__question__kind=Question.Kind.RECALL)

    def that_measure(self) -> "ResponseQuerySet":
        """Without answers to a wrong key, which were credited or made void since."""
        settled = [Rekey.Decision.CREDIT, Rekey.Decision.VOID]
        return self.exclude(rekey__isnull=False, rekey__decision__in=settled)

    def not_right(self) -> "ResponseQuerySet":
        """Wrong, or never answered."""
        return self.exclude(correct=True)

    def with_content(self) -> "ResponseQuerySet":
        """With what was asked, and `current_id`: the revision that would be asked today."""
        asked = self.select_related("revision", "attempt__exam", "rekey").defer("revision__source")
        return asked.annotate(current_id=F("revision__question__revision"))

    def with_domain(self) -> "ResponseQuerySet":
        """With `domain`: its name and weight in the exam of the attempt."""
        domain = Domain.objects.filter(
            exam=OuterRef("attempt__exam"),
            tasks__question_tasks__question=OuterRef("revision__question"),
        )
        weight = Cast("weight", models.CharField())
        label = domain.values_list(Concat("name", Value(" · "), weight, Value(" %")))
        return self.annotate(domain=Subquery(label[:1]))

    def with_note(self) -> "ResponseQuerySet":
        """With `note_text`: what its learner has noted on the question, or None."""
        note = Note.objects.filter(
            user=OuterRef("attempt__user"), question=OuterRef("revision__question")
        )
        return self.annotate(note_text=Subquery(note.values("text")[:1]))


def _in_running_exam(now: datetime) -> Q:
    return Q(
        Q(attempt__deadline__isnull=True) | Q(attempt__deadline__gte=now - GRACE),
        attempt__mode=Attempt.Mode.EXAM,
        attempt__finished_at__isnull=True,
    )


class Response(models.Model):
    """A question asked in an attempt, and what was answered.

    `version` rises with each write; a write names the version that it saw. A choice of
    fewer options than the question asks for is kept, and is not an answer yet.
    """

    class Confidence(models.IntegerChoices):
        GUESS = 1, "Guess"
        UNSURE = 2, "Unsure"
        SURE = 3, "Sure"

    class Grade(models.IntegerChoices):
        """How well an answer was recalled, as its learner says; the grades of FSRS."""

        AGAIN = 1, "Again"
        HARD = 2, "Hard"
        GOOD = 3, "Good"
        EASY = 4, "Easy"

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField(help_text="from 1")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="responses")
    option_order = models.JSONField(help_text="option keys as displayed")
    seen_before = models.BooleanField(default=False, help_text="drawn in an earlier attempt")
    chosen = models.JSONField(default=list, help_text="option keys, sorted")
    correct = models.BooleanField(null=True)
    was_right = models.BooleanField(default=False, help_text="now, or before it was changed")
    grade = models.PositiveSmallIntegerField(null=True, choices=Grade)
    confidence = models.PositiveSmallIntegerField(null=True, choices=Confidence)
    flagged = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0, help_text="the question was on the screen")
    version = models.PositiveIntegerField(default=0)
    rekey = models.ForeignKey(
        Rekey,
        models.SET_NULL,
        null=True,
        related_name="responses",
        help_text="the last correction of the key that it was graded by",
    )

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
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(1, 3)),
                name="confidence_1_to_3",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__range=(1, 4)), name="grade_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_recall(self) -> bool:
        """Whether its learner grades it."""
        return bool(self.revision.content["kind"] == Question.Kind.RECALL)

    @property
    def is_void(self) -> bool:
        """Whether a correction of its key has taken it out of the count."""
        return self.rekey is not None and self.rekey.decision == Rekey.Decision.VOID

    @property
    def is_credited(self) -> bool:
        """Whether a correction of its key has made it right."""
        credit = self.rekey is not None and self.rekey.decision == Rekey.Decision.CREDIT
        return credit and self.is_answered

    @property
    def select(self) -> int:
        """How many options have to be chosen."""
        select: int = self.revision.content["select"]
        return select

    @property
    def options(self) -> list[dict[str, Any]]:
        """The options as displayed: key, letter, text, correct, why, chosen."""
        return lettered(self.revision.content, self.option_order, self.chosen)
