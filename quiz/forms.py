"""Forms of a quiz: what to ask, and an answer."""

import uuid
from typing import Any

from django import forms

from guide.models import Exam
from quiz.models import Response
from quiz.selection import EVERYTHING, Scope, scopes

MOST_QUESTIONS = 65


class StartForm(forms.Form):
    scope = forms.ChoiceField(label="Questions about")
    number = forms.IntegerField(
        label="Number of questions", min_value=1, max_value=MOST_QUESTIONS, initial=10
    )
    start_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, exam: Exam, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.exam = exam
        groups = scopes(exam)
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

    def offer(self, number: int) -> None:
        """Say that only so many questions fit, and fill that number in."""
        if number:
            questions = "question fits" if number == 1 else "questions fit"
            message = f"Only {number} {questions}. Start with {number}?"
            self.data = {**self.data.dict(), "number": str(number)}  # type: ignore[attr-defined]
            self.add_error("number", message)
        else:
            self.add_error("scope", "There is no question about this yet.")


class AgainForm(forms.Form):
    start_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class FlagForm(forms.Form):
    flagged = forms.BooleanField(required=False)


class AnswerForm(forms.Form):
    """The options chosen, and the version of the response that the learner saw."""

    version = forms.IntegerField(min_value=0)
    chosen = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose an option first.",
            "invalid_choice": "Choose among the options shown.",
        }
    )

    def __init__(self, response: Response, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.select: int = response.revision.content["select"]
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, key) for key in response.option_order]

    def clean_chosen(self) -> list[str]:
        chosen: list[str] = list(dict.fromkeys(self.cleaned_data["chosen"]))
        if len(chosen) != self.select:
            options = "option" if self.select == 1 else "options"
            raise forms.ValidationError(
                f"Choose {self.select} {options}: you have chosen {len(chosen)}."
            )
        return chosen
