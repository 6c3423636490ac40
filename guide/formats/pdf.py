"""Questions to print: all questions first, then the answers. Pure.

The fonts that every reader of PDF has hold the characters of Windows-1252. Others are
written out: by a table, by their parts (ő as o), or by name.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from guide import markdown
from guide.content.records import OPTION_KEYS, OptionRecord, QuestionRecord, RecallRecord
from guide.formats.base import AnyQuestion

ENCODING = "windows-1252"
WRITTEN = {
    **{"→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "▶": ">", "◀": "<", "▼": "v", "▲": "^"},
    **{"≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "−": "-", "∞": "infinity", "√": "root of "},
    **{"‑": "-", "‐": "-", "✓": "(yes)", "✗": "(no)", "☐": "[ ]"},
    **dict.fromkeys("─━═", "-"),
    **dict.fromkeys("│┃║", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰", "+"),
    **dict.fromkeys("\u2002\u2003\u2009\u202f", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
}
SIZE, SMALL, LINE = 10, 9, 5  # points, points, mm
INDENT, GAP = 6, 1.5  # mm
WORD = re.compile(r"\S+\s*|\s+")


class Run(NamedTuple):
    text: str
    font: str  # "", "B", "I" or "code"


class _Runs(HTMLParser):
    """Our own safe HTML as lines of runs; an empty line is a gap between paragraphs."""

    APART = {"p", "pre", "ul", "ol", "div", "blockquote"}
    BLOCKS = {"p", "pre", "li", "ul", "ol", "tr", "div", "blockquote", "h2", "h3", "h4"}
    FONTS = {"strong": "B", "em": "I", "code": "code", "pre": "code", "th": "B"}

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[Run]] = [[]]
        self.fonts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BLOCKS:
            self.end_line()
        if tag == "br":
            self.lines.append([])
        if tag == "li":
            self.lines[-1].append(Run("• ", ""))
        if tag in self.FONTS:
            self.fonts.append(self.FONTS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in self.FONTS:
            self.fonts.pop()
        if tag in {"td", "th"}:
            self.lines[-1].append(Run("   ", ""))
        if tag in self.BLOCKS:
            self.end_line(gap=tag in self.APART)

    def handle_data(self, data: str) -> None:
        font = self.fonts[-1] if self.fonts else ""
        first, *more = data.split("\n") if font == "code" else [data.replace("\n", " ")]
        self.add(first, font)
        for line in more:
            self.lines.append([])
            self.add(line or " ", font)

    def add(self, text: str, font: str) -> None:
        if text and (self.lines[-1] or text.strip() or font == "code"):
            self.lines[-1].append(Run(text, font))

    def end_line(self, *, gap: bool = False) -> None:
        if not "".join(run.text for run in self.lines[-1]).strip():
            self.lines.pop()
        self.lines += [[], []] if gap else [[]]


def printable(text: str) -> str:
    """The text in characters that the fonts have; nothing is lost without a trace."""
    return "".join(map(_printable, text))


@lru_cache(4096)
def _printable(char: str) -> str:
    if char in WRITTEN:
        return WRITTEN[char]
    if has_font(char):
        return char
    parts = [
        part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)
    ]
    if parts and all(map(has_font, parts)):
        return "".join(parts)
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"


def has_font(char: str) -> bool:
    try:
        char.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return char.isprintable()


def lines_of(html: str) -> list[list[Run]]:
    runs = _Runs()
    runs.feed(html)
    runs.close()
    lines = runs.lines
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _unbroken(line: Sequence[Run]) -> Iterator[list[Run]]:
    """Pieces of a line that end where it may be broken: behind a space."""
    piece: list[Run] = []
    for run in line:
        for text in WORD.findall(run.text):
            piece.append(Run(text, run.font))
            if text[-1].isspace():
                yield piece
                piece = []
    if piece:
        yield piece


class _Sheet(FPDF):
    def __init__(self) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = ENCODING
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(True, 18)
        self.c_margin = 0
        self.alias_nb_pages()
        self.widths: dict[Run, float] = {}

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font("helvetica", "", 8)
        self.cell(0, 5, f"Page {self.page_no()} of {{nb}}", align="C")

    def heading(self, text: str) -> None:
        self.add_page()
        self.set_font("helvetica", "B", 16)
        self.cell(0, 12, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.start_section(text)

    def item(self, title: str) -> None:
        self.ln(3)
        if self.will_page_break(3 * LINE):  # a title does not stand alone
            self.add_page()
        self.print_line([Run(title, "B")])

    def paragraphs(self, lines: Sequence[list[Run]], *, label: str = "") -> None:
        """With a label, the lines are indented, and it stands before the first."""
        for line in lines:
            if not line:
                self.ln(GAP)
                continue
            printed = [Run(printable(run.text), run.font) for run in line]
            for fitting in self.wrapped(printed, self.epw - (INDENT if label else 0)):
                self.print_line(fitting, label=label, indent=INDENT if label else 0)
                label = label and " "

    def wrapped(self, line: Sequence[Run], width: float) -> Iterator[list[Run]]:
        """FPDF's own wrapping measures each character many times: a bank would take minutes."""
        fitting: list[Run] = []
        left = width
        for piece in _unbroken(line):
            needed = sum(map(self.width, piece))
            if needed > left and fitting:
                yield fitting
                fitting, left = [], width
            if needed > width:
                *whole, piece = self.chopped(piece, width)
                yield from whole
                needed = sum(map(self.width, piece))
            fitting += piece
            left -= needed
        yield fitting

    def chopped(self, piece: Sequence[Run], width: float) -> list[list[Run]]:
        """A word that is longer than a line, cut anywhere."""
        lines: list[list[Run]] = [[]]
        left = width
        for run in piece:
            for char in run.text:
                one = Run(char, run.font)
                if self.width(one) > left:
                    lines.append([])
                    left = width
                lines[-1].append(one)
                left -= self.width(one)
        return lines

    def width(self, run: Run) -> float:
        if run not in self.widths:
            self.use_font(run.font)
            self.widths[run] = self.get_string_width(run.text)
        return self.widths[run]

    def use_font(self, font: str) -> None:
        if font == "code":
            self.set_font("courier", "", SMALL)
        else:
            self.set_font("helvetica", font, SIZE)

    def print_line(self, line: Sequence[Run], *, label: str = "", indent: float = 0) -> None:
        self.use_font("")
        self.cell(indent or 0.001, LINE, label)
        for font, runs in groupby(line, key=lambda run: run.font):
            text = "".join(run.text for run in runs)
            self.use_font(font)
            self.cell(self.get_string_width(text), LINE, text)
        self.ln(LINE)


def write(records: Sequence[AnyQuestion]) -> bytes:
    sheet = _Sheet()
    sheet.set_title("studyguide: questions")
    sheet.heading("Questions")
    for number, record in enumerate(records, start=1):
        _ask(sheet, number, record)
    sheet.heading("Answers")
    for number, record in enumerate(records, start=1):
        _answer(sheet, number, record)
    return bytes(sheet.output())


def _ask(sheet: _Sheet, number: int, record: AnyQuestion) -> None:
    text = record.prompt if isinstance(record, RecallRecord) else record.stem
    sheet.item(f"{number}")
    sheet.paragraphs(lines_of(markdown.render(text)))
    for letter, option in _lettered(record):
        sheet.paragraphs(lines_of(markdown.render_inline(option.text)), label=letter)


def _answer(sheet: _Sheet, number: int, record: AnyQuestion) -> None:
    if isinstance(record, RecallRecord):
        sheet.item(f"{number}")
        sheet.paragraphs(lines_of(markdown.render(record.answer)))
    else:
        keys = [letter for letter, option in _lettered(record) if option.correct]
        sheet.item(f"{number}: {', '.join(keys)}")
        for letter, option in _lettered(record):
            if option.why:
                why = lines_of(markdown.render_inline(option.why))
                sheet.paragraphs(why, label=letter)
        sheet.paragraphs(lines_of(markdown.render(record.explanation)))
    sheet.paragraphs([[Run(f"{record.id} · guide: {record.section}", "I")]])


def _lettered(record: AnyQuestion) -> Iterator[tuple[str, OptionRecord]]:
    if isinstance(record, QuestionRecord):
        yield from zip(OPTION_KEYS.upper(), record.options, strict=False)
