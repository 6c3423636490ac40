"""The forms of import and export."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from guide.formats.base import MOST_BYTES
from guide.formats.registry import FORMATS, READABLE, guess
from guide.models import Topic


class ImportForm(forms.Form):
    file = forms.FileField(help_text=f"at most {MOST_BYTES // 1_000_000} MB, in UTF-8")
    format = forms.ChoiceField(
        choices=[("", "as the name says"), *((key, one.name) for key, one in READABLE.items())],
        required=False,
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        to_field_name="slug",
        required=False,
        help_text="for questions of other programs, which name no section of the guide",
    )
    publish = forms.BooleanField(
        required=False,
        label="Take the status from the file",
        help_text="publishes and retires as the file says; else new questions are drafts, "
        "and changes are shown to learners once you publish them",
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(f"The file has {file.size:,} bytes, {MOST_BYTES:,} at most.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and not cleaned.get("format"):
            cleaned["format"] = guess(file.name, file.read())
            file.seek(0)
            if not cleaned["format"]:
                self.add_error("format", f"The name {file.name} does not say the format: choose.")
        return cleaned


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        choices=[(key, one.name) for key, one in FORMATS.items()], widget=forms.RadioSelect
    )
