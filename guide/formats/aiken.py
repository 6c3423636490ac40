"""Aiken, as https://docs.moodle.org/en/Aiken_format has it: questions with one key. Pure.

It holds the stem on one line, the options and the key, and nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from guide.content.records import QuestionRecord
from guide.formats.base import AnyQuestion, Fault, FormatError, Parsed, limited, one_line, text_of

OPTION = re.compile(r"([A-Z])[).]\s+(\S.*)")
ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*")


@dataclass
class _Question:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    def take(self, text: str) -> str:
        """Add a line; what is wrong with it, if it can't be."""
        option = OPTION.fullmatch(text)
        if option and self.stem:
            if option[1] != ascii_uppercase[len(self.options) :][:1]:
                return f"option {option[1]} is out of order"
            self.options.append(option[2])
        elif text.startswith("ANSWER:"):
            return "ANSWER: needs one letter, A to Z"
        elif text and self.options:
            return "is neither an option nor ANSWER:"
        elif text:
            self.stem.append(text)
        return ""

    def parsed(self, key: str) -> Parsed:
        position = ascii_uppercase.index(key)
        options = [{"text": text, "correct": n == position} for n, text in enumerate(self.options)]
        return Parsed({"stem": " ".join(self.stem), "options": options}, self.line)

    def fault(self, key: str) -> str:
        if not self.stem:
            return "an answer without a question"
        if len(self.options) < 2:
            return "the question has fewer than two options"
        if ascii_uppercase.index(key) >= len(self.options):
            return f"there is no option {key}"
        return ""


def read(data: bytes) -> list[Parsed]:
    faults: list[Fault] = []
    found = limited(_questions(text_of(data), faults))
    if faults:
        raise FormatError(*faults)
    return found


def _questions(text: str, faults: list[Fault]) -> Iterator[Parsed]:
    question = _Question()
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        question.line = question.line or (number if stripped else 0)
        answer = ANSWER.fullmatch(stripped)
        fault = question.fault(answer[1]) if answer else question.take(stripped)
        if fault:
            faults.append(Fault(number, fault))
        if answer:
            if not fault:
                yield question.parsed(answer[1])
            question = _Question()
    if question.line:
        faults.append(Fault(question.line, "the question has no line ANSWER: with its letter"))


def holds(record: AnyQuestion) -> bool:
    return (
        isinstance(record, QuestionRecord)
        and len(record.keys) == 1
        and len(record.options) > 1
        and not OPTION.match(one_line(record.stem))
        and not record.stem.startswith("ANSWER:")
    )


def write(records: Sequence[AnyQuestion]) -> bytes:
    return "\n".join(_lines(r) for r in records if isinstance(r, QuestionRecord)).encode()


def _lines(record: QuestionRecord) -> str:
    options = [
        f"{letter}. {one_line(option.text)}"
        for letter, option in zip(ascii_uppercase, record.options, strict=False)
    ]
    key = next(n for n, option in enumerate(record.options) if option.correct)
    return "\n".join([one_line(record.stem), *options, f"ANSWER: {ascii_uppercase[key]}", ""])
