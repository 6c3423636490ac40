"""What differs between two texts, and what a revision says, read back."""

import pytest

from guide import markdown
from guide.content.comparing import Kind, differences, pieces
from guide.content.rendered import as_markdown, same_key
from tests.guide.records import make_record

SIGNS = {Kind.SAME: "{}", Kind.GONE: "[-{}-]", Kind.NEW: "[+{}+]"}


def shown(old: str, new: str) -> str:
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in pieces(old, new))


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        ("", "", ""),
        ("The same.", "The same.", "The same."),
        ("", "All new.", "[+All new.+]"),
        ("All gone.", "", "[-All gone.-]"),
        ("a red fox", "a blue fox", "a [-red-][+blue+] fox"),
        ("a red fox runs", "a blue cat runs", "a [-red fox-][+blue cat+] runs"),
        ("waits 30 s.", "waits 300 s.", "waits [-30-][+300+] s."),
        ("one\ntwo\nthree", "one\n2\nthree", "one\n[-two-][+2+]\nthree"),
        ("one\nthree", "one\ntwo\nthree", "one\n[+two\n+]three"),
        ("a <b> & c", "a <b> & d", "a <b> & [-c-][+d+]"),
    ],
)
def test_words_that_are_gone_and_new_are_told(old, new, result):
    assert shown(old, new) == result


@pytest.mark.parametrize(("old", "new"), [("x y " * 50, "y z " * 60), ("a\n\nb", "b\na\n")])
def test_both_texts_can_be_read_out_of_the_pieces(old, new):
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.kind is not Kind.NEW) == old
    assert "".join(p.text for p in found if p.kind is not Kind.GONE) == new


def test_every_field_of_a_question_is_compared():
    old = make_record()
    new = make_record(
        difficulty=3, sources=["AWS Guide: Another"], volatile=True, tasks={"DVA-C03": "2.1"}
    )
    changed = {field.name for field in differences(old, new) if field.changed}
    assert changed == {"Difficulty", "Sources", "Volatile", "Exam tasks"}


def content(*options: tuple[str, str, bool]) -> dict:
    return {"options": [{"key": k, "text": t, "correct": c} for k, t, c in options]}


OLD = content(("a", "SQS", True), ("b", "SNS", False))


@pytest.mark.parametrize(
    ("new", "same"),
    [
        (content(("a", "SQS", True), ("b", "SNS", False)), True),
        (content(("a", "SNS", False), ("b", "SQS", True)), True),  # they have swapped letters
        (content(("a", "Amazon SQS", True), ("b", "SNS", False)), True),  # other words
        (content(("a", "SQS", False), ("b", "SNS", True)), False),
        (content(("a", "SNS", True), ("b", "SQS", False)), False),  # the letter alone is the same
        (content(("a", "SQS", True), ("b", "SNS", True)), False),
        (content(("b", "SNS", False), ("c", "Kinesis", True)), False),
        (content(("a", "SQS", True), ("b", "SNS", False), ("c", "Kinesis", False)), True),
        (content(), False),
    ],
)
def test_a_key_has_changed_when_another_option_is_right(new, same):
    assert same_key(OLD, new) is same


@pytest.mark.parametrize(
    "text",
    [
        "One paragraph with `code` and **weight**, *stress* and ~~no more~~.",
        "Two.\n\nParagraphs & <signs>.",
        "A list:\n\n- one\n- `two`\n\nAnd so on.",
        "Text:\n\n```text\nGET /x  HTTP/1.1\n\n- no list\n```\n\nMore.",
    ],
)
def test_what_learners_see_can_be_read_back(text):
    html = markdown.render(text)
    assert as_markdown(html) == text
    assert markdown.render(as_markdown(html)) == html
