"""What is sent while a question is on the screen."""

from typing import Any

from django import forms

from quiz.models import Response

LONGEST_LOOK = 60 * 60
"""Seconds."""


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
