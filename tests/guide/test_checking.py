import datetime

import pytest

from guide.content.checking import check, reading_times
from guide.content.writing import records_text
from tests.guide.folders import FILES, PAGE, QUESTIONS, RECALL, make_folder
from tests.guide.records import make_record, with_option

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path)


def found(folder):
    """Each problem as `file:line: level: message`, the file named within the folder."""
    _, problems = check(folder, today=TODAY)
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def test_a_folder_without_fault_passes(folder):
    reading, problems = check(folder, today=TODAY)

    assert problems == []
    assert reading.content.questions == {"sqs": [make_record()]}


SECTION = "sqs#visibility-timeout"


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        ("questions/sqs.yaml", SECTION, "sqs#none", "21: error: L08 sqs has no section #none"),
        ("questions/sqs.yaml", SECTION, "sns#a", "21: error: L08 the section is not one of sqs"),
        ("recall/sqs.yaml", SECTION, "sqs#none", "2: error: L08 sqs has no section #none"),
        ("recall/sqs.yaml", SECTION, "sns#a", "2: error: L08 the section is not one of sqs"),
        ("questions/sqs.yaml", '"1.1"', '"1.2"', "2: error: L03 DVA-C02 has no task 1.2"),
        ("questions/sqs.yaml", "DVA-C02", "DVA-X", "2: error: L03 DVA-X has no task 1.1"),
        (
            "exams.yaml",
            "weight: 100",
            "weight: 99",
            "10: error: the weights of DVA-C02 add up to 99",
        ),
        ("exams.yaml", "score: 720", "score: 1000", "6: error: pass_score is outside the scale"),
        ("exams.yaml", "score: 720", "score: 100", "6: error: pass_score is outside the scale"),
        ("subjects.yaml", "- sqs", "- sqs\n    - sns", "5: error: no page guide/sns.md"),
        ("subjects.yaml", "- sqs", "- sqs\n    - sqs", "4: error: sqs is listed twice"),
        ("guide/sqs.md", '"Amazon', '"Our', "6: error: the source is not of the form 'AWS"),
    ],
)
def test_a_fault_of_reference_is_reported_at_its_line(folder, name, old, new, finding):
    (folder / name).write_text(FILES[name].replace(old, new, 1))

    assert found(folder)[0].startswith(f"{name}:{finding}")


def test_a_page_that_no_subject_lists_is_reported(folder):
    (folder / "guide" / "sns.md").write_text(PAGE)

    assert found(folder) == ["guide/sns.md:2: error: is not listed in subjects.yaml"]


@pytest.mark.parametrize("kind", ["recall", "questions"])
def test_questions_without_a_page_are_reported(folder, kind):
    (folder / kind / "sns.yaml").write_text("[]\n")

    assert found(folder) == [f"{kind}/sns.yaml:1: error: there is no page guide/sns.md"]


def test_an_id_may_stand_once_in_all_files(folder):
    twin = RECALL.replace("sqs-recall-what", "sqs-visibility-timeout")
    (folder / "recall" / "sqs.yaml").write_text(RECALL + "\n" + twin + "\n" + RECALL)

    assert found(folder) == [
        "questions/sqs.yaml:1: error: sqs-visibility-timeout is also in recall/sqs.yaml",
        "recall/sqs.yaml:11: error: sqs-recall-what is also in recall/sqs.yaml",
    ]


LAST = PAGE.count("\n")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\nSee [SNS](sns.md).\n", 2, "links to sns, which is not a topic"),
        ("\nSee [there](#there).\n", 2, "links to sqs#there, which is not a section"),
        ("\n- See\n  [that](sqs.md#that)\n", 2, "links to sqs#that, which is not a section"),
        ("\n<https://example.com>\n", 2, "links to https://example.com, which is not a topic"),
        ("\n## Visibility timeout\n", 2, "the anchor #visibility-timeout stands twice"),
        ("\n### Other {#visibility-timeout}\n", 2, "the anchor #visibility-timeout stands twice"),
        ("\n```json\n{,}\n```\n", 2, "the json sample does not parse: Expecting property name"),
        ("\n```yaml\na: [\n```\n", 2, "the yaml sample does not parse: while parsing a flow node"),
        ("\n```python\nif:\n```\n", 2, "the python sample does not parse: invalid syntax"),
        ("\n```bash\nif\n```\n", 2, "the bash sample does not parse: bash: line "),
        ("\n```klingon\nQapla'\n```\n", 2, "unknown language 'klingon' of a code sample"),
        ("\n```\ntext\n```\n", 2, "unknown language '' of a code sample"),
        ("\n```diagram\na ──▶ b\n```\n", 2, "a diagram needs a caption that says in words what"),
        (f"\n```diagram A\n{'─' * 81}\n```\n", 2, "a diagram is 81 characters wide, 80 at most"),
        (
            f"\n```json\n{'[' * 100_000}\n```\n",
            2,
            "the json sample does not parse: maximum recursio",
        ),
        (
            f"\n```yaml\n{'[' * 2_000}\n```\n",
            2,
            "the yaml sample does not parse: maximum recursio",
        ),
        (f"\n```python\n{'-' * 5_000}1\n```\n", 2, "the python sample does not parse: "),
    ],
)
def test_a_fault_in_the_text_of_a_page_is_reported_at_its_line(folder, text, line, message):
    (folder / "guide" / "sqs.md").write_text(PAGE + text)

    (problem,) = found(folder)

    assert problem.startswith(f"guide/sqs.md:{LAST + line}: error: {message}")


@pytest.mark.parametrize(
    "sample",
    [
        'json\n{"a": [1, 2]}',
        "yaml\nA: !Ref B\nC: !Sub [x, !GetAtt y.z]\nD: !If {a: b}\n---\nE: 1",
        "python\nasync def f(): ...",
        "bash\naws s3 ls | wc -l",
        "text\n<anything>",
        f"diagram A line\n{'─' * 80}",
    ],
)
def test_a_sound_sample_passes(folder, sample):
    text = f"\n```{sample}\n```\n\nSee [above](#visibility-timeout) and [SQS](sqs.md).\n"
    (folder / "guide" / "sqs.md").write_text(PAGE + text)

    assert found(folder) == []


def test_links_in_the_texts_of_questions_are_followed(folder):
    record = with_option(1, why=make_record().options[1].why + " See [SNS](sns.md).")
    linked = record.model_copy(update={"stem": record.stem.replace("shop", "[shop](a.md)", 1)})
    (folder / "questions" / "sqs.yaml").write_text(records_text([linked]))
    answer = "Messages, [for a time](sqs.md#visibility-timeout) or [ever](#ever)."
    (folder / "recall" / "sqs.yaml").write_text(RECALL.replace("Messages.", answer))

    assert found(folder) == [
        "questions/sqs.yaml:5: error: links to a, which is not a topic",
        "questions/sqs.yaml:14: error: links to sns, which is not a topic",
        "recall/sqs.yaml:4: error: links to #ever, which is not a topic",
    ]


def test_the_rules_speak_at_the_line_of_the_field(folder):
    records = [make_record(id="sqs-first-question"), with_option(2, why="Wrong.")]
    (folder / "questions" / "sqs.yaml").write_text(records_text(records))

    assert found(folder) == [
        "questions/sqs.yaml:26: error: sqs-visibility-timeout: B03 its stem is like that of "
        "sqs-first-question (1.00)",
        "questions/sqs.yaml:41: warning: sqs-visibility-timeout: L06 1 words, 8 to 45 wanted",
        "questions/sqs.yaml:41: error: sqs-visibility-timeout: L31 only says that it is wrong",
    ]


def test_a_record_in_bad_form_moves_no_line_of_the_next(folder):
    bad = QUESTIONS.replace("difficulty: 2", "difficulty: 4")
    good = QUESTIONS.replace("timeout\n", "timeouts\n", 1).replace(SECTION, "sqs#none")
    (folder / "questions" / "sqs.yaml").write_text(bad + "\n" + good)

    assert found(folder) == [
        "questions/sqs.yaml:3: error: difficulty: Input should be less than or equal to 3",
        "questions/sqs.yaml:46: error: L08 sqs has no section #none",
    ]


def test_a_page_that_is_too_short_or_too_long_is_warned_of(folder):
    page = folder / "guide" / "sqs.md"
    reading, _ = check(folder, today=TODAY)
    (short, *_) = [str(p) for p in reading_times(folder, reading) if p.file == str(page)]
    assert short == f"{page}:1: warning: takes 1 minutes to read, 6 to 20 wanted"
    page.write_text(page.read_text() + "Words to read. " * 1000)
    reading, _ = check(folder, today=TODAY)
    assert not [p for p in reading_times(folder, reading) if p.file == str(page)]
