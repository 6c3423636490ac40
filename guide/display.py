"""The content of a revision, as templates show it. Pure."""

from collections.abc import Collection, Iterable
from typing import Any

LETTERS = "ABCDEFGH"


def lettered(
    content: dict[str, Any], order: Iterable[str] | None = None, chosen: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The options in the order of display, with their letter, and whether they were chosen."""
    options = {option["key"]: option for option in content["options"]}
    return [
        {**options[key], "letter": letter, "chosen": key in chosen}
        for letter, key in zip(LETTERS, order or options, strict=False)
    ]
