"""When a guest signs in to an account."""

from uuid import uuid4

from django.db import transaction

from accounts.models import User
from quiz.models import Plan


@transaction.atomic
def take_over(guest: User, *, by: User) -> None:
    """Move what a guest did to the account that the guest has signed in to."""
    # In the order in which an answer takes them, or the two would wait for each other.
    list(guest.attempts.select_for_update().order_by("pk").values_list("pk"))
    guest = User.objects.select_for_update().get(pk=guest.pk)
    taken = by.attempts.values_list("start_key", flat=True)
    for attempt in guest.attempts.filter(start_key__in=list(taken)):
        attempt.start_key = uuid4()  # one form, sent by the account and again by the guest
        attempt.save(update_fields=["start_key"])
    guest.attempts.update(user=by)
    sent = by.reports.values_list("form_key", flat=True)
    guest.reports.exclude(form_key__in=list(sent)).update(reporter=by)
    told = by.notices.values_list("rekey", flat=True)
    guest.notices.exclude(rekey__in=list(told)).update(user=by)
    _take_over_notes(guest, by)
    _take_over_reviews(guest, by)
    if not Plan.objects.filter(user=by).exists():
        Plan.objects.filter(user=guest).update(user=by)
    guest.delete()


def _take_over_notes(guest: User, by: User) -> None:
    """What both have noted on a question becomes one note."""
    own = {note.question_id: note for note in by.notes.all()}
    for note in guest.notes.all():
        if kept := own.get(note.question_id):
            kept.text = f"{kept.text}\n\n{note.text}"
            kept.save(update_fields=["text"])
        else:
            note.user = by
            note.save(update_fields=["user"])


def _take_over_reviews(guest: User, by: User) -> None:
    """Of a question that both have answered, the later answer says how well it is known."""
    own = dict(by.reviews.values_list("question", "reviewed_at"))
    rows = guest.reviews.values_list("question", "reviewed_at")
    later = [question for question, at in rows if question not in own or own[question] < at]
    by.reviews.filter(question__in=later).delete()
    guest.reviews.filter(question__in=later).update(user=by)
