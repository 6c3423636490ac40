"""Questions as cards of Anki: a package to import, with a deck for each exam. Pure.

The identity of a note comes from the code of its question, so that a later package changes
the notes that somebody learns with, and adds none twice.
"""

import datetime
import zlib
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO

import genanki

from guide import markdown
from guide.content.records import QuestionRecord, RecallRecord
from guide.formats.base import AnyQuestion

CSS = """\
.card { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: auto; }
.options { list-style: upper-alpha; }
.options li { margin: .4em 0; }
.right { font-weight: bold; }
pre { overflow-x: auto; padding: .6em; border: 1px solid #8888; border-radius: 4px; }
code { font-family: ui-monospace, monospace; }
footer { font-size: .85em; opacity: .75; }
"""
MODEL = genanki.Model(
    1_764_110_301,  # never to change: notes that are in somebody's collection belong to it
    "studyguide question",
    fields=[{"name": "Code"}, {"name": "Front"}, {"name": "Back"}],
    templates=[
        {"name": "Question", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}
    ],
    css=CSS,
    sort_field_index=0,
)
EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).timestamp()


def write(records: Sequence[AnyQuestion]) -> bytes:
    decks: dict[str, genanki.Deck] = {}
    for record in records:
        name = _deck(record)
        if name not in decks:
            decks[name] = genanki.Deck(_number(name), name)
        decks[name].add_note(_note(record))
    file = BytesIO()
    genanki.Package(list(decks.values())).write_to_file(file, timestamp=EPOCH)
    return file.getvalue()


def _deck(record: AnyQuestion) -> str:
    """A question of two exams has one card, in the deck of both."""
    if isinstance(record, RecallRecord):
        return "studyguide::Recall"
    return f"studyguide::{' and '.join(record.tasks) or 'Without an exam'}"


def _number(name: str) -> int:
    return (1 << 30) + zlib.crc32(name.encode())


def _note(record: AnyQuestion) -> genanki.Note:
    if isinstance(record, RecallRecord):
        front, back = markdown.render(record.prompt), markdown.render(record.answer)
    else:
        front, back = _front(record), _back(record)
    topic, _, anchor = record.section.partition("#")
    footer = f"<footer>Read: /guide/{topic}/#{anchor}</footer>"
    return genanki.Note(
        MODEL,
        fields=[escape(record.id), front, back + footer],
        guid=genanki.guid_for(record.id),
        tags=list(_tags(record, topic)),
    )


def _front(record: QuestionRecord) -> str:
    options = "".join(f"<li>{markdown.render_inline(o.text)}</li>" for o in record.options)
    return f'{markdown.render(record.stem)}<ol class="options">{options}</ol>'


def _back(record: QuestionRecord) -> str:
    return (
        f'<ol class="options">{"".join(_verdicts(record))}</ol>'
        f"{markdown.render(record.explanation)}"
    )


def _verdicts(record: QuestionRecord) -> Iterator[str]:
    for option in record.options:
        text, why = markdown.render_inline(option.text), markdown.render_inline(option.why)
        verdict, kind = ("Right", "right") if option.correct else ("Wrong", "wrong")
        yield f'<li><span class="{kind}">{verdict}: {text}</span><br>{why}</li>'


def _tags(record: AnyQuestion, topic: str) -> Iterator[str]:
    yield f"topic::{topic}"
    if isinstance(record, QuestionRecord):
        for exam, task in record.tasks.items():
            yield f"task::{exam}::{task}".replace(" ", "_")
