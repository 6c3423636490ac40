"""Whatever the questions, they come back; whatever the file, the one named error or a plan."""

from contextlib import suppress
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide import services
from guide.formats import completing
from guide.formats.base import FormatError
from guide.formats.registry import FORMATS, READABLE, read
from guide.models import ImportBatch, Option, Question
from tests.factories import NOW, make_exam, make_topic
from tests.formats.files import planned, received
from tests.formats.generated import broken_files, records, texts

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def guide(db) -> None:
    """Places for some of the questions."""
    make_exam()
    make_topic("sqs")


@pytest.mark.parametrize("key", sorted(READABLE.keys() - {"aiken"}))
@FEW
@given(questions=records)
def test_any_question_comes_back_from_a_file(key, questions):
    parsed = read(FORMATS[key].write(questions), key)
    back = [completing.record(completing.fields(one, row=None, defaults={})) for one in parsed]
    assert back == questions


@pytest.mark.parametrize("key", ["anki", "pdf", "aiken"])
@FEWER
@given(questions=records)
def test_any_question_can_be_written(key, questions):
    kind = FORMATS[key]
    assert kind.write([one for one in questions if kind.holds(one)]) is not None


@pytest.mark.parametrize("key", sorted(READABLE))
@FEW
@given(data=st.data())
def test_reading_a_broken_file_raises_nothing_but_the_named_error(key, data):
    file = data.draw(broken_files(key))
    found = []
    with suppress(FormatError):
        found = read(file, key)
    assert all(one.line >= 1 for one in found)


@pytest.mark.parametrize("key", sorted(READABLE))
@FEWER
@given(data=st.data(), publish=st.booleans())
def test_a_broken_file_is_kept_out_or_imported_and_undone_without_a_trace(
    guide, key, data, publish
):
    before = list(Question.objects.values_list()), list(Option.objects.values_list())
    batch = received(data.draw(broken_files(key)), key, topic="sqs", publish=publish)
    plan = services.plan_import(batch, now=NOW)
    if plan.writes:
        services.apply_import(batch, seen=plan.digest, now=NOW)
        services.undo_import(batch, now=NOW)
    else:
        with pytest.raises(services.NotImportable):
            services.apply_import(batch, seen=plan.digest, now=NOW)
    assert (list(Question.objects.values_list()), list(Option.objects.values_list())) == before
    ImportBatch.objects.all().delete()


@FEWER
@given(stem=texts, other=texts)
def test_a_file_of_another_program_gets_the_same_codes_each_time(guide, stem, other):
    file = f"<quiz>{_essay(stem)}{_essay(other)}</quiz>".encode()
    codes = [[i.record.id for i in planned(file, "moodle", topic="sqs").items] for _ in "ab"]
    assert codes[0] == codes[1]


def _essay(text: str) -> str:
    inner = f'<questiontext format="markdown"><text>{escape(text)}</text></questiontext>'
    return f'<question type="essay">{inner}</question>'
