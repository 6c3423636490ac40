"""Times as people read them."""

from datetime import timedelta

from django.template import Library

register = Library()


@register.filter
def clock(seconds: int) -> str:
    """4360 is 1:12:40, and 59 is 0:59."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def duration(time: timedelta) -> str:
    """Rounded to whole minutes, or to seconds below two minutes."""
    seconds = round(time.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
