import pytest
from pydantic import ValidationError

from guide.content.records import DomainRecord, OptionRecord, QuestionRecord, SubjectRecord
from tests.guide.records import make_record


def options(count: int) -> list[OptionRecord]:
    return [OptionRecord(text=f"Text {n}") for n in range(count)]


@pytest.mark.parametrize(
    ("field", "allowed", "refused"),
    [
        ("id", "a-b-c", "a-b"),
        ("id", "a" * 60 + "-b-c", "a" * 61 + "-b-c"),
        ("id", "a-b-c-d-e-f-g-h-i", "a-b-c-d-e-f-g-h-i-j"),
        ("id", "a-1-c", "A-1-c"),
        ("tasks", {"DVA-C02": "1.1"}, {}),
        ("difficulty", 1, 0),
        ("difficulty", 3, 4),
        ("select", 1, 0),
        ("select", 3, 4),
        ("stem", "?", " \n"),
        ("options", options(2), options(1)),
        ("options", options(8), options(9)),
        ("section", "sqs#limits", "sqs"),
        ("checked", "2026-02-28", "2026-02-30"),
        ("status", "retired", "gone"),
    ],
)
def test_a_field_of_a_question_has_its_bounds(field, allowed, refused):
    good = make_record().model_dump()

    assert QuestionRecord(**good | {field: allowed})
    with pytest.raises(ValidationError, match=field):
        QuestionRecord(**good | {field: refused})


@pytest.mark.parametrize("weight", [0, 101])
def test_a_weight_is_in_percent(weight):
    with pytest.raises(ValidationError, match="weight"):
        DomainRecord(number=1, name="All", weight=weight, tasks=[{"number": "1.1", "name": "Do"}])


@pytest.mark.parametrize("slug", ["A", "a--b", "a_b", "-a", "", "a" * 65])
def test_a_slug_is_fit_for_an_address(slug):
    assert SubjectRecord(slug="a" * 64, name="A", topics=["a-1"])
    with pytest.raises(ValidationError, match="slug"):
        SubjectRecord(slug=slug, name="A", topics=[])


@pytest.mark.parametrize("written", ["  One\ntwo \n", "One\r\ntwo", "One\u2028two"])
def test_texts_have_one_kind_of_line_break_and_no_space_around(written):
    assert make_record(note=written, stem=written).note == "One\ntwo"
    assert make_record(stem=written).digest() == make_record(stem="One\ntwo").digest()


def test_options_are_keys_or_distractors():
    record = make_record(select=2, key=1)

    assert [record.options.index(option) for option in record.keys] == [1, 2]
    assert [record.options.index(option) for option in record.distractors] == [0, 3, 4]


def test_the_digest_follows_the_content_and_not_its_form():
    record = make_record(tasks={"A": "1.1", "B": "2.1"})
    reordered = QuestionRecord(**dict(reversed(record.as_data().items())))
    tasks = make_record(tasks={"B": "2.1", "A": "1.1"})

    assert record.digest() == reordered.digest() == tasks.digest()
    assert record.digest() == make_record(tasks=record.tasks, note="", volatile=False).digest()
    assert record.digest() != make_record(tasks=record.tasks, volatile=True).digest()
