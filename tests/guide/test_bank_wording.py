import pytest

from guide.content.bank_rules import findings
from guide.content.bank_wording import service_keys
from guide.content.records import BlueprintRecord, QuestionRecord
from tests.guide.records import STEM, make_record, with_option, with_texts


def said(items: list[QuestionRecord], rule: str, plan: BlueprintRecord | None = None) -> list[str]:
    found = findings(items, [plan] if plan else [])
    return [message for _, _, message in found if message.startswith(rule)]


def hundred(count: int, item: QuestionRecord) -> list[QuestionRecord]:
    """A bank of a hundred questions, so many of which are like the one given."""
    plain = make_record()
    return [
        (item if n < count else plain).model_copy(update={"id": f"sqs-question-{n}"})
        for n in range(100)
    ]


def asking(question: str) -> QuestionRecord:
    return make_record(stem=STEM.rpartition("\n\n")[0] + "\n\n" + question)


@pytest.mark.parametrize(
    ("rule", "item", "most"),
    [
        ("B09", asking("Which change has the LEAST operational overhead?"), 15),
        ("B09", asking("Which change is the MOST cost-effective?"), 15),
        ("B09", make_record(negative=True), 1),
    ],
)
def test_a_phrase_may_have_its_share_and_no_more(rule, item, most):
    assert said(hundred(most, item), rule) == []
    assert len(said(hundred(most + 1, item), rule)) == 1


def test_two_forms_of_a_superlative_are_one_phrase():
    items = hundred(10, asking("Which is the MOST cost-effective change?"))
    items[10:20] = hundred(10, asking("How is it solved MOST cost-effectively?"))[:10]

    assert said(items, "B09") == ["B09 20 of 100 ask for the MOST cost-effective …, 15 % at most"]


@pytest.mark.parametrize(("words", "count"), [(39, 1), (40, 0), (65, 0), (66, 1)])
def test_the_median_stem_has_40_to_65_words(words, count):
    item = make_record(stem="word " * words)

    assert len(said(hundred(100, item), "B11")) == count


# 100 keys and 300 distractors: 30 distractors are 10 %, so the keys need 5 %
@pytest.mark.parametrize(("keys", "count"), [(4, 1), (5, 0)])
def test_absolute_words_stand_in_keys_at_half_the_rate_of_distractors(keys, count):
    items = hundred(30, with_option(0, text="Turn on long polling for all consumers."))
    for n in range(keys):
        items[n] = with_option(1, of=items[n], text="Raise the visibility timeout always.")

    assert len(said(items, "B14")) == count


SERVICES = ["S3", "SQS", "S3 Glacier"]


def offered(right: int, wrong: int) -> list[QuestionRecord]:
    """Questions that offer S3 in one option."""
    items = []
    for n in range(right + wrong):
        item = with_option(1 if n < right else 0, text="Store the messages of orders in S3.")
        items.append(item.model_copy(update={"id": f"sqs-question-{n}"}))
    return items


@pytest.mark.parametrize(
    ("right", "wrong", "count"),
    [(1, 9, 1), (2, 8, 0), (6, 4, 0), (7, 3, 1), (9, 0, 0), (0, 9, 0)],
)
def test_a_service_that_is_often_offered_is_right_in_15_to_60_percent(right, wrong, count):
    plan = BlueprintRecord(exam="DVA-C02", services=SERVICES)

    assert len(said(offered(right, wrong), "B10", plan)) == count


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (("a", "in S3", "c", "d"), {"S3": (1, 1), "SQS": (0, 0), "S3 Glacier": (0, 0)}),
        (("in S3", "b", "c", "S3 here"), {"S3": (1, 0), "SQS": (0, 0), "S3 Glacier": (0, 0)}),
        (("S3", "S3", "S3", "d"), {"S3": (0, 0), "SQS": (0, 0), "S3 Glacier": (0, 0)}),
        (("a", "S3 Glacier", "S30", "d"), {"S3": (0, 0), "SQS": (0, 0), "S3 Glacier": (1, 1)}),
    ],
)
def test_a_service_is_offered_where_half_of_the_options_or_fewer_name_it(texts, counts):
    assert service_keys([with_texts(*texts)], SERVICES) == counts


@pytest.mark.parametrize(("count", "times"), [(8, 0), (9, 1)])
def test_a_business_setting_has_8_percent_at_most(count, times):
    plan = BlueprintRecord(exam="DVA-C02", settings={"bank": ["bank", "loan"]})
    items = hundred(count, make_record(stem=STEM.replace("A shop", "A team for Loans", 1)))

    assert len(said(items, "B12", plan)) == times
