"""A whole number within bounds, which the form and its errors say."""

from django import forms


def number_field(label: str, low: int, high: int, unit: str, *, initial: int) -> forms.IntegerField:
    told = f"From {low} to {high} {unit}."
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        initial=initial,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), told),
    )
