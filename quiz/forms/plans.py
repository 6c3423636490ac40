"""What somebody prepares for."""

from datetime import date, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH, available_timezones

from django import forms
from django.conf import settings
from django.utils.formats import date_format

from guide.models import Exam
from quiz.forms.extra_time import extra_time_field
from quiz.forms.numbers import number_field
from quiz.models import Plan

CONTINENTS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}
AHEAD = timedelta(days=3 * 365 + 1)
"""How far off the day of an exam may be."""


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones of the world by continent, without those that are only other names."""
    names = sorted(_listed() & available_timezones())
    return [
        (continent, [(name, name.partition("/")[2].replace("_", " ")) for name in group])
        for continent, group in groupby(names, key=lambda name: name.partition("/")[0])
        if continent in CONTINENTS
    ]


def _listed() -> set[str]:
    """The names that tz's table of countries has; a host without the table lists them all."""
    tables = (Path(folder, "zone.tab") for folder in TZPATH)
    table = next(filter(Path.is_file, tables), None)
    if table is None:
        return available_timezones()
    lines = table.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[2] for line in lines if not line.startswith("#")}


def _written(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


class PlanForm(forms.ModelForm):
    exam = forms.ModelChoiceField(queryset=Exam.objects.none(), empty_label=None)
    exam_date = forms.DateField(
        label="Day of the exam",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    minutes_a_day = number_field("Minutes a day", 5, 600, "minutes", initial=30)
    reviews_a_day = number_field("Reviews a day, at most", 5, 500, "reviews", initial=50)
    extra_time = extra_time_field()
    time_zone = forms.ChoiceField(label="Time zone", required=False)
    show_streak = forms.BooleanField(
        label="Show how many days in a row I have studied", required=False, initial=True
    )

    class Meta:
        model = Plan
        fields = [
            "exam",
            "exam_date",
            "minutes_a_day",
            "reviews_a_day",
            "extra_time",
            "time_zone",
            "show_streak",
        ]

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.today = today
        self.exams = Exam.objects.open_on(today)
        self.fields["exam"].queryset = self.exams  # type: ignore[attr-defined]
        self.fields["exam_date"].widget.attrs["max"] = f"{today + AHEAD}"
        self.fields["time_zone"].choices = self._zones()  # type: ignore[attr-defined]

    def _zones(self) -> list[Any]:
        """Also the one of the plan, which may have another name for it."""
        own, zones = self.instance.time_zone, time_zones()
        listed = {name for _, group in zones for name, _ in group}
        kept = [(own, own)] if own and own not in listed else []
        return [("", f"That of the server ({settings.TIME_ZONE})"), *kept, *zones]

    def clean(self) -> None:
        super().clean()
        exam, day = self.cleaned_data.get("exam"), self.cleaned_data.get("exam_date")
        if day and day < self.today:
            self.add_error("exam_date", "This day is over. Without a date yet, leave it blank.")
        elif day and day > self.today + AHEAD:
            latest = _written(self.today + AHEAD)
            self.add_error("exam_date", f"At most three years ahead: until {latest}.")
        elif exam and day and not offered_on(exam, day):
            self.add_error("exam_date", self._not_offered(exam, day))

    def _not_offered(self, exam: Exam, day: date) -> str:
        early = exam.first_day and day < exam.first_day
        bound = f"from {_written(exam.first_day)}" if early else f"until {_written(exam.last_day)}"
        other = next((other for other in self.exams if offered_on(other, day)), None)
        instead = "Choose another day."
        if other:
            instead = f"On {_written(day)} it is {other.code}: choose that exam, or another day."
        return f"{exam.code} can be taken {bound}. {instead}"


def offered_on(exam: Exam, day: date) -> bool:
    return (exam.first_day or day) <= day <= (exam.last_day or day)
