"""From what a file says of a question to its record. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from guide import markdown
from guide.content.records import (
    OPTION_KEYS,
    Note,
    OptionRecord,
    QuestionRecord,
    RecallRecord,
    Text,
)
from guide.formats.base import LONGEST_TEXT, UNFIT, AnyQuestion, Parsed, one_line
from guide.words import normal

ASKED = ("select", "stem", "options")
Data = Mapping[str, Any]
Asked = tuple[str, frozenset[str]]


class _DraftQuestion(QuestionRecord):
    """A question that need not be complete yet."""

    tasks: dict[Text, Text] = {}
    options: Annotated[list[OptionRecord], Field(max_length=len(OPTION_KEYS))] = []
    explanation: Note = ""
    sources: list[Text] = []


class _DraftRecall(RecallRecord):
    answer: Note = ""


def fields(parsed: Parsed, *, row: Data | None, defaults: Data) -> dict[str, Any]:
    """All fields of the question: what the file says, over what is there, or over the defaults.

    Where the file changes what is asked, and says nothing of a review, the review is void.
    """
    if parsed.complete:
        return dict(parsed.data)
    base = row if row is not None else defaults
    data = {**base, **parsed.data}
    if "options" in parsed.data:
        data["options"] = _with_reasons(parsed.data["options"], base.get("options", []))
        if "select" not in parsed.data:
            data["select"] = max(1, sum(option["correct"] for option in data["options"]))
    if "review" not in parsed.data and any(data.get(name) != base.get(name) for name in ASKED):
        data.pop("review", None)
    return data


def _with_reasons(options: list[dict[str, Any]], there: list[dict[str, Any]]) -> list[Any]:
    """A file without reasons leaves those that the options have."""
    reasons = {option["text"]: option["why"] for option in there}
    return [{"why": reasons.get(option["text"], ""), **option} for option in options]


def asked(data: Data) -> Asked:
    """By what a question without a code is known again: its text and its options."""
    text = data.get("stem") or data.get("prompt") or ""
    return normal(text), frozenset(normal(option["text"]) for option in data.get("options", []))


def respaced(data: Data, row: Data) -> dict[str, Any]:
    """The data with the row's own text wherever the two differ in space alone."""
    texts = {one_line(option["text"]): option["text"] for option in row.get("options", [])}
    same = {
        name: row[name]
        for name in ("stem", "prompt")
        if name in data and one_line(data[name]) == one_line(row.get(name, ""))
    }
    if "options" in data:
        same["options"] = [
            {**option, "text": texts.get(one_line(option["text"]), option["text"])}
            for option in data["options"]
        ]
    return {**data, **same}


def code_for(topic: str, text: str) -> str:
    """A code for a question that came without one: the same text has the same code."""
    digest = hashlib.sha256(normal(text).encode()).hexdigest()[:6]
    words = markdown.slug(text).split("-")[:3]
    name = "-".join([*topic[:30].strip("-").split("-")[:4], *words])
    return f"{name[:56].strip('-')}-{digest}"


def is_recall(data: Data) -> bool:
    return "prompt" in data


def record(data: Data) -> AnyQuestion:
    """The record, complete or not. Raises pydantic.ValidationError."""
    if is_recall(data):
        recall = _DraftRecall.model_validate(data)
        return RecallRecord.model_construct(**_values(recall))
    question = _DraftQuestion.model_validate(data)
    return QuestionRecord.model_construct(**_values(question))


def _values(item: AnyQuestion) -> dict[str, Any]:
    return {name: getattr(item, name) for name in type(item).model_fields}


def unfit(data: Any) -> Iterator[str]:
    """What is wrong with texts, however deep they stand: control characters, too long."""
    if isinstance(data, str):
        if found := UNFIT.search(data):
            yield f"has a control character (U+{ord(found[0]):04X})"
        if len(data) > LONGEST_TEXT:
            yield f"a text has {len(data)} characters, {LONGEST_TEXT} at most"
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from unfit(name)
            yield from unfit(value)
    elif isinstance(data, list):
        for value in data:
            yield from unfit(value)
