"""Files in the form that Moodle documents, and what becomes of them."""

from pathlib import Path

import pytest

from guide.formats.base import Parsed
from guide.formats.registry import guess, read

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str, key: str) -> list[Parsed]:
    return read((SAMPLES / name).read_bytes(), key)


def options(parsed: Parsed) -> list[tuple[str, bool, str]]:
    return [(one["text"], one["correct"], one.get("why", "")) for one in parsed.data["options"]]


def test_gift_with_feedback_comment_and_category():
    first = sample("moodle.gift", "gift")[0]
    assert (first.line, first.topic) == (7, "sqs")
    assert first.data["id"] == "colour-of-the-spectrum"
    assert first.data["difficulty"] == "1"
    assert first.data["stem"] == "What's between orange and green in the spectrum?"
    assert first.data["explanation"] == "Think of a #rainbow: it has seven colours."
    assert options(first) == [
        ("yellow", True, "right; good!"),
        ("red", False, "wrong, it's yellow"),
        ("blue", False, "wrong, it's yellow"),
    ]


def test_gift_with_escapes_and_texts_in_several_formats():
    escapes = sample("moodle.gift", "gift")[1]
    assert escapes.data["id"] == "Escapes : all of them"
    assert escapes.data["stem"] == "Which **sum** is in `a = {1}`?\n\nIt is \\< 5 ~ 6 or more."
    assert options(escapes) == [
        ("*one* \\ half", False, ""),
        ("1 = 1", True, ""),
        ("*none* of it", False, "Look at the **sign**."),
    ]


def test_gift_with_weights_true_or_false_a_gap_and_an_essay():
    _, _, two, true, gap, essay, *_ = sample("moodle.gift", "gift")
    assert [correct for _, correct, _ in options(two)] == [False, True, True, False]
    assert options(true) == [
        ("True", True, "Indeed it is."),
        ("False", False, "It is in Riverside Park."),
    ]
    assert gap.data["stem"].endswith("holiday on  _____ of October.")
    assert options(gap)[2] == ("2nd", True, "")
    assert essay.data["prompt"] == "What does a **queue** decouple?"
    assert essay.data["answer"] == "The sender from the receiver."


def test_gift_questions_that_can_not_be_asked_are_named_with_their_lines():
    left_out = [(one.line, one.left_out) for one in sample("moodle.gift", "gift") if one.left_out]
    assert left_out == [
        (42, "is a matching question"),
        (44, "is a short-answer question"),
        (46, "is a numerical question"),
    ]


def test_moodle_xml_with_html_cdata_files_and_partial_credit():
    first = sample("moodle.xml", "moodle")[0]
    assert (first.line, first.topic) == (10, "sqs")
    assert first.data["id"] == "sqs-sample-visibility"
    assert first.data["stem"] == (
        "A worker needs **two minutes** for a message.\\\n"
        "Which `timeout` is right?\n\n(picture: A queue)"
    )
    assert first.data["explanation"] == "The timeout covers the *work* & its deletion."
    assert first.data["fixed_order"] is True
    assert first.data["difficulty"] == "3"
    assert options(first) == [
        ("Three minutes", True, "Longer than the work."),
        ("30 seconds", False, ""),
        ("`0` seconds", False, "Shown again at once."),
    ]


def test_moodle_xml_with_true_or_false_an_essay_and_other_kinds():
    _, true, essay, other = sample("moodle.xml", "moodle")
    assert options(true) == [("True", True, "Within a group."), ("False", False, "")]
    assert essay.data["prompt"] == "What is a *dead-letter queue* for?"
    assert essay.data["answer"] == "For messages that fail again and again."
    assert (other.line, other.left_out) == (54, "is a matching question")


def test_aiken_with_both_signs_behind_the_letter():
    first, second = sample("moodle.txt", "aiken")
    assert [correct for _, correct, _ in options(first)] == [False, False, False, True]
    assert options(second) == [("Moodle", True, ""), ("ATutor", False, "")]
    assert (first.line, second.line) == (1, 8)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("stem,key,option_a,option_b", "Why?,B,no,yes"),
        ("stem;key;option_a;option_b", "Why?;b;no;yes"),
        ("STEM\tKey\toption_a\toption_b", "Why?\tB\tno\tyes"),
    ],
)
def test_csv_with_few_columns_and_any_delimiter(header, row):
    (parsed,) = read(f"{header}\r\n\r\n{row}\r\n".encode("utf-8-sig"), "csv")
    assert parsed.data == {
        "stem": "Why?",
        "options": [{"text": "no", "correct": False}, {"text": "yes", "correct": True}],
    }
    assert parsed.line == 3


def test_csv_rows_may_end_early():
    (parsed,) = read(b"id,kind,stem,explanation\na-b-c,recall,Why?\n", "csv")
    assert parsed.data == {"id": "a-b-c", "prompt": "Why?", "answer": ""}


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("A.YML", b"", "yaml"),
        ("quiz.txt", b"Q\nA. a\nB. b\nANSWER: A", "aiken"),
        ("quiz.txt", b"Q {=a ~b}", "gift"),
        ("quiz.apkg", b"", ""),
        ("quiz", b"", ""),
    ],
)
def test_the_name_says_the_format_and_text_files_say_it_themselves(name, data, key):
    assert guess(name, data) == key
