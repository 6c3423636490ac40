"""What all formats share: what is read of a question, how a file is refused, the limits. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from guide.content.records import QuestionRecord, RecallRecord
from guide.content.source import Loc

AnyQuestion = QuestionRecord | RecallRecord
MOST_BYTES = 10_000_000
MOST_QUESTIONS = 10_000
MOST_FAULTS = 200
LONGEST_TEXT = 30_000  # characters; a cell of a spreadsheet holds 32,767
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Fault(NamedTuple):
    line: int
    message: str


class FormatError(Exception):
    """The file can't be read; `faults` says why and on which lines."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = list(faults[:MOST_FAULTS])
        if (more := len(faults) - MOST_FAULTS) > 0:
            self.faults.append(Fault(faults[MOST_FAULTS].line, f"and {more} faults more"))
        super().__init__("\n".join(f"line {line}: {message}" for line, message in self.faults))


@dataclass(frozen=True)
class Parsed:
    """A question as a file has it: the fields of its record as plain data.

    A field that is not there keeps the value that the question has, or has its default value
    if the format can say everything (`complete`). `topic` is the category, if that is what
    the file has. `left_out` says why the question can't be one of ours; it has no data then.
    """

    data: dict[str, Any]
    line: int
    topic: str = ""
    complete: bool = False
    left_out: str = ""
    place: Callable[[Loc], int] | None = None

    def line_of(self, loc: Loc) -> int:
        return self.place(loc) if self.place else self.line


def limited(questions: Iterable[Parsed]) -> list[Parsed]:
    """Not more than a file may hold. Raises FormatError as soon as there are more."""
    found = []
    for question in questions:
        found.append(question)
        if len(found) > MOST_QUESTIONS:
            message = f"holds more than {MOST_QUESTIONS:,} questions; import it in parts"
            raise FormatError(Fault(question.line, message))
    return found


def text_of(data: bytes) -> str:
    """The text of a file, with line breaks of one kind. Raises FormatError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError(Fault(1, "is UTF-16; save it as UTF-8"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 ({error.reason}); save it as UTF-8"
        raise FormatError(Fault(line, message)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if unfit := UNFIT.search(text):
        line = text.count("\n", 0, unfit.start()) + 1
        raise FormatError(Fault(line, f"has a control character (U+{ord(unfit[0]):04X})"))
    return text


def one_line(text: str) -> str:
    return " ".join(text.split())
