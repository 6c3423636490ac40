"""Looked at first, imported as a whole, undone as a whole."""

import pytest

from guide import services
from guide.conversion import question_record
from guide.formats import aiken, json_
from guide.models import ImportBatch, Option, Question, Revision, Topic
from guide.services import NotImportable, NotUndoable, Outcome, PlanChanged
from tests.factories import (
    NOW,
    answer_all,
    make_attempt,
    make_question,
    make_recall,
    make_topic,
)
from tests.formats.files import imported, planned, received
from tests.guide.records import make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(exam) -> Topic:
    return make_topic("sqs", body="Text.\n\n## Visibility timeout\n\nMore.")


def make_own(**changes):
    return make_record(**{"tasks": {"DVA-C02": "1.1"}, **changes})


def rows() -> list[list[tuple[object, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Question, Option)]


def row(code: str = "sqs-visibility-timeout") -> Question:
    return Question.objects.complete().get(code=code)


def test_a_new_question_is_a_draft_unless_the_status_is_taken(topic):
    batch = imported(json_.write([make_own()]), "json")
    assert (batch.created, batch.changed, batch.unchanged) == (1, 0, 0)
    assert (row().status, row().revision, row().position) == ("draft", None, 0)
    imported(json_.write([make_own()]), "json", publish=True)
    assert row().status == "published"
    assert row().revision.note == "Imported from file.json"


def test_the_same_file_twice_changes_nothing(topic):
    data = json_.write([make_own(), make_own(id="another-of-them", key=2)])
    imported(data, "json", publish=True)
    before = rows()
    plan = planned(data, "json", publish=True)
    assert plan.counts[Outcome.UNCHANGED] == 2
    with pytest.raises(NotImportable):
        services.apply_import(received(data, "json"), seen=plan.digest, now=NOW)
    assert rows() == before


def test_applying_twice_is_applying_once(topic):
    batch = received(json_.write([make_own()]), "json")
    seen = services.plan_import(batch, now=NOW).digest
    once = services.apply_import(batch, seen=seen, now=NOW)
    assert services.apply_import(batch, seen=seen, now=NOW) == once
    assert once.data is None
    assert Question.objects.count() == 1


def test_a_change_is_shown_to_learners_only_where_the_status_is_taken(topic):
    imported(json_.write([make_own()]), "json", publish=True)
    changed = json_.write([make_own(explanation="Longer words on the rule. " * 8)])
    plan = planned(changed, "json")
    assert [item.changes for item in plan.of(Outcome.CHANGED)] == [["Explanation"]]
    imported(changed, "json")
    assert row().explanation.startswith("Longer")
    assert (row().status, row().revision.number) == ("published", 1)


def test_a_question_that_breaks_a_rule_is_not_published_and_keeps_all_others_out(topic):
    good, bad = make_own(), make_own(id="one-without-source", sources=[])
    plan = planned(json_.write([good, bad]), "json", publish=True)
    (error,) = plan.errors
    assert error.message == "one-without-source can't be published: L09 no source (sources)"
    assert not plan.writes
    draft = planned(json_.write([good, bad]), "json")
    assert draft.errors == []
    assert [item.missing(NOW) for item in draft.items] == [[], ["L09 no source (sources)"]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"section": "sqs#nowhere"}, "there is no section sqs#nowhere"),
        ({"tasks": {"DVA-C02": "9.9"}}, "DVA-C02 has no task 9.9"),
        ({"skill": "S" * 21}, "skill has more than 20 characters"),
    ],
)
def test_what_leads_nowhere_is_an_error_with_its_line(topic, changes, said):
    data = json_.write([make_own(id="first-is-good"), make_own(**changes)])
    (error,) = planned(data, "json").errors
    assert error.message == said
    assert data.decode().split("\n")[error.line - 1] == "  {"


def test_a_code_that_stands_twice_is_an_error(topic):
    plan = planned(json_.write([make_own(), make_own()]), "json")
    assert [fault.message for fault in plan.errors] == [
        "sqs-visibility-timeout stands on line 2 too"
    ]


def test_a_recall_question_stays_one_and_stays_on_its_page(topic):
    recall = make_recall(topic)
    other = make_topic("sns")
    as_choice = json_.write([make_own(id=recall.code)])
    (error,) = planned(as_choice, "json").errors
    assert "another kind" in error.message
    record = question_record(row(recall.code))
    moved = record.model_copy(update={"section": f"sns#{other.sections.all()[0].anchor}"})
    (error,) = planned(json_.write([moved]), "json").errors
    assert "stays on its page" in error.message


def test_a_recall_question_stands_on_its_page_at_once_and_goes_with_the_undoing(topic):
    data = b"""[{"id": "sqs-recall-new", "section": "sqs#visibility-timeout",
                 "prompt": "What is it?", "answer": "It."}]"""
    batch = imported(data, "json", publish=True)
    topic.refresh_from_db()
    assert [item["code"] for item in topic.page["recall"]] == ["sqs-recall-new"]
    services.undo_import(batch, now=NOW)
    topic.refresh_from_db()
    assert topic.page["recall"] == []


def test_somebody_who_writes_between_looking_and_importing_is_not_overwritten(topic):
    imported(json_.write([make_own()]), "json")
    batch = received(json_.write([make_own(difficulty=3)]), "json")
    seen = services.plan_import(batch, now=NOW).digest
    Question.objects.update(note="Mine")
    with pytest.raises(PlanChanged):
        services.apply_import(batch, seen=seen, now=NOW)
    assert row().difficulty == 2


def test_publishing_over_an_unpublished_change_is_an_error(topic):
    imported(json_.write([make_own()]), "json", publish=True)
    Question.objects.update(stem="An editor is at work here.")
    (error, *_) = planned(json_.write([make_own()]), "json", publish=True).errors
    assert "has a change here that is not published" in error.message


@pytest.mark.parametrize("publish", [False, True])
def test_undoing_brings_back_what_was(topic, publish):
    imported(json_.write([make_own()]), "json", publish=True)
    before, content = question_record(row()), row().revision.content
    new = make_own(id="a-new-one")
    data = json_.write([make_own(key=2, explanation="Longer words on the rule. " * 8), new])
    batch = imported(data, "json", publish=publish)
    assert question_record(row()) != before
    assert services.undo_import(batch, now=NOW).undone_at == NOW
    assert question_record(row()) == before
    assert row().revision.content == content
    assert row().revision.number == (3 if publish else 1)
    assert not Question.objects.filter(code="a-new-one").exists()
    assert Revision.objects.filter(question__code="a-new-one").count() == 0
    services.undo_import(batch, now=NOW)
    assert question_record(row()) == before


def test_a_question_changed_since_keeps_the_import_from_being_undone(topic):
    batch = imported(json_.write([make_own(), make_own(id="another-of-them", key=2)]), "json")
    Question.objects.filter(code="another-of-them").update(note="Mine")
    before = rows()
    with pytest.raises(NotUndoable) as error:
        services.undo_import(batch, now=NOW)
    assert error.value.codes == ["another-of-them"]
    assert rows() == before


def test_a_new_question_that_was_answered_is_retired_by_the_undoing(topic, user):
    batch = imported(json_.write([make_own()]), "json", publish=True)
    attempt = make_attempt(user, [row()])
    answer_all(attempt, ["a"])
    services.undo_import(batch, now=NOW)
    assert row().status == "retired"
    assert attempt.responses.count() == 1


def test_aiken_changes_the_key_and_leaves_all_that_it_does_not_hold(topic):
    imported(json_.write([make_own()]), "json", publish=True)
    before = question_record(row())
    data = aiken.write([make_own()]).replace(b"ANSWER: B", b"ANSWER: C")
    imported(data, "aiken")
    after = question_record(row())
    assert [option.correct for option in after.options] == [False, False, True, False]
    kept = before.model_copy(update={"options": after.options, "review": None})
    assert after == kept
    assert [option.why for option in after.options] == [option.why for option in before.options]


def test_a_file_of_another_program_makes_drafts_under_the_topic_that_is_chosen(topic):
    data = b"What is it?\nA. One\nB. Two\nANSWER: A\n"
    (error,) = planned(data, "aiken").errors
    assert error == (1, "names no section; choose a topic for such questions")
    (item,) = planned(data, "aiken", topic="sqs").items
    assert item.record.id.startswith("sqs-what-is-it-")
    assert "L06 the option has no reason (why) (options.0)" in item.missing(NOW)
    assert "L03 no exam task" in item.missing(NOW)
    imported(data, "aiken", topic="sqs")
    assert planned(data, "aiken", topic="sqs").counts[Outcome.UNCHANGED] == 1


def test_a_file_waits_until_its_sender_sends_another(topic, user):
    first, second = (received(b"[]", "json", editor_id=user.pk) for _ in "ab")
    assert list(ImportBatch.objects.all()) == [second] != [first]


def test_files_that_nobody_imports_are_kept_for_a_day(topic):
    old = received(b"[]", "json")
    ImportBatch.objects.update(created_at=NOW - services.imports.PENDING_FOR * 2)
    done = imported(json_.write([make_own()]), "json")
    assert list(ImportBatch.objects.all()) == [done]
    assert not ImportBatch.objects.filter(pk=old.pk).exists()


def test_looking_at_a_file_asks_as_much_for_many_questions_as_for_one(
    topic, django_assert_max_num_queries
):
    many = [question_record(make_question(topic=topic)) for _ in range(20)]
    data = json_.write([one.model_copy(update={"difficulty": 3}) for one in many])
    batch = received(data, "json", publish=True)
    with django_assert_max_num_queries(10):
        assert services.plan_import(batch, now=NOW).counts[Outcome.CHANGED] == 20
