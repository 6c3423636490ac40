"""Fields that the editors' forms share."""

from typing import Any

import pydantic
from django import forms
from django.core.exceptions import ValidationError


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
