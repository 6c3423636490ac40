"""Right or wrong. Pure."""

from collections.abc import Collection


def is_right(chosen: Collection[str], correct: Collection[str]) -> bool:
    """All and only the correct options: an exam gives no partial credit."""
    return set(chosen) == set(correct)


def percent(right: int, total: int) -> int | None:
    """Rounded to whole percent; None for nothing."""
    return round(100 * right / total) if total else None
