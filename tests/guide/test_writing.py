from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.content.reading import read
from guide.content.records import (
    DomainRecord,
    ExamRecord,
    OptionRecord,
    QuestionRecord,
    RecallRecord,
    ReviewRecord,
    SubjectRecord,
    TaskRecord,
    TopicRecord,
)
from guide.content.writing import page_text, records_text
from tests.conftest import CONTENT

LOOK_LIKE_SOMETHING_ELSE = (
    *("yes", "null", "~", "007", "1.5", "0x1F", "1_000", "12:30:00", "2026-11-23", "=", "<<", ".5"),
    *("- a", "a: b", "a #b", "# a", "'a'", '"a"', "\\n", "%a", "@a", "`a`", "| a", "> a", "? a"),
    *("{a}", "[a", "*a", "&a", "!a", "---", "...", "a:", ":a", "a, b", "{{a}}", "a\tb", "a\xa0b"),
    *("a\nb", "a\n\n  b", "a \nb", "a\r\nb", "a\rb", "a\x85b", "a\u2028b", "a\x0cb", "\ufeffa"),
    *(
        "a\n---\nb",
        "---\na",
        "\x00",
        "\x7f",
        "\U0001f600",
        "é",
        "e\u0301",
        "a" * 2000,
        "a b " * 500,
    ),
)
NOTES = st.sampled_from(LOOK_LIKE_SOMETHING_ELSE) | st.text(max_size=30)
TEXTS = NOTES.filter(lambda text: "".join(text.strip().splitlines()))
SLUGS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)
CODES = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){2,6}", fullmatch=True)
REFS = st.from_regex(r"[a-z0-9-]{1,9}#[a-z0-9-]{1,9}", fullmatch=True)
DAYS = st.dates()


def some(values: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(values, min_size=1, max_size=most)


TASKS = st.builds(TaskRecord, number=TEXTS, name=TEXTS)
DOMAINS = st.builds(
    DomainRecord,
    number=st.integers(1, 32_000),
    name=TEXTS,
    weight=st.integers(1, 100),
    tasks=some(TASKS),
)
EXAMS = st.builds(
    ExamRecord,
    code=TEXTS,
    name=TEXTS,
    first_day=st.none() | DAYS,
    last_day=st.none() | DAYS,
    minutes=st.integers(1, 32_000),
    questions=st.integers(1, 32_000),
    scored_questions=st.integers(1, 32_000),
    domains=some(DOMAINS),
)
SUBJECTS = st.builds(SubjectRecord, slug=SLUGS, name=TEXTS, topics=st.lists(SLUGS, max_size=3))
RECALL = st.builds(RecallRecord, id=CODES, section=REFS, prompt=TEXTS, answer=TEXTS)
OPTIONS = st.builds(OptionRecord, text=TEXTS, correct=st.booleans(), why=NOTES)
REVIEWS = st.builds(ReviewRecord, guessed=st.none(), date=DAYS)
QUESTIONS = st.builds(
    QuestionRecord,
    id=CODES,
    tasks=st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=2),
    skill=NOTES,
    difficulty=st.integers(1, 3),
    select=st.integers(1, 3),
    stem=TEXTS,
    options=st.lists(OPTIONS, min_size=2, max_size=5),
    explanation=TEXTS,
    section=REFS,
    sources=st.lists(TEXTS, max_size=2),
    constraint=NOTES,
    negative=st.booleans(),
    volatile=st.booleans(),
    fixed_order=st.booleans(),
    status=st.sampled_from(["draft", "published", "retired"]),
    note=NOTES,
    review=st.none() | REVIEWS,
)
PAGES = st.builds(TopicRecord, title=TEXTS, summary=TEXTS, sources=some(TEXTS), body=TEXTS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("content")
    for name in ("guide", "recall", "questions"):
        (path / name).mkdir()
    return path


def reread(folder, name, text):
    """The content of the folder, once the file holds the text."""
    (folder / name).write_text(text, encoding="utf-8")
    reading = read(folder)
    assert [p for p in reading.problems if p.file.endswith(name)] == []
    return reading.content


@given(some(EXAMS))
def test_exams_are_read_as_they_were_written(folder, exams):
    assert reread(folder, "exams.yaml", records_text(exams)).exams == exams


@given(EXAMS, DAYS)
def test_values_that_are_the_same_object_are_written_out_each(folder, exam, day):
    one_day = exam.model_copy(update={"first_day": day, "last_day": day})

    assert reread(folder, "exams.yaml", records_text([one_day])).exams == [one_day]


@given(some(SUBJECTS))
def test_subjects_are_read_as_they_were_written(folder, subjects):
    assert reread(folder, "subjects.yaml", records_text(subjects)).subjects == subjects


@given(some(RECALL))
def test_recall_questions_are_read_as_they_were_written(folder, items):
    assert reread(folder, "recall/a.yaml", records_text(items)).recall["a"] == items


@given(some(QUESTIONS))
def test_questions_are_read_as_they_were_written(folder, items):
    assert reread(folder, "questions/a.yaml", records_text(items)).questions["a"] == items


@given(PAGES)
def test_a_page_is_read_as_it_was_written(folder, page):
    assert reread(folder, "guide/a.md", page_text(page)).pages["a"] == page


@given(some(QUESTIONS))
def test_what_was_read_is_written_in_the_same_form(folder, items):
    text = records_text(items)

    assert records_text(reread(folder, "questions/a.yaml", text).questions["a"]) == text


def test_a_question_has_a_form_that_people_can_read():
    question = QuestionRecord(
        id="sqs-fifo-order",
        tasks={"DVA-C02": "1.1"},
        difficulty=2,
        select=1,
        stem="A situation.\n\nWhich queue?",
        options=[OptionRecord(text="Yes", correct=True, why="Of two\nlines."), {"text": "a: b"}],
        explanation="One line.",
        section="sqs#queue-types",
        sources=["Amazon SQS Developer Guide: Queues"],
        checked="2026-11-23",
    )

    assert records_text([question]) == (
        """\
- id: sqs-fifo-order
  tasks: {DVA-C02: "1.1"}
  difficulty: 2
  select: 1
  stem: |
    A situation.

    Which queue?
  options:
    - text: "Yes"
      correct: true
      why: |
        Of two
        lines.
    - text: "a: b"
  explanation: |
    One line.
  section: sqs#queue-types
  sources:
    - "Amazon SQS Developer Guide: Queues"
  checked: 2026-11-23
"""
    )


@pytest.fixture(scope="module")
def content():
    return read(CONTENT).content


def of(*folders: str) -> list[str]:
    paths = sorted(path for folder in folders for path in (CONTENT / folder).iterdir())
    return [str(path.relative_to(CONTENT)) for path in paths]


@pytest.mark.parametrize("name", ["exams.yaml", "subjects.yaml", *of("recall", "questions")])
def test_the_yaml_files_are_in_the_form_that_the_writer_gives_them(content, name):
    kind, _, topic = name.removesuffix(".yaml").partition("/")
    records = getattr(content, kind)[topic] if topic else getattr(content, kind)

    assert records_text(records) == (CONTENT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", of("guide"))
def test_the_pages_are_in_the_form_that_the_writer_gives_them(content, name):
    page = content.pages[Path(name).stem]

    assert page_text(page) == (CONTENT / name).read_text(encoding="utf-8")
