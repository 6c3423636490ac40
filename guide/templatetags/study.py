from collections.abc import Mapping
from typing import Any

from django.template import Library

register = Library()


@register.filter
def item(mapping: Mapping[str, Any] | str, key: str) -> Any:
    """The value of a key, or None; also of a mapping that is not there."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None
