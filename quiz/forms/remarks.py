"""Notes for oneself, and reports to the editors."""

import uuid
from typing import Any

from django import forms

from quiz.models import Note, Report


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
