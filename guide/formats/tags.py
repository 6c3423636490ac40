"""Fields of a question as tags: what Moodle's formats have no place for. Pure.

A tag is `field:value`. Moodle forbids <, >, ` and control characters in tags: they are
written as \\uXXXX, and so is the backslash itself.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from guide.content.records import QuestionRecord, RecallRecord
from guide.formats.base import AnyQuestion

IN_PLACE = {"id", "stem", "options", "explanation", "prompt", "answer"}
FIELDS = (QuestionRecord.model_fields.keys() | RecallRecord.model_fields.keys()) - IN_PLACE
FORBIDDEN = re.compile(r"[\\<>`\x00-\x1f]")
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def to_tags(record: AnyQuestion) -> list[str]:
    return [
        f"{name}:{FORBIDDEN.sub(_code, value)}"
        for name, field in record.as_data().items()
        if name not in IN_PLACE
        for value in _values(name, field)
    ]


def _code(char: re.Match[str]) -> str:
    return f"\\u{ord(char[0]):04x}"


def _values(name: str, field: Any) -> list[str]:
    if name == "tasks":
        return [f"{exam} {task}" for exam, task in field.items()]
    if isinstance(field, list):
        return field
    if isinstance(field, bool | dict):
        return [json.dumps(field)]
    return [str(field)]


def from_tags(tags: Iterable[str]) -> dict[str, Any]:
    """The fields that the tags tell; tags of others are nothing to us."""
    data: dict[str, Any] = {}
    for tag in tags:
        name, colon, value = tag.partition(":")
        if not colon or name not in FIELDS:
            continue
        value = ESCAPED.sub(lambda code: chr(int(code[1], 16)), value)
        if name == "tasks":
            exam, _, task = value.rpartition(" ")
            data.setdefault("tasks", {})[exam] = task
        elif name == "sources":
            data.setdefault("sources", []).append(value)
        else:
            data[name] = _review(value) if name == "review" else value
    return data


def _review(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value  # which the record refuses, and says so
