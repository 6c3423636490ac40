"""Our own YAML, the form of the content files: questions and recall questions in one list. Pure."""

from collections.abc import Sequence
from typing import Any

import yaml

from guide.content.source import Loc, Source
from guide.content.writing import records_text
from guide.formats.base import AnyQuestion, Fault, FormatError, Parsed, limited, text_of

MOST_VALUES = 1_000_000
# PyYAML raises more than its own errors where a tag and its value do not go together.
ERRORS = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def read(data: bytes) -> list[Parsed]:
    text = text_of(data)
    if sum(map(text.count, "-?:,[{")) > MOST_VALUES:
        raise FormatError(Fault(1, "holds more values than questions need; import it in parts"))
    try:
        source = Source("", text)
    except ERRORS as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or f"{error}".partition("\n")[0]
        fault = Fault(mark.line + 1 if mark else 1, f"not valid YAML: {problem}")
        raise FormatError(fault) from None
    if not isinstance(source.data, list):
        raise FormatError(Fault(1, "is not a list of questions"))
    return limited(_parsed(source, n, item) for n, item in enumerate(source.data))


def _parsed(source: Source, n: int, item: Any) -> Parsed:
    def place(loc: Loc) -> int:
        return source.line((n, *loc))

    if not isinstance(item, dict) or not all(isinstance(key, str) for key in item):
        raise FormatError(Fault(place(()), "is not a question: names of fields with values"))
    return Parsed(item, place(()), complete=True, place=place)


def write(records: Sequence[AnyQuestion]) -> bytes:
    return records_text(records).encode()
