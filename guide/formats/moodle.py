"""Moodle XML, as https://docs.moodle.org/en/Moodle_XML_format has it. Pure.

What it has no place for stands in tags. A recall question is an essay question with its
answer as general feedback.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import (
    Element,
    ParseError,
    SubElement,
    TreeBuilder,
    indent,
    tostring,
)

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from guide.content.records import OptionRecord, QuestionRecord, RecallRecord
from guide.formats.base import UNFIT, AnyQuestion, Fault, FormatError, Parsed, limited, text_of
from guide.formats.markup import as_markdown
from guide.formats.tags import from_tags, to_tags

DEEPEST = 20
FORMATS = {
    "html": "html",
    "markdown": "markdown",
    "plain_text": "plain",
    "moodle_auto_format": "moodle",
}
OTHERS = {
    "shortanswer": "short-answer",
    "numerical": "numerical",
    "matching": "matching",
    "cloze": "cloze",
}


class _Builder(TreeBuilder):
    """Builds the tree, and knows on which line each question begins."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []
        self.depth = 0
        self.parser: Any = None

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        line = self.parser.parser.CurrentLineNumber
        if self.depth > DEEPEST:
            raise FormatError(Fault(line, f"nested more than {DEEPEST} levels deep"))
        if tag == "question":
            self.lines.append(line)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def _tree(text: str) -> tuple[Element, list[int]]:
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        parser.feed(text)
        root: Element = parser.close()
    except DefusedXmlException:
        message = "has a document type or entities of its own, which are not allowed"
        raise FormatError(Fault(parser.parser.CurrentLineNumber, message)) from None
    except ParseError as error:
        raise FormatError(Fault(error.position[0], f"not valid XML: {error.msg}")) from None
    except (ValueError, LookupError) as error:
        raise FormatError(Fault(1, f"not valid XML: {error}")) from None
    return root, builder.lines


def read(data: bytes) -> list[Parsed]:
    root, lines = _tree(text_of(data).lstrip())
    if root.tag != "quiz":
        raise FormatError(Fault(1, f"is not Moodle XML: it begins with <{root.tag}>, not <quiz>"))
    return limited(_questions(root, lines))


def _questions(root: Element, lines: Sequence[int]) -> Iterator[Parsed]:
    topic = ""
    for element, line in zip(root.iter("question"), lines, strict=True):
        kind = element.get("type", "")
        if kind == "category":
            topic = _plain(element, "category").rpartition("/")[2].strip()
        elif kind != "description":
            yield _question(element, kind, line, topic)


def _question(element: Element, kind: str, line: int, topic: str) -> Parsed:
    if kind not in {"multichoice", "truefalse", "essay"}:
        return Parsed({}, line, left_out=f"is a {OTHERS.get(kind, kind or 'nameless')} question")
    tags = [tag.text or "" for tag in element.findall("tags/tag/text")]
    data: dict[str, Any] = from_tags(tags)
    complete = "section" in data
    if code := _plain(element, "idnumber") or _plain(element, "name"):
        data["id"] = code.strip()
    stem, feedback = _marked(element.find("questiontext")), _marked(element.find("generalfeedback"))
    if kind == "essay":
        data |= {"prompt": stem, "answer": feedback or _marked(element.find("graderinfo"))}
        return Parsed(data, line, topic, complete=complete)
    data["stem"] = stem
    data["options"] = list(_options(element, kind))
    if feedback:
        data["explanation"] = feedback
    if kind == "multichoice" and _plain(element, "shuffleanswers").strip() in {"0", "false"}:
        data["fixed_order"] = True
    return Parsed(data, line, topic, complete=complete)


def _options(element: Element, kind: str) -> Iterator[dict[str, Any]]:
    """With one right answer it is the one with most credit; else all that have some."""
    answers = element.findall("answer")
    credit_of = [_credit(answer) for answer in answers]
    several = kind == "multichoice" and _plain(element, "single").strip() in {"false", "0"}
    enough = 0.0 if several else max(credit_of, default=0.0)
    for answer, credit in zip(answers, credit_of, strict=True):
        text = _marked(answer)
        yield {
            "text": text.capitalize() if kind == "truefalse" else text,
            "correct": credit > 0 and credit >= enough,
            "why": _marked(answer.find("feedback")),
        }


def _credit(answer: Element) -> float:
    """In percent."""
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _plain(element: Element, name: str) -> str:
    """The text of a child, which may stand in a <text> of its own."""
    return element.findtext(f"{name}/text") or element.findtext(name) or ""


def _marked(element: Element | None) -> str:
    if element is None:
        return ""
    inner = element.find("text")
    text = "".join(inner.itertext()) if inner is not None else element.text or ""
    return as_markdown(text, FORMATS.get(element.get("format", "html"), "html"))


def write(records: Sequence[AnyQuestion]) -> bytes:
    quiz, topic = Element("quiz"), ""
    for record in records:
        own = record.section.partition("#")[0]
        if own != topic:
            category = SubElement(quiz, "question", type="category")
            _add(category, "category", f"$course$/top/{own}")
            topic = own
        quiz.append(_element(record))
    indent(quiz)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}{tostring(quiz, encoding='unicode')}\n".encode()


def _element(record: AnyQuestion) -> Element:
    element = Element("question", type="essay")
    _add(element, "name", record.id)
    if isinstance(record, RecallRecord):
        _add(element, "questiontext", record.prompt, format="markdown")
        _add(element, "generalfeedback", record.answer, format="markdown")
    else:
        element.set("type", "multichoice")
        _add(element, "questiontext", record.stem, format="markdown")
        _add(element, "generalfeedback", record.explanation, format="markdown")
        _add_answers(element, record)
    SubElement(element, "idnumber").text = record.id
    tags = SubElement(element, "tags")
    for tag in to_tags(record):
        _add(tags, "tag", tag)
    return element


def _add_answers(element: Element, record: QuestionRecord) -> None:
    """Several keys share 100 %, and each wrong answer costs as much as a right one gives."""
    count = len(record.keys)
    SubElement(element, "single").text = "false" if count > 1 else "true"
    SubElement(element, "shuffleanswers").text = "false" if record.fixed_order else "true"
    share = f"{100 / max(1, count):.5f}".rstrip("0").rstrip(".")
    wrong = f"-{share}" if count > 1 else "0"
    for option in record.options:
        _add_answer(element, option, share if option.correct else wrong)


def _add_answer(element: Element, option: OptionRecord, fraction: str) -> None:
    answer = _add(element, "answer", option.text, fraction=fraction, format="markdown")
    _add(answer, "feedback", option.why, format="markdown")


def _add(parent: Element, name: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, name, attributes)
    SubElement(element, "text").text = UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
    return element
