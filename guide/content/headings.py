"""Headings of a page that got another address, and where the old address leads. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol


class Heading(Protocol):
    @property
    def anchor(self) -> str: ...
    @property
    def level(self) -> int: ...


def gone(old: Sequence[Heading], new: Sequence[Heading]) -> list[str]:
    """The anchors that the new text has no more."""
    kept = {heading.anchor for heading in new}
    return [heading.anchor for heading in old if heading.anchor not in kept]


def renamed(old: Sequence[Heading], new: Sequence[Heading]) -> dict[str, str]:
    """The one heading that was given another name, where there is no doubt: all others stayed."""
    if len(old) != len(new):
        return {}
    pairs = [
        (one, other) for one, other in zip(old, new, strict=True) if one.anchor != other.anchor
    ]
    if len(pairs) != 1 or pairs[0][0].level != pairs[0][1].level:
        return {}
    return {pairs[0][0].anchor: pairs[0][1].anchor}


def moved(
    before: Mapping[str, str], changes: Mapping[str, str], anchors: Collection[str]
) -> dict[str, str]:
    """Where anchors of old lead after the changes, to the anchors that there are now.

    What is an anchor again leads nowhere else, and what leads nowhere is forgotten.
    """
    led = {old: changes.get(new, new) for old, new in before.items()} | dict(changes)
    return {old: new for old, new in led.items() if old not in anchors and new in anchors}
