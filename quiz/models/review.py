"""How well one learner remembers one question, by FSRS."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from guide.models import Exam, Question, QuestionTask
from quiz.schedule import Card


class ReviewQuerySet(models.QuerySet["Review"]):
    def due(self, now: datetime) -> "ReviewQuerySet":
        return self.filter(due__lte=now)

    def askable(self, exam: Exam | None) -> "ReviewQuerySet":
        """Whose questions are asked today: of any exam, or of that one with those of the guide."""
        published = self.filter(question__status=Question.Status.PUBLISHED)
        if exam is None:
            return published
        served = QuestionTask.objects.filter(exam=exam, question=OuterRef("question"))
        return published.filter(Q(question__kind=Question.Kind.RECALL) | Exists(served))


class Review(models.Model):
    """The state of a card; the fields are those of `fsrs.Card`. Stability counts in days."""

    class State(models.IntegerChoices):
        LEARNING = 1
        REVIEW = 2
        RELEARNING = 3

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews")
    question = models.ForeignKey(Question, models.CASCADE, related_name="reviews")
    state = models.PositiveSmallIntegerField(choices=State, default=State.LEARNING)
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField()
    difficulty = models.FloatField()
    due = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    repetitions = models.PositiveIntegerField(default=1)
    lapses = models.PositiveIntegerField(default=0)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "question"], name="one_review_of_a_question"),
            models.CheckConstraint(condition=Q(state__range=(1, 3)), name="state_1_to_3"),
        ]
        indexes = [models.Index(fields=["user", "due"], name="reviews_due")]

    def __str__(self) -> str:
        return f"{self.question_id} due {self.due:%Y-%m-%d}"

    @property
    def card(self) -> Card:
        return Card(**{name: getattr(self, name) for name in Card.__slots__})

    @card.setter
    def card(self, card: Card) -> None:
        for name in Card.__slots__:
            setattr(self, name, getattr(card, name))
