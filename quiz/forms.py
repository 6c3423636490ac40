"""Forms of a quiz: what to ask, an answer, a remark."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms

from guide.models import Exam, Question
from quiz.models import Note, Report, Response
from quiz.selection import EVERYTHING, Pool, Scope, linked_scope, scopes

MOST_QUESTIONS = 65
LONGEST_LOOK = 60 * 60

EXTRA_TIME = {
    "": ("None", 1.0, 0),
    "30": ("30 minutes more", 1.0, 30),
    "1.25": ("A quarter more", 1.25, 0),
    "1.5": ("Half as much again", 1.5, 0),
    "2": ("Twice the time", 2.0, 0),
}
"""By value: label, factor, minutes."""


def extra_time_field() -> forms.ChoiceField:
    choices = [(value, label) for value, (label, _, _) in EXTRA_TIME.items()]
    return forms.ChoiceField(label="Extra time", choices=choices, required=False)


def with_extra(minutes: float, extra: str) -> timedelta:
    """The time allowed, with what somebody needs beyond it."""
    _, factor, more = EXTRA_TIME[extra]
    return timedelta(minutes=minutes * factor + more)


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
    number = forms.IntegerField(
        label="Number of questions", min_value=1, max_value=MOST_QUESTIONS, initial=10
    )
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


class FlagForm(forms.Form):
    flagged = forms.BooleanField(required=False)


class WriteForm(forms.Form):
    """What every write to a response says: the version that the learner saw, and how long."""

    version = forms.IntegerField(min_value=0)
    seconds = forms.IntegerField(required=False)

    def clean_seconds(self) -> int:
        """Since the last write, as the browser counts it; nothing rests on it but a figure."""
        return min(max(self.cleaned_data["seconds"] or 0, 0), LONGEST_LOOK)


class AnswerForm(WriteForm):
    """The options chosen, as many as the question asks for; in an exam, so many at most."""

    chosen = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose an option first.",
            "invalid_choice": "Choose among the options shown.",
        }
    )
    confidence = forms.TypedChoiceField(
        choices=[("", "No word"), *Response.Confidence.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, response: Response, *args: Any, partial: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.select, self.partial = response.select, partial
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, key) for key in response.option_order]
        field.required = not partial
        if self.select > 1:
            field.error_messages["required"] = f"Choose {self.select} options first."

    def clean_chosen(self) -> list[str]:
        chosen: list[str] = list(dict.fromkeys(self.cleaned_data["chosen"]))
        if len(chosen) > self.select or (len(chosen) < self.select and not self.partial):
            options = "option" if self.select == 1 else "options"
            raise forms.ValidationError(
                f"Choose {self.select} {options}: you have chosen {len(chosen)}."
            )
        return chosen


class GradeForm(WriteForm):
    grade = forms.TypedChoiceField(choices=Response.Grade.choices, coerce=int)


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text"]
        labels = {"text": "My note"}
        widgets = {"text": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class ReportForm(forms.ModelForm):
    problem = forms.ChoiceField(
        label="What is wrong?", choices=[("", "Choose what fits best"), *Report.Problem.choices]
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Report
        fields = ["problem", "text"]
        labels = {"text": "In your own words (optional)"}
        widgets = {"text": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
