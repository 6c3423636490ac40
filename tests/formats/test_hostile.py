"""Files that are broken, or made to do harm, are refused with a line and leave no trace."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from guide.formats.base import MOST_BYTES, FormatError
from guide.formats.registry import READABLE, read
from guide.models import Question
from tests.formats.files import planned

TEXTS = sorted(READABLE.keys() - {"xlsx"})
BILLION = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<quiz><question type="essay"><questiontext><text>&b;</text></questiontext></question></quiz>"""
OUTSIDE = b"""<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>"""
QUIZ = b"<quiz><question type='essay'><name><text>%s</text></name></question></quiz>"


def zipped(**entries: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def sheet(*rows: list[object]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("key", sorted(READABLE))
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a" * 50_000_000, f"{MOST_BYTES:,} at most"),
        (b"", "^line "),
        (b"\n \n", "^line "),
        (bytes(range(256)), "^line "),
    ],
)
def test_what_is_too_large_empty_or_no_text_is_refused(key, data, said):
    with pytest.raises(FormatError, match=said):
        read(data, key)


@pytest.mark.parametrize("key", TEXTS)
@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("one\n\nfünf".encode("latin-1"), 3, "not UTF-8"),
        ("stem".encode("utf-16"), 1, "is UTF-16"),
        (b"one\ntwo\x00", 2, r"control character \(U\+0000\)"),
    ],
)
def test_another_encoding_is_refused_and_named(key, data, line, said):
    with pytest.raises(FormatError, match=said) as error:
        read(data, key)
    assert error.value.faults[0].line == line


@pytest.mark.parametrize(
    ("key", "data", "line", "said"),
    [
        ("moodle", BILLION, 1, "entities of its own"),
        ("moodle", OUTSIDE, 1, "entities of its own"),
        ("moodle", b"<quiz>" + b"<a>" * 50, 1, "nested more than 20"),
        ("moodle", b"<quiz>\n<question>", 2, "not valid XML"),
        ("moodle", b"<html/>", 1, "it begins with <html>"),
        ("moodle", b"<quiz>" + b"<question/>" * 10_001 + b"</quiz>", 1, "more than 10,000"),
        ("yaml", b"- &a [1]\n- *a", 2, "aliases"),
        ("yaml", b"- " + b"[" * 30, 1, "nested more than 20"),
        ("yaml", b"- a: 1\n  a: 2", 2, "stands twice"),
        ("yaml", b"- !!python/object/apply:os.system [ls]", 1, "could not determine"),
        ("yaml", b"- {}\n" * 1_000_000, 1, "more values than questions need"),
        ("yaml", b"a: 1", 1, "not a list"),
        ("json", b"[" * 100_000, 1, "nested more than 20"),
        ("json", b'[\n{"a": 1, "a": 2}]', 2, "stands twice"),
        ("json", b'[{}, \n{"a": NaN}]', 2, "NaN is not a number"),
        ("json", b"[{},]", 1, "not valid JSON"),
        ("json", b"[]\n[]", 1, "behind the list"),
        ("json", b"[{}" + b",{}" * 10_000 + b"]", 1, "more than 10,000"),
        ("csv", b"stem,unknown\na,b", 1, "no column 'unknown'"),
        ("csv", b"id\na", 1, "column stem is missing"),
        ("csv", b'stem,note\nfine,"=HYPERLINK(""x"")"', 2, "note begins with ="),
        ("csv", b"stem\n@SUM(1)", 2, "begins with @"),
        ("csv", b"stem,key,option_a\nq,c,x", 2, "key names option c"),
        ("csv", b'stem\n"' + b"a" * 200_000 + b'"', 2, "field limit"),
        ("gift", b"fine {=a ~b}\n\nbroken { =a ~b", 3, "need { before and } behind"),
        ("gift", b"a" * 300_000, 1, "a blank line is to part"),
        ("aiken", b"Q\nA. a\nC. c\nANSWER: A", 3, "out of order"),
        ("aiken", b"Q\nA. a\nB. b\nANSWER: C", 4, "no option C"),
        ("aiken", b"Q\nA. a\nB. b\n", 1, "no line ANSWER"),
    ],
)
def test_a_file_made_to_do_harm_is_refused_at_its_line(key, data, line, said):
    with pytest.raises(FormatError, match=said) as error:
        read(data, key)
    assert error.value.faults[0].line == line


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(**{"xl/workbook.xml": b"0" * 70_000_000}), "too much"),
        (zipped(**{f"f{n}": b"" for n in range(101)}), "101 files"),
        (zipped(**{"a.txt": b"text"}), "not a sheet"),
        (sheet(["stem", "note"], ["a", "b"], ["c", "=1+1"]), "cell B3 is a formula"),
        (sheet(["stem"], *(["q"] for _ in range(10_001))), "more than 10,000"),
        (sheet(["stem", "nonsense"], ["a", "b"]), "no column 'nonsense'"),
    ],
)
def test_a_sheet_made_to_do_harm_is_refused(data, said):
    with pytest.raises(FormatError, match=said):
        read(data, "xlsx")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "data", "said"),
    [
        ("json", rb'[{"id": "a-b-c", "stem": "\u0007"}]', "control character"),
        ("json", rb'[{"id": "a-b-c", "stem": "\ud800"}]', "control character"),
        ("json", b'[{"stem": "' + b"a" * 30_001 + b'"}]', "30000 at most"),
        ("json", b'[{"id": "a-b-c", "colour": "red", "section": "a#b"}]', "colour"),
        ("json", b'[{"id": {}, "stem": [], "section": 3}]', "stem"),
        ("moodle", QUIZ % b"x", "names no section"),
    ],
)
def test_what_only_the_fields_show_is_an_error_of_the_plan(key, data, said):
    plan = planned(data, key)
    assert said in " ".join(fault.message for fault in plan.errors)
    assert not plan.writes
    assert not Question.objects.exists()
