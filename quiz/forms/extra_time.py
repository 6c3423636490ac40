"""Extra time, for those who need it."""

from datetime import timedelta

from django import forms

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
