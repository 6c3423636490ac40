"""Moodle's GIFT, as https://docs.moodle.org/en/GIFT_format has it. Pure.

What GIFT has no place for stands in tags of a comment, where Moodle reads them: `[id:…]`,
`[tag:…]`. A recall question is an essay question with its answer as general feedback.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from guide.content.records import OptionRecord, QuestionRecord, RecallRecord
from guide.formats.base import AnyQuestion, Fault, FormatError, Parsed, limited, text_of
from guide.formats.markup import as_markdown
from guide.formats.tags import from_tags, to_tags

LONGEST = 200_000  # characters of a question
SPECIAL = re.compile(r"[\\:#={}~]")
TOKEN = re.compile(r"\\[\\:#={}~n]|\\|[{}~=#:]|[^\\{}~=#:]+")
ESCAPES = {rf"\{char}": char for char in "\\:#={}~"} | {r"\n": "\n"}
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
COMMENT_PART = re.compile(r"\[(id|tag):((?:\\\]|[^\]])+)\]")
CATEGORY = re.compile(r"\$CATEGORY:\s*(.*)")
BOOLEANS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


class Token(NamedTuple):
    text: str
    special: bool = False  # one of the signs of the format, not escaped


class Answer(NamedTuple):
    text: str
    correct: bool
    why: str


@dataclass
class Block:
    """Lines without a blank one between them: a question, or less."""

    line: int
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def _blocks(text: str) -> Iterator[Block]:
    block = Block(1)
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped:
            if block.lines:
                yield block
                block = Block(number + 1)
            continue
        if stripped.startswith("//"):
            block.comments.append(stripped)
            continue
        if not block.lines:
            block.line = number
        block.lines.append(stripped)
        if stripped.startswith("$CATEGORY:") and len(block.lines) == 1:
            yield block
            block = Block(number + 1)
    if block.lines:
        yield block


def read(data: bytes) -> list[Parsed]:
    faults: list[Fault] = []
    found = limited(_questions(text_of(data), faults))
    if faults:
        raise FormatError(*faults)
    return found


def _questions(text: str, faults: list[Fault]) -> Iterator[Parsed]:
    topic = ""
    for block in _blocks(text):
        if category := CATEGORY.match(block.lines[0]):
            topic = category[1].rpartition("/")[2].strip()
            continue
        try:
            parsed = _question(block, topic)
        except FormatError as error:
            faults += error.faults
        else:
            if parsed:
                yield parsed


def _question(block: Block, topic: str) -> Parsed | None:
    """None for a description, which asks nothing."""
    text = "\n".join(block.lines)
    if len(text) > LONGEST:
        message = f"a question of {len(text):,} characters; a blank line is to part questions"
        raise FormatError(Fault(block.line, message))
    tokens = _tokens(text)
    name, tokens = _name(tokens)
    signs = [token.text for token in tokens if token.special]
    if "{" not in signs and "}" not in signs:
        return None
    start, end = _find(tokens, "{"), _find(tokens, "}")
    if not 0 <= start < end:
        raise FormatError(Fault(block.line, "the answers need { before and } behind them"))
    before, body, after = tokens[:start], tokens[start + 1 : end], tokens[end + 1 :]
    style = _format(before) or "moodle"
    gap = [Token("_____")] if _joined(after).strip() else []
    stem = _text([*before, *gap, *after], style)
    data = from_tags(_tags(block.comments)) | _identity(block.comments, name)
    complete = "section" in data
    fields = _fields(body, style)
    if isinstance(fields, str):
        return Parsed({}, block.line, left_out=fields)
    data |= {"prompt" if "answer" in fields else "stem": stem} | fields
    return Parsed(data, block.line, topic, complete=complete)


def _tokens(text: str) -> list[Token]:
    return [
        Token(ESCAPES[part]) if part in ESCAPES else Token(part, part in set("{}~=#:"))
        for part in TOKEN.findall(text)
    ]


def _joined(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _find(tokens: Sequence[Token], sign: str) -> int:
    return next((n for n, token in enumerate(tokens) if token == Token(sign, True)), -1)


def _name(tokens: list[Token]) -> tuple[str, list[Token]]:
    """The title between two pairs of colons, and the rest."""
    colon = Token(":", True)
    if tokens[:2] != [colon, colon]:
        return "", tokens
    for n in range(2, len(tokens) - 1):
        if tokens[n : n + 2] == [colon, colon]:
            return _joined(tokens[2:n]).strip(), tokens[n + 2 :]
    return "", tokens


def _format(tokens: Sequence[Token]) -> str:
    match = FORMAT.match(_joined(tokens).lstrip())
    return match[1] if match else ""


def _text(tokens: Sequence[Token], format: str) -> str:
    text = _joined(tokens).strip()
    if own := _format(tokens):
        return as_markdown(text[len(own) + 2 :], own)
    return as_markdown(text, format)


def _tags(comments: Sequence[str]) -> list[str]:
    return [value for kind, value in _parts(comments) if kind == "tag"]


def _parts(comments: Sequence[str]) -> Iterator[tuple[str, str]]:
    for comment in comments:
        for kind, value in COMMENT_PART.findall(comment):
            yield kind, value.replace(r"\]", "]").strip()


def _identity(comments: Sequence[str], name: str) -> dict[str, str]:
    code = next((value for kind, value in _parts(comments) if kind == "id"), name)
    return {"id": code} if code else {}


def _split(tokens: Sequence[Token], signs: str) -> list[list[Token]]:
    """Parts that begin with one of the signs; what stands before the first is the first part."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.special and token.text in signs:
            parts.append([])
        parts[-1].append(token)
    return parts


def _fields(body: list[Token], format: str) -> dict[str, Any] | str:
    """The fields that the answers tell, or why these can't be asked here."""
    body, general = _general_feedback(body)
    feedback = _text(general, format)
    plain = _joined(body).strip()
    if not plain:
        return {"answer": feedback}
    signs = [token.text for token in body if token.special]
    kind = plain.partition("#")[0].strip()
    if kind in BOOLEANS:
        answers = _true_or_false(body, BOOLEANS[kind], format)
    elif plain.startswith("#"):
        return "is a numerical question"
    elif "~" in signs:
        answers = _answers(body, format)
    else:
        return "is a matching question" if "->" in plain else "is a short-answer question"
    options = [{"text": a.text, "correct": a.correct, "why": a.why} for a in answers]
    return {"options": options} | ({"explanation": feedback} if feedback else {})


def _general_feedback(body: list[Token]) -> tuple[list[Token], list[Token]]:
    sign = Token("#", True)
    for n in range(len(body) - 4, -1, -1):
        if body[n : n + 4] == [sign] * 4:
            return body[:n], body[n + 4 :]
    return body, []


def _true_or_false(body: list[Token], right: bool, format: str) -> list[Answer]:
    """`TRUE#why the other is wrong#why this is right`"""
    parts = [_text(part[1:], format) for part in _split(body, "#")[1:]] + ["", ""]
    return [
        Answer(text, correct=value == right, why=parts[1] if value == right else parts[0])
        for text, value in (("True", True), ("False", False))
    ]


def _answers(body: list[Token], format: str) -> list[Answer]:
    return [_answer(part, format) for part in _split(body, "~=")[1:]]


def _answer(part: list[Token], format: str) -> Answer:
    sign = part[0].text
    said, _, why = _partition(part[1:])
    text = _joined(said).lstrip()
    weight = WEIGHT.match(text) if sign == "~" else None
    correct = float(weight[1]) > 0 if weight else sign == "="
    return Answer(
        _text([Token(text[weight.end() :] if weight else text)], format),
        correct,
        _text(why, format),
    )


def _partition(tokens: list[Token]) -> tuple[list[Token], bool, list[Token]]:
    at = _find(tokens, "#")
    return (tokens, False, []) if at < 0 else (tokens[:at], True, tokens[at + 1 :])


def write(records: Sequence[AnyQuestion]) -> bytes:
    blocks, topic = [], ""
    for record in records:
        own = record.section.partition("#")[0]
        if own != topic:
            blocks.append(f"$CATEGORY: $course$/top/{own}\n")
            topic = own
        blocks.append(_block(record))
    return "\n".join(blocks).encode()


def _block(record: AnyQuestion) -> str:
    tags = ["// [tag:" + tag.replace("]", r"\]") + "]" for tag in to_tags(record)]
    if isinstance(record, RecallRecord):
        stem, answers, feedback = record.prompt, [], record.answer
    else:
        stem, answers, feedback = record.stem, list(_lines(record)), record.explanation
    head = f"::{_escaped(record.id)}::[markdown]{_escaped(stem)}{{"
    general = [f"\t####{_marked(feedback)}"] if feedback else []
    return "\n".join([f"// [id:{record.id}]", *tags, head, *answers, *general, "}", ""])


def _lines(record: QuestionRecord) -> Iterator[str]:
    """A single key is `=`; several share 100 %, and each wrong answer costs as much."""
    count = len(record.keys)
    share = f"{100 / max(1, count):.5f}".rstrip("0").rstrip(".")
    for option in record.options:
        yield f"\t{_sign(option, count, share)}{_marked(option.text)}" + (
            f"#{_marked(option.why)}" if option.why else ""
        )


def _sign(option: OptionRecord, count: int, share: str) -> str:
    if count > 1:
        return f"~%{share}%" if option.correct else f"~%-{share}%"
    if option.correct:
        return "="
    return "~%0%" if option.text.startswith("%") else "~"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")


def _marked(text: str) -> str:
    """Text in brackets at the beginning would be taken for the name of a format."""
    return f"[markdown]{_escaped(text)}" if text.startswith("[") else _escaped(text)
