"""Which attempts to list."""

from collections.abc import Iterable
from typing import Any

from django import forms

from quiz.models import Attempt
from quiz.models.attempt import AttemptQuerySet


class HistoryForm(forms.Form):
    """What it does not know filters nothing."""

    exam = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "All kinds"), *Attempt.Kind.choices])
    state = forms.ChoiceField(
        required=False, choices=[("", "Open and ended"), ("open", "Open"), ("over", "Ended")]
    )

    def __init__(self, exams: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "All exams"), *((code, code) for code in exams)]
        self.fields["exam"].choices = choices  # type: ignore[attr-defined]

    def filtered(self, attempts: AttemptQuerySet) -> AttemptQuerySet:
        """Of attempts `as_of` a time."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("exam"):
            attempts = attempts.filter(exam__code=asked["exam"])
        if asked.get("kind"):
            attempts = attempts.filter(kind=asked["kind"])
        if asked.get("state"):
            attempts = attempts.filter(over=asked["state"] == "over")  # type: ignore[misc] # annotated
        return attempts
