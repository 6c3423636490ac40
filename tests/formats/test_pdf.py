"""Questions to print: all there, answers behind them, no character lost."""

import re
import sys
import unicodedata
import zlib

import pytest

from guide.formats import pdf
from tests.formats.bank import bank
from tests.guide.records import make_record


def test_every_character_of_the_bank_is_one_that_the_fonts_have_or_is_in_the_table():
    used = {char for record in bank() for char in record.model_dump_json()}
    unknown = {char for char in used if not pdf.has_font(char) and char not in pdf.WRITTEN}
    assert unknown == set()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("“4 × €5” – naïve…", "“4 × €5” – naïve…"),
        ("a → b ≥ c", "a -> b >= c"),
        ("Győr ﬁne ½", "Gyor fine ½"),
        ("😀 β", "[grinning face] [greek small letter beta]"),
        ("a\u200bb", "ab"),
    ],
)
def test_what_the_fonts_do_not_have_is_written_out(text, printed):
    assert pdf.printable(text) == printed


def test_no_character_there_is_goes_without_a_trace():
    for code in range(0x20, sys.maxunicode + 1, 7):
        char = chr(code)
        if unicodedata.category(char) not in {"Cs", "Cc"} and char not in pdf.WRITTEN:
            assert pdf.printable(char), hex(code)


STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
SHOWN = re.compile(rb"\((.*?)(?<!\\)\) Tj")


def pages_of(data: bytes) -> list[str]:
    """The texts that the pages show, a line for each piece."""
    assert data.startswith(b"%PDF-")
    streams = [zlib.decompress(stream) for stream in STREAM.findall(data)]
    pages = [SHOWN.findall(stream) for stream in streams if b" Tj" in stream]
    return [re.sub(r"\\(.)", r"\1", b"\n".join(page).decode("cp1252")) for page in pages]


def test_questions_come_first_answers_behind_and_each_page_has_a_number():
    record = make_record()
    questions, answers = pages_of(pdf.write([record]))
    assert "Which change will meet the need of the shop?" in questions
    assert "\nB\nRaise the visibility timeout of orders.\n" in questions
    assert record.id not in questions
    assert record.options[1].why[:30] not in questions
    assert "1: B" in answers
    assert record.options[1].why[:30] in answers
    assert "sqs#visibility-timeout" in answers
    assert questions.startswith("Questions\n1\n")
    assert questions.endswith("Page 1 of \n2")
    assert answers.endswith("Page 2 of \n2")


def test_a_line_longer_than_the_page_is_broken_and_code_keeps_its_lines():
    code = "```text\n" + "x" * 300 + "\n\n    indented\n```"
    record = make_record(stem=f"Look:\n\n{code}\n\nWhat is it?")
    text = "".join(pages_of(pdf.write([record])))
    assert text.count("x") >= 300
    assert "    indented" in text
