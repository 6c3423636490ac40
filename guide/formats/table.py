"""Questions as rows of a table: what CSV and XLSX share. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from guide.content.records import OPTION_KEYS, QuestionRecord, RecallRecord
from guide.formats.base import AnyQuestion, Fault, FormatError, Parsed, limited

FLAGS = ("negative", "volatile", "fixed_order")
COLUMNS = (
    *("id", "kind", "status", "section", "tasks", "skill", "difficulty", "select", "stem", "key"),
    *(f"{name}_{key}" for key in OPTION_KEYS for name in ("option", "why")),
    *("explanation", "sources", "checked", "constraint", *FLAGS, "note", "review"),
)
FORMULA = re.compile(r"'*[=+\-@\t]")
TRUE, FALSE = {"true", "yes", "1", "x"}, {"false", "no", "0", ""}


def safe(text: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unsafe(text: str) -> str:
    """The text behind the apostrophe. Raises ValueError where it is missing."""
    if not FORMULA.match(text):
        return text
    if text[0] != "'":
        raise ValueError(f"begins with {text[0]}, as a formula does; put an apostrophe before it")
    return text[1:]


def rows(records: Iterable[AnyQuestion]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for record in records:
        cells = _recall(record) if isinstance(record, RecallRecord) else _choice(record)
        yield [safe(cells.get(column, "")) for column in COLUMNS]


def _recall(record: RecallRecord) -> dict[str, str]:
    return {
        "id": record.id,
        "kind": "recall",
        "status": record.status,
        "section": record.section,
        "stem": record.prompt,
        "explanation": record.answer,
    }


def _choice(record: QuestionRecord) -> dict[str, str]:
    plain = {name: str(getattr(record, name)) for name in COLUMNS if hasattr(record, name)}
    options = list(zip(OPTION_KEYS, record.options, strict=False))
    return (
        plain
        | {name: "true" if getattr(record, name) else "" for name in FLAGS}
        | {f"option_{key}": option.text for key, option in options}
        | {f"why_{key}": option.why for key, option in options}
        | {
            "kind": "single" if record.select == 1 else "multiple",
            "tasks": "\n".join(f"{exam} {task}" for exam, task in record.tasks.items()),
            "sources": "\n".join(record.sources),
            "key": " ".join(key for key, option in options if option.correct),
            "review": json.dumps(record.review.as_data()) if record.review else "",
        }
    )


def parsed(numbered: Iterable[tuple[int, Sequence[str]]]) -> list[Parsed]:
    """The questions of the rows, which come with their lines; the first is the header."""
    faults: list[Fault] = []
    found = limited(_questions(numbered, faults))
    if faults:
        raise FormatError(*faults)
    return found


def _questions(
    numbered: Iterable[tuple[int, Sequence[str]]], faults: list[Fault]
) -> Iterator[Parsed]:
    header: list[str] = []
    for line, cells in numbered:
        if not header:
            header = _header(line, cells)
            continue
        try:
            yield Parsed(_fields(header, cells), line)
        except ValueError as error:
            faults.append(Fault(line, str(error)))


def _header(line: int, cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or "stem" not in names:
        what = f"there is no column {unknown[0]!r}" if unknown else "the column stem is missing"
        raise FormatError(Fault(line, f"{what}; the columns are {', '.join(COLUMNS)}"))
    if len(set(names)) < len(names):
        raise FormatError(Fault(line, "a column stands twice"))
    return names


def _fields(header: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """The fields of a row. Raises ValueError."""
    if any(cell.strip() for cell in cells[len(header) :]):
        raise ValueError("has more cells than the header has columns")
    row = {}
    for name, cell in zip_longest(header, cells[: len(header)], fillvalue=""):
        try:
            row[name] = unsafe(cell.strip())
        except ValueError as error:
            raise ValueError(f"{name} {error}") from None
    plain = {name: row[name] for name in ("id", "status", "section", "checked") if row.get(name)}
    if row.get("kind", "").lower() == "recall":
        return plain | {"prompt": row["stem"], "answer": row.get("explanation", "")}
    return (
        plain
        | {name: row[name] for name in ("difficulty", "select") if row.get(name)}
        | {
            name: row[name]
            for name in ("skill", "explanation", "constraint", "note")
            if name in row
        }
        | {name: _flag(name, row[name]) for name in FLAGS if name in row}
        | {"stem": row.get("stem", "")}
        | _lists(row)
        | _options(row)
    )


def _flag(name: str, text: str) -> bool:
    if text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    raise ValueError(f"{name} is neither true nor false: {text}")


def _lists(row: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if "tasks" in row:
        pairs = (line.strip().rpartition(" ") for line in row["tasks"].splitlines())
        data["tasks"] = {exam: task for exam, _, task in pairs}
    if "sources" in row:
        data["sources"] = [line for line in row["sources"].splitlines() if line.strip()]
    if "review" in row:
        data["review"] = _json(row["review"]) if row["review"] else None
    return data


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("review can't be read") from None


def _options(row: dict[str, str]) -> dict[str, Any]:
    if "option_a" not in row:
        return {}
    letters = [key for key in OPTION_KEYS if row.get(f"option_{key}")]
    keys = set(re.findall(r"[^\s,;]", row.get("key", "").lower()))
    if wrong := keys - set(letters):
        raise ValueError(f"key names option {min(wrong)}, which is not there")
    return {
        "options": [
            {"text": row[f"option_{key}"], "correct": key in keys}
            | ({"why": row[f"why_{key}"]} if f"why_{key}" in row else {})
            for key in letters
        ]
    }
