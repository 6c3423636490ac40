"""The package opens in Anki, and shows every card."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from guide.formats import anki
from guide.formats.base import AnyQuestion
from tests.formats.bank import bank
from tests.guide.records import make_record


@pytest.fixture
def collection(tmp_path) -> Iterator[Collection]:
    found = Collection(str(tmp_path / "collection.anki2"))
    yield found
    found.close()


def take(collection: Collection, records: list[AnyQuestion], path: Path) -> None:
    path.write_bytes(anki.write(records))
    options = ImportAnkiPackageOptions()
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=options)
    )


@pytest.fixture
def whole(collection, tmp_path) -> Collection:
    take(collection, bank(), tmp_path / "bank.apkg")
    return collection


def test_every_question_of_the_bank_is_a_card_that_anki_shows(whole):
    cards = [whole.get_card(pk) for pk in whole.find_cards("")]
    assert {card.note()["Code"] for card in cards} == {record.id for record in bank()}
    assert len(cards) == len(bank())
    for card in cards:
        shown = card.render_output()
        assert 0 < len(shown.question_text) < len(shown.answer_text)


def test_there_is_a_deck_for_each_exam_and_a_tag_for_each_topic_and_task(whole):
    decks = {deck.name for deck in whole.decks.all_names_and_ids()}
    assert decks >= {"studyguide::DVA-C02 and DVA-C03", "studyguide::Recall"}
    tagged = whole.find_notes("tag:topic::sqs")
    assert len(tagged) == sum(record.section.startswith("sqs#") for record in bank())
    assert whole.find_notes("tag:task::DVA-C02::1.1")


def test_the_front_asks_and_the_back_tells(collection, tmp_path):
    record = make_record()
    take(collection, [record], tmp_path / "one.apkg")
    (pk,) = collection.find_cards("")
    shown = collection.get_card(pk).render_output()
    for option in record.options:
        assert option.text in shown.question_text
        assert option.why not in shown.question_text
        assert option.why in shown.answer_text
    assert "Right: Raise the visibility timeout of orders." in shown.answer_text
    assert record.explanation in shown.answer_text
    assert "/guide/sqs/#visibility-timeout" in shown.answer_text


def test_a_corrected_question_changes_its_note_and_adds_none(collection, tmp_path):
    record = make_record()
    take(collection, [record], tmp_path / "one.apkg")
    corrected = record.model_copy(update={"explanation": "Another rule, in other words."})
    take(collection, [corrected], tmp_path / "two.apkg")
    assert len(collection.find_notes("")) == 1
