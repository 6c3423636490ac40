"""Our own JSON: a list of questions with the fields of the content files. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from guide.formats.base import AnyQuestion, Fault, FormatError, Parsed, limited, text_of

DEEPEST = 20
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
SPACE = re.compile(r"[ \t\n]*")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"the name {min(twice)!r} stands twice")
    return dict(pairs)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number)


def read(data: bytes) -> list[Parsed]:
    text = text_of(data)
    _refuse_deep(text)
    return limited(_parsed(item, line) for item, line in _items(text))


def _parsed(item: Any, line: int) -> Parsed:
    if not isinstance(item, dict):
        _refuse(line, "is not a question: names of fields with values")
    return Parsed(item, line, complete=True)


def _refuse(line: int, message: str) -> NoReturn:
    raise FormatError(Fault(line, message))


def _refuse_deep(text: str) -> None:
    """Deep nesting would exhaust the stack of the decoder."""
    depth = 0
    for match in STRING_OR_BRACKET.finditer(text):
        depth += (match[0] in "[{") - (match[0] in "]}")
        if depth > DEEPEST:
            line = text.count("\n", 0, match.start()) + 1
            _refuse(line, f"nested more than {DEEPEST} levels deep")


def _items(text: str) -> Iterator[tuple[Any, int]]:
    """The items of the list, each with the line where it begins."""
    at, line = _after_space(text, 0), 1
    if text[at : at + 1] != "[":
        _refuse(1, "is not a list of questions")
    counted = 0
    at = _after_space(text, at + 1)
    while text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        try:
            item, end = DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            _refuse(error.lineno, f"not valid JSON: {error.msg}")
        except ValueError as error:
            _refuse(line, f"not valid JSON: {error}")
        yield item, line
        at = _after_space(text, end)
        comma = text[at : at + 1] == ","
        at = _after_space(text, at + comma)
        if comma is (text[at : at + 1] == "]"):
            _refuse(text.count("\n", 0, at) + 1, "not valid JSON: an item or ] is missing")
    if _after_space(text, at + 1) != len(text):
        _refuse(text.count("\n", 0, at) + 1, "not valid JSON: something stands behind the list")


def _after_space(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


def write(records: Sequence[AnyQuestion]) -> bytes:
    data = [record.as_data() for record in records]
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
