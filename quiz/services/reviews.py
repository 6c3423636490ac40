"""The only writer of reviews: what each answer says of its learner's memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db import IntegrityError, transaction

from accounts.models import User
from guide.models import Exam
from quiz import schedule
from quiz.models import Attempt, Response, Review
from quiz.models.plan import zone_named
from quiz.results import pace


@dataclass(frozen=True)
class Recalled:
    """A question that was answered, and how well it was known."""

    question_id: int
    rating: int
    at: datetime


def _recalled(response: Response, exam: Exam) -> Recalled:
    """Of an answered response; recall questions are graded by their learner."""
    assert response.answered_at is not None
    rating = response.grade or schedule.grade(
        right=bool(response.correct),
        confidence=response.confidence,
        seconds=response.seconds,
        pace=pace(exam),
    )
    return Recalled(response.revision.question_id, rating, response.answered_at)


def record(attempt: Attempt, answered: Iterable[Response]) -> None:
    """Move the questions along their schedules, in the transaction that writes the answers.

    Of an attempt `with_zone`.
    """
    zone = zone_named(attempt.time_zone)  # type: ignore[attr-defined] # annotated
    answers = [_recalled(response, attempt.exam) for response in answered]
    try:
        with transaction.atomic():
            _record(attempt.user_id, answers, zone)
    except IntegrityError:  # first answers to one question in two attempts, at the same moment
        _record(attempt.user_id, answers, zone)


def _record(user_id: int, answers: Sequence[Recalled], zone: tzinfo) -> None:
    asked = [answer.question_id for answer in answers]
    held = Review.objects.select_for_update().filter(user=user_id, question__in=asked)
    reviews = {review.question_id: review for review in held.order_by("question")}
    new: dict[int, Review] = {}
    for answer in sorted(answers, key=lambda answer: answer.at):
        review = reviews.get(answer.question_id) or new.get(answer.question_id)
        card = schedule.review(review.card if review else None, answer.rating, answer.at, zone)
        if review is None:
            review = new[answer.question_id] = Review(
                user_id=user_id, question_id=answer.question_id
            )
        review.card = card
    if reviews:
        Review.objects.bulk_update(reviews.values(), schedule.Card.__slots__)
    if new:
        Review.objects.bulk_create(new[question] for question in sorted(new))


@transaction.atomic
def schedule_exam(attempt: Attempt, *, now: datetime) -> None:
    """Put the answers of an exam that has ended into the reviews, once."""
    waiting = Attempt.objects.over(now).filter(pk=attempt.pk, scheduled_at=None)
    if not waiting.update(scheduled_at=now):
        return
    answered = (
        attempt.responses.answered()
        .select_related("revision")
        .defer("revision__content", "revision__source")
    )
    # Read again now that it is held: its guest may have signed in to an account meanwhile.
    held = Attempt.objects.select_related("exam").with_zone()
    record(held.get(pk=attempt.pk), answered)


def settle(user: User, *, now: datetime) -> None:
    """Put the answers of exams whose time ran out into the reviews; of running ones nothing."""
    ended = user.attempts.over(now).filter(mode=Attempt.Mode.EXAM, scheduled_at=None)
    for attempt in ended.order_by("started_at"):
        schedule_exam(attempt, now=now)
