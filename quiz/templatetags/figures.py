"""Shares as people read them."""

from django.template import Library

register = Library()


@register.filter
def percent(share: float | None) -> str:
    """0.4567 is 46 %."""
    return "–" if share is None else f"{100 * share:.0f} %"
