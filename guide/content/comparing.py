"""What differs between two texts of a question or a page, word by word. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from guide.content.records import OPTION_KEYS, QuestionRecord, RecallRecord, Record, TopicRecord

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
APART = (
    *("sources", "tasks", "difficulty", "checked", "skill", "constraint", "negative", "volatile"),
    *("fixed_order", "note"),
)
"""What a question has beside the texts that learners see."""
FIELDS = {"tasks": "Exam tasks", "fixed_order": "Fixed order"}
Texts = Mapping[str, str]
CONTEXT = 200  # characters on each side of a change in a long text


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True)
class Field:
    """A named text, old and new in one."""

    name: str
    pieces: Sequence[Piece]

    @property
    def changed(self) -> bool:
        return any(piece.kind is not Kind.SAME for piece in self.pieces)


def differences(old: Record, new: Record) -> list[Field]:
    """Of two records of one question or one topic, each field."""
    return compared(record_texts(old), record_texts(new))


def changed(old: Texts, new: Texts) -> list[Field]:
    """The fields that differ, with no more of a long text than stands around its changes."""
    fields = [field for field in compared(old, new) if field.changed]
    return [Field(field.name, list(_near(field.pieces))) for field in fields]


def _near(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for n, piece in enumerate(pieces):
        head = "" if n == 0 else piece.text[:CONTEXT]
        tail = "" if n == len(pieces) - 1 else piece.text[-CONTEXT:]
        if piece.kind is Kind.SAME and len(piece.text) > 3 * CONTEXT:
            yield Piece(Kind.SAME, f"{head} … {tail}")
        else:
            yield piece


def compared(old: Texts, new: Texts) -> list[Field]:
    """Each field of either, in the order of the new one."""
    names = dict.fromkeys([*new, *old])
    return [Field(name, pieces(old.get(name, ""), new.get(name, ""))) for name in names]


def pieces(old: str, new: str) -> list[Piece]:
    """Lines first, then words where lines differ, so that a long page costs little."""
    found: list[Piece] = []
    for same, gone, added in _steps(old.splitlines(True), new.splitlines(True)):
        found += _pieces(same, "", "") or _words(gone, added)
    return found


def _words(old: str, new: str) -> list[Piece]:
    """A blank between two changed words changes with them: whole phrases read better."""
    found: list[Piece] = []
    gone = added = gap = ""
    for same, less, more in _steps(TOKEN.findall(old), TOKEN.findall(new)):
        if same and (same.strip() or not gone + added):
            found += _pieces("", gone, added) + _pieces(same, "", "")
            gone = added = ""
        elif same:
            gap = same
        else:
            gone, added, gap = gone + gap + less, added + gap + more, ""
    return found + _pieces("", gone, added) + _pieces(gap, "", "")


def _pieces(same: str, gone: str, new: str) -> list[Piece]:
    kinds = ((Kind.SAME, same), (Kind.GONE, gone), (Kind.NEW, new))
    return [Piece(kind, text) for kind, text in kinds if text]


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """What is the same, or else what is gone and what is new."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        gone, added = "".join(old[a:b]), "".join(new[c:d])
        yield (gone, "", "") if tag == "equal" else ("", gone, added)


def record_texts(record: Record) -> dict[str, str]:
    """All that editors write of a question or a topic, by the name of the field."""
    match record:
        case QuestionRecord():
            return _question_texts(record)
        case RecallRecord():
            return {"Prompt": record.prompt, "Answer": record.answer, "Section": record.section}
        case _:
            return {name.capitalize(): _text(value) for name, value in record}


def _question_texts(record: QuestionRecord) -> dict[str, str]:
    options = [
        (key, option.text, option.correct, option.why)
        for key, option in zip(OPTION_KEYS, record.options, strict=False)
    ]
    return asked_texts(record.stem, options, record.explanation, record.section) | {
        FIELDS.get(name, name.capitalize()): _text(getattr(record, name)) for name in APART
    }


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return f"{value.day} {value:%B %Y}"
        case Mapping():
            return "\n".join(f"{name} {one}" for name, one in value.items())
        case list():
            return "\n".join(map(str, value))
        case _:
            return str(value or "")


def topic_texts(record: TopicRecord) -> dict[str, str]:
    """All that editors write of a page, by the name of the field."""
    return {
        "Title": record.title,
        "Summary": record.summary,
        "Checked": f"{record.checked:%-d %B %Y}",
        "Sources": "\n".join(record.sources),
        "Moved headings": "\n".join(f"{old} → {new}" for old, new in record.moved.items()),
        "Body": record.body,
    }


def asked_texts(
    stem: str, options: Sequence[tuple[str, str, bool, str]], explanation: str, section: str
) -> dict[str, str]:
    """Options are given by key, text, whether it is right, and why."""
    texts = {"Stem": stem, "Right": ", ".join(key for key, _, correct, _ in options if correct)}
    for key, text, _, why in options:
        texts |= {f"Option {key}": text, f"Why of option {key}": why}
    return texts | {"Explanation": explanation, "Section": section}
