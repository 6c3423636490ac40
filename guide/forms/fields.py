"""Fields that the editors' forms share."""

from typing import Any

import pydantic
from django import forms
from django.core.exceptions import ValidationError

from guide.content.records import Record


def area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 100, **attrs})


def must_fit(name: Any, value: str, hint: str) -> str:
    """The name, where the content files can hold it."""
    try:
        pydantic.TypeAdapter(name).validate_python(value)
    except pydantic.ValidationError:
        raise ValidationError(hint) from None
    return value


class MarkdownField(forms.CharField):
    """Text with the line breaks of the content files; browsers send others."""

    def to_python(self, value: Any) -> str:
        return "\n".join(str(super().to_python(value) or "").splitlines())


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = area(4)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))


class SeenForm(forms.ModelForm):
    """Knows the record that its editor saw, and refuses to save over somebody else's change."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    stored: Record | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_conflict = False
        if self.instance.pk:
            self.stored = self.shown()
            self.initial["seen"] = self.stored.digest()

    def shown(self) -> Record:
        """What the page shows of the instance, and lets its editor change."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """A second try, after both texts were seen, is against what is stored now."""
        cleaned = super().clean() or {}
        if self.stored and cleaned.get("seen") != self.stored.digest():
            self.in_conflict = True
            sent: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
            sent[self.add_prefix("seen")] = self.stored.digest()
            self.data = sent
            self.add_error(None, "Somebody else has changed this meanwhile. Nothing was saved.")
        return cleaned
