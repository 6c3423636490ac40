"""What is exported and imported again is what it was: the whole bank, in each format."""

import pytest

from guide.exporting import export, in_order
from guide.formats import completing, registry
from guide.models import Question
from guide.services import Outcome
from tests.formats.bank import bank, digests, make_empty_guide
from tests.formats.files import imported, planned

WHOLE = [key for key in registry.READABLE if key != "aiken"]


@pytest.mark.parametrize("key", WHOLE)
def test_a_file_holds_every_field_of_the_whole_bank(key):
    data, left_out = export(bank(), key)
    parsed = registry.read(data, key)
    read = [completing.record(completing.fields(one, row=None, defaults={})) for one in parsed]
    assert left_out == []
    assert read == bank()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "status"), [("yaml", "published"), *((key, "draft") for key in WHOLE)]
)
def test_the_bank_in_an_empty_database_is_exported_as_it_was(key, status):
    make_empty_guide()
    whole = [record.model_copy(update={"status": status}) for record in bank()]
    data, _ = export(whole, key)
    batch = imported(data, key, publish=True)
    assert batch.created == len(whole)
    there = in_order(Question.objects.all())
    assert digests(there) == digests(whole)
    assert key == "xlsx" or export(there, key)[0] == data  # the parts of a zip have a time
    again = planned(data, key, publish=True)
    assert again.counts == {
        Outcome.CREATED: 0,
        Outcome.CHANGED: 0,
        Outcome.UNCHANGED: len(whole),
    }


@pytest.mark.django_db
def test_aiken_brings_back_every_question_with_one_key():
    make_empty_guide()
    data, left_out = export(bank(), "aiken")
    batch = imported(data, "aiken", topic="sqs")
    held = [record for record in bank() if record.id not in left_out]
    assert batch.created == len(held) == len(bank()) - len(left_out)
    there = in_order(Question.objects.all())
    assert export(there, "aiken") == (data, [])
    assert {record.status for record in there} == {"draft"}
    assert planned(data, "aiken", topic="kms").counts[Outcome.UNCHANGED] == len(held)


@pytest.mark.django_db
def test_aiken_knows_the_questions_that_are_here_already():
    make_empty_guide()
    some = [record for record in bank() if record.id.startswith("sqs-")]
    imported(export(some, "yaml")[0], "yaml", publish=True)
    data, left_out = export(some, "aiken")
    plan = planned(data, "aiken")
    assert plan.errors == []
    assert plan.counts[Outcome.UNCHANGED] == len(some) - len(left_out) > 0
