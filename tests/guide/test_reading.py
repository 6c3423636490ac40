import datetime
from itertools import pairwise

import pytest
from yaml import YAMLError

from guide.content.reading import MAXIMUM_BYTES, read
from guide.content.source import DEEPEST, Source
from tests.guide.folders import EXAMS, PAGE, RECALL, make_folder

BODY = PAGE.rpartition("---\n")[2].strip()


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path)


def problems(folder):
    """The file, line and message of each."""
    prefix = f"{folder}/"
    return [
        (problem.file.removeprefix(prefix), problem.line, problem.message)
        for problem in read(folder).problems
    ]


def test_a_folder_in_good_form_is_read_whole(folder):
    reading = read(folder)

    assert reading.problems == []
    assert [exam.code for exam in reading.content.exams] == ["DVA-C02"]
    assert [subject.topics for subject in reading.content.subjects] == [["sqs"]]
    assert reading.content.pages["sqs"].checked == datetime.date(2026, 11, 23)
    assert reading.content.pages["sqs"].body == BODY
    assert reading.body_lines == {"sqs": 9}
    assert [item.answer for item in reading.content.recall["sqs"]] == ["Messages."]


def test_all_errors_of_form_come_at_once(folder):
    (folder / "exams.yaml").write_text(EXAMS.replace("minutes: 130", "minutes: soon"))
    (folder / "guide" / "sqs.md").write_text(PAGE.replace("title: SQS\n", ""))
    (folder / "recall" / "sqs.yaml").write_text(RECALL + "  colour: red\n")

    assert problems(folder) == [
        ("guide/sqs.md", 2, "title: Field required"),
        (
            "exams.yaml",
            3,
            "minutes: Input should be a valid integer, unable to parse string as an integer",
        ),
        ("recall/sqs.yaml", 5, "colour: Extra inputs are not permitted"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("recall/sqs.yaml", b"- id: a\n- \xff\n", 2, "is not UTF-8: invalid start byte"),
        ("recall/sqs.yaml", "- Ünicode\n".encode("utf-16"), 1, "is not UTF-8: "),
        ("recall/sqs.yaml", b"- id: a\n  b: [1\n", 3, "not valid YAML: "),
        ("recall/sqs.yaml", b"- id: a\n  b: \x00\n", 1, "not valid YAML: "),
        ("recall/sqs.yaml", b"- id: a\n  why: b\n  why: c\n", 3, "not valid YAML: the key 'why' "),
        ("recall/sqs.yaml", b"- !!python/name:os.system\n", 1, "not valid YAML: could not "),
        ("recall/sqs.yaml", b"- id: a\n--- \n- id: b\n", 2, "not valid YAML: but found another "),
        ("recall/sqs.yaml", b"- a\n" * (MAXIMUM_BYTES // 4 + 1), 1, "is larger than 2000000 bytes"),
        ("recall/sqs.yaml", b"", 1, "is not a list"),
        ("recall/sqs.yaml", b"id: a\n", 1, "is not a list"),
        ("recall/sqs.yaml", b"- 7\n", 1, "Input should be a valid dictionary"),
        ("recall/sqs.yaml", b"- 7: 7\n", 1, "id: Field required"),
        ("guide/sqs.md", b"Just text.\n", 1, "has no front matter between --- lines"),
        ("guide/sqs.md", b"---\ntitle: SQS\n", 1, "has no front matter between --- lines"),
        ("guide/sqs.md", b"---\ntitle: [\n---\nText.\n", 3, "not valid YAML: "),
        ("guide/sqs.md", b"---\n- a\n---\nText.\n", 2, "title: Field required"),
        ("guide/sqs.md", PAGE.replace("11-23", "13-23").encode(), 4, "checked: Input should be a "),
        ("guide/sqs.md", PAGE.removesuffix(BODY + "\n").encode(), 2, "body: "),
        ("subjects.yaml", b"- slug: A b\n  name: All\n  topics: []\n", 1, "slug: String should "),
    ],
)
def test_an_error_of_form_is_reported_with_its_file_and_line(folder, name, content, line, message):
    (folder / name).write_bytes(content)

    found = problems(folder)[0]

    assert found[:2] == (name, line)
    assert found[2].startswith(message)
    assert "\n" not in found[2]


@pytest.mark.parametrize("name", ["exams.yaml", "subjects.yaml"])
def test_a_file_that_is_not_there_is_reported(folder, name):
    (folder / name).unlink()

    assert problems(folder) == [(name, 1, "can't be read: No such file or directory")]


def test_a_folder_named_as_a_file_is_reported(folder):
    (folder / "recall" / "sns.yaml").mkdir()

    assert problems(folder) == [("recall/sns.yaml", 1, "can't be read: Is a directory")]


LEVELS = "abcdefgh"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise(LEVELS)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{name}: &{name}\n  <<: [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in pairwise(LEVELS)
)


@pytest.mark.parametrize("text", [LAUGHS, MERGES, "- &a [*a]\n", "- &a x\n- *a\n"])
def test_aliases_are_refused_for_they_can_fill_the_memory(folder, text):
    (folder / "recall" / "sqs.yaml").write_text(text)

    assert [message for _, _, message in problems(folder)] == [
        "not valid YAML: aliases (*) are not allowed"
    ]


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_deep_nesting_is_refused_for_it_can_exhaust_the_stack(folder, opening):
    (folder / "recall" / "sqs.yaml").write_text(opening * 400_000)

    assert problems(folder) == [
        ("recall/sqs.yaml", 1, f"not valid YAML: nested more than {DEEPEST} levels deep")
    ]


def test_nesting_may_reach_its_bound():
    Source("x.yaml", "[" * DEEPEST + "]" * DEEPEST)

    with pytest.raises(YAMLError):
        Source("x.yaml", "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_what_an_editor_of_text_adds_is_read_over(folder):
    windows = "\ufeff" + PAGE.replace("\n", "\r\n")
    (folder / "guide" / "sqs.md").write_bytes(windows.encode())

    reading = read(folder)

    assert reading.problems == []
    assert reading.content.pages["sqs"].body == BODY


def test_one_bad_record_keeps_nothing_else_back_and_moves_no_line(folder):
    bad = RECALL.replace("id: sqs-recall-what", "id: no")
    good = RECALL.replace("what", "why")
    path = folder / "recall" / "sqs.yaml"
    path.write_text(bad + good)

    reading = read(folder)

    assert [problem.line for problem in reading.problems] == [1]
    assert [item.id for item in reading.content.recall["sqs"]] == ["sqs-recall-why"]
    assert reading.line(str(path), 0, "prompt") == 7


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        ((), 5),
        ((0,), 5),
        ((0, "b"), 7),
        ((0, "b", 1), 8),
        ((0, "c"), 5),
        ((1, "a"), 9),
        ((7,), 5),
        ((2,), 5),
    ],
)
def test_a_line_is_that_of_the_value_or_of_the_nearest_around_it(loc, line):
    source = Source("x.yaml", "- a: 1\n  b:\n    - 1\n    - 2\n- a: |\n    text\n", first_line=5)

    assert source.line(loc) == line


def test_a_file_that_was_not_read_has_one_line(folder):
    assert read(folder).line("elsewhere.yaml", 3, "stem") == 1
