"""What to ask: quizzes, mock exams, sessions of reviews."""

import uuid
from typing import Any

from django import forms

from guide.models import Exam, Question
from quiz.forms.extra_time import extra_time_field
from quiz.forms.numbers import number_field
from quiz.selection import EVERYTHING, Pool, Scope, linked_scope, scopes

MOST_QUESTIONS = 65


class StartForm(forms.Form):
    PRACTICE, TIMED, RECALL = "practice", "timed", "recall"
    STYLES = (
        (PRACTICE, "Practice: each answer is explained at once"),
        (TIMED, "Timed: as in the exam, explained at the end"),
        (RECALL, "Recall: think of the answer, open it, grade yourself"),
    )

    scope = forms.ChoiceField(label="Questions about")
    pool = forms.ChoiceField(
        label="Which of them", choices=Pool.choices, initial=Pool.ANY, required=False
    )
    difficulty = forms.TypedChoiceField(
        label="Difficulty",
        choices=[("", "Any"), *Question.Difficulty.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    number = number_field("Number of questions", 1, MOST_QUESTIONS, "questions", initial=10)
    style = forms.ChoiceField(
        label="How",
        choices=STYLES,
        initial=PRACTICE,
        required=False,
        widget=forms.RadioSelect,
    )
    extra = extra_time_field()
    start_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, exam: Exam, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.exam = exam
        groups = scopes(exam)
        if asked := linked_scope(str(self["scope"].value() or "")):
            groups = {"Chosen": [asked], **groups}
        self.scopes = {scope.value: scope for group in groups.values() for scope in group}
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (name, [(scope.value, scope.title) for scope in group])
            for name, group in groups.items()
        ]
        field.initial = EVERYTHING

    @property
    def chosen_scope(self) -> Scope:
        return self.scopes[self.cleaned_data["scope"]]

    @property
    def title(self) -> str:
        """The scope, and which of its questions."""
        pool = self.chosen_pool
        part = "" if pool == Pool.ANY else f" · {Pool(pool).label.lower()}"
        return self.chosen_scope.title[: 250 - len(part)] + part

    @property
    def chosen_style(self) -> str:
        return self.cleaned_data.get("style") or self.PRACTICE

    @property
    def asks_recall_of_an_exam(self) -> bool:
        return self.chosen_style == self.RECALL and not self.chosen_scope.has_recall

    @property
    def chosen_pool(self) -> str:
        return self.cleaned_data.get("pool") or Pool.ANY

    def offer(self, number: int) -> None:
        """Say that only so many questions fit, and fill that number in."""
        if number:
            questions = "question fits" if number == 1 else "questions fit"
            message = f"Only {number} {questions}. Start with {number}?"
            self.data = {**self.data.dict(), "number": str(number)}  # type: ignore[attr-defined]
            self.add_error("number", message)
        else:
            self.add_error("scope", "There is no such question yet.")


class MockForm(forms.Form):
    TIMED, UNTIMED, EXPLAINED = "timed", "untimed", "explained"
    VARIANTS = (
        (TIMED, "Timed, as in the exam"),
        (UNTIMED, "Untimed: you may pause and come back"),
        (EXPLAINED, "Untimed, with the answer after each question"),
    )
    variant = forms.ChoiceField(
        label="How", choices=VARIANTS, initial=TIMED, widget=forms.RadioSelect
    )
    extra = extra_time_field()
    start_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class AgainForm(forms.Form):
    start_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ReviewForm(forms.Form):
    start_key = forms.UUIDField()
    catch_up = forms.BooleanField(required=False)
