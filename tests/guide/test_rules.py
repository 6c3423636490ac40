import datetime

import pytest

from guide.content.records import QuestionRecord
from guide.content.rules import findings
from tests.guide.records import (
    EXPLANATION,
    STEM,
    TEXTS,
    make_record,
    prose,
    with_option,
    with_texts,
)

TODAY = datetime.date(2026, 11, 23)


def found(item: QuestionRecord, today: datetime.date = TODAY) -> set[str]:
    """What is found, as "rule level field"."""
    return {
        f"{message.split()[0]} {level} {where}" for level, where, message in findings(item, today)
    }


def by(rule: str, item: QuestionRecord, today: datetime.date = TODAY) -> set[str]:
    """What the rule finds, without its number."""
    return {line.partition(" ")[2] for line in found(item, today) if line.split()[0] == rule}


def asked(last: str, **changes: object) -> QuestionRecord:
    """The good question with another question sentence."""
    return make_record(stem=STEM.rpartition("\n\n")[0] + "\n\n" + last, **changes)


def keyed(text: str) -> QuestionRecord:
    """The good question with another text of its key."""
    return with_option(1, text=text)


@pytest.mark.parametrize("select", [1, 2, 3])
def test_a_good_question_passes_without_finding(select):
    assert findings(make_record(select=select, key=0), TODAY) == []


@pytest.mark.parametrize(
    ("finding", "item"),
    [
        ("L05 error options", with_option(1, correct=False)),
        ("L05 error options", with_option(0, correct=True)),
        ("L05 error options", make_record(options=make_record().options[:3])),
        ("L06 error options.2", with_option(2, why=" ")),
        ("L09 error sources", make_record(sources=[])),
        ("L09 error sources.0", make_record(sources=["AWS Lambda"])),
        ("L09 error sources.0", make_record(sources=["Lambda Developer Guide: Layers"])),
        ("L11 error stem", asked("Name the change that is needed.")),
        ("L11 error stem", asked("Which change? Or is none needed?")),
        ("L12 error stem", asked("Which change is it? (Choose one.)")),
        ("L12 error stem", make_record(select=2, stem=STEM)),
        ("L12 error stem", make_record(select=3, stem=STEM + " (Choose two.)")),
        ("L13 error stem", asked("Which change will not meet the need?")),
        ("L13 error stem", asked("Which change helps, except in peaks?")),
        ("L13 error stem", asked("Which change does NOT help?")),
        ("L13 error stem", asked("Which change would not help?", negative=True)),
        ("L14 error stem", asked("Which is the BEST with LEAST effort?")),
        ("L15 warning stem", asked("Which change do You need?")),
        ("L15 warning stem", asked("Which change meets your need?")),
        ("L15 warning stem", asked("Which change do we need?")),
        ("L20 error options.3.text", with_option(3, text="None of the above will meet this need.")),
        (
            "L20 error options.3.text",
            with_option(3, text="Turn on both A and the fourth of these."),
        ),
        (
            "L20 error options.3.text",
            with_option(3, text="Combine A and B for the shop's workers."),
        ),
        ("L21 warning options", keyed("Raise the timeout for all of the queues.")),
        ("L21 warning options", with_option(0, text="Turn on long polling for all consumers.")),
        ("L23 warning options", with_option(3, text=TEXTS[3][:-1])),
        ("L23 warning options", with_option(2, text="Move the failed orders into a bucket.")),
        ("L24 error options.3.text", with_option(3, text=TEXTS[0])),
        (
            "L24 error options.3.text",
            with_option(3, text="For each consumer turn on long polling."),
        ),
        ("L25 warning options", keyed("Raise the workers of the shop by twice.")),
        ("L28 warning options", with_texts("5", "1", "10", "20")),
        ("L28 warning options", with_texts("1 hour", "2 hours", "90 minutes", "3 hours")),
        ("L28 warning options", with_texts("1 unit", "1,000 unit", "20 unit", "21 unit")),
        ("L30 error options.0.why", with_option(0, why="Option B lets the message wait longer.")),
        ("L30 error explanation", make_record(explanation=EXPLANATION + " So B is correct.")),
        ("L31 error options.0.why", with_option(0, why="This is wrong.")),
        ("L31 error options.0.why", with_option(0, why="Incorrect!")),
        ("L32 error options.0.why", with_option(0, why=TEXTS[0])),
        ("L33 warning options", keyed("Raise the visibility timeout to 12 hours.")),
        ("L33 warning options", keyed("Raise the size of each message to 1 MiB.")),
        ("L33 warning options", keyed("Raise the visible share of it to 50 %.")),
    ],
)
def test_a_rule_speaks_on_the_smallest_change(finding, item):
    rule, _, rest = finding.partition(" ")

    assert by(rule, item) == {rest}


OTHER = make_record(select=3).options[0].model_copy(update={"correct": False})


@pytest.mark.parametrize(
    ("rule", "item"),
    [
        ("L05", make_record(select=2)),
        ("L05", make_record(select=2, options=[*make_record(select=2).options, OTHER])),
        ("L09", make_record(sources=["AWS Lambda Developer Guide: Layers", "Amazon S3: Keys"])),
        ("L13", asked("Which change does NOT help?", negative=True)),
        ("L14", asked("Which is the change with the LEAST effort?")),
        ("L21", with_texts("Turn on polling for all of the users.", "Raise it on all the queues.")),
        ("L23", with_texts("Turn on it", "Raise it", "Move", "Send")),
        ("L23", with_option(2, text="`aws sqs purge-queue --queue-url shop`.")),
        ("L25", keyed("Raise the workers of the shop for good.")),
        ("L28", with_texts("1", "5", "10", "1,000.5")),
        ("L28", with_texts("10.0.0.2", "10.0.0.1", "9.0.0.0", "8.0.0.0")),
        ("L28", with_texts("5 MiB", "1 GiB", "3 MiB", "2 GiB")),
        ("L30", with_option(0, why="The option Also is fine, and grade A is what it gets.")),
        ("L33", keyed("Raise the number of the workers to 12.")),
        ("L33", make_record(options=keyed("Raise it to 12 hours.").options, volatile=True)),
    ],
)
def test_a_rule_is_silent_on_what_is_allowed(rule, item):
    assert by(rule, item) == set()


E, W = {"error"}, {"warning"}


def levels(rule: str, item: QuestionRecord, today: datetime.date = TODAY) -> set[str]:
    return {line.split()[0] for line in by(rule, item, today)}


@pytest.mark.parametrize(("count", "level"), [(7, W), (8, set()), (45, set()), (46, W)])
def test_a_reason_has_8_to_45_words(count, level):
    assert levels("L06", with_option(0, why=prose(count))) == level


@pytest.mark.parametrize(
    ("count", "level"), [(14, E), (15, W), (29, W), (30, set()), (120, set()), (121, W)]
)
def test_an_explanation_has_30_to_120_words(count, level):
    assert levels("L07", make_record(explanation=prose(count))) == level


@pytest.mark.parametrize(
    ("count", "level"),
    [(19, E), (20, W), (24, W), (25, set()), (90, set()), (91, W), (110, W), (111, E)],
)
def test_a_stem_has_25_to_90_words(count, level):
    assert levels("L10", make_record(stem=prose(count))) == level


@pytest.mark.parametrize(("count", "level"), [(90, set()), (91, W)])
def test_a_stem_and_its_options_have_180_words_at_most(count, level):
    texts = [prose(n) for n in (22, 22, 23, count - 67)]

    assert levels("L10", with_texts(*texts, stem=prose(90))) == level


@pytest.mark.parametrize(("pace", "level"), [(22, set()), (23, W), (28, W), (29, E)])
def test_sentences_of_a_stem_have_22_words_at_most(pace, level):
    assert levels("L16", make_record(stem=prose(2 * pace, sentence=pace))) == level


@pytest.mark.parametrize(
    ("shortest", "longest", "level"),
    [(40, 60, set()), (40, 61, W), (40, 100, W), (40, 101, E), (10, 40, set()), (10, 41, E)],
)
def test_the_longest_option_is_one_and_a_half_times_the_shortest_at_most(shortest, longest, level):
    texts = ("a" * shortest, "b" * longest, "c" * shortest, "d" * longest)

    assert levels("L22", with_texts(*texts)) == level


@pytest.mark.parametrize(
    ("length", "level"),
    [(59, E), (60, W), (79, W), (80, set()), (120, set()), (121, W), (150, W), (151, E)],
)
def test_keys_are_as_long_as_distractors_on_average(length, level):
    assert levels("L22b", with_texts("a" * 90, "b" * length, "c" * 100, "d" * 110)) == level


@pytest.mark.parametrize(("shared", "level"), [(8, set()), (9, E)])
def test_options_share_under_nine_tenths_of_their_words(shared, level):
    common = " ".join(f"same{n}" for n in range(shared))
    rest = [" ".join(f"{name}{n}" for n in range(10 - shared)) for name in "ab"]

    assert levels("L24", with_texts(*(f"{common} {own}" for own in rest))) == level


@pytest.mark.parametrize(("shared", "level"), [(8, set()), (9, W)])
def test_reasons_share_eight_tenths_of_their_words_at_most(shared, level):
    common = " ".join(f"same{n}" for n in range(shared))
    first = with_option(0, why=f"{common} " + " ".join(f"a{n}" for n in range(10 - shared)))
    both = with_option(
        2, of=first, why=f"{common} " + " ".join(f"b{n}" for n in range(10 - shared))
    )

    assert levels("L31", both) == level


@pytest.mark.parametrize(("days", "level"), [(180, set()), (181, W)])
def test_a_number_that_changes_is_checked_every_180_days(days, level):
    today = TODAY + datetime.timedelta(days=days)

    assert levels("L33", make_record(volatile=True), today) == level
    assert levels("L33", make_record(), today) == set()


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        (keyed("Raise the visibility timeout to 12 hours."), "L33"),
        (with_texts("a" * 40, "b" * 61, "c" * 61, "d" * 61), "L22"),
        (with_texts("a" * 90, "b" * 79, "c" * 100, "d" * 110), "L22b"),
    ],
)
def test_a_warning_is_answered_by_the_note(item, rule):
    answered = item.model_copy(update={"note": f"{rule}: the names are fixed."})
    unanswered = item.model_copy(update={"note": f"{rule}x: L99"})

    assert levels(rule, item) == levels(rule, unanswered) == W
    assert levels(rule, answered) == set()


def test_an_error_is_not_answered_by_the_note():
    assert levels("L09", make_record(sources=[], note="L09: none is needed.")) == E


@pytest.mark.parametrize(("words", "level"), [(4, set()), (5, W)])
def test_the_form_of_options_counts_from_five_words_on(words, level):
    texts = [" ".join([start, *"bcdef"][:words]) for start in ("Turn on", "Raise", "Move", "Send")]

    assert levels("L23", with_texts(*texts)) == level


def test_options_and_reasons_that_are_alike_are_named_from_one_on():
    twins = with_option(3, text=TEXTS[0], why=make_record().options[0].why)

    assert {message for _, _, message in findings(twins, TODAY)} >= {
        "L24 nearly the same as option 1",
        "L31 nearly the same reason as option 1",
    }


def test_the_wanted_end_of_the_stem_is_said():
    said = {message for _, _, message in findings(make_record(select=2, stem=STEM), TODAY)}

    assert said == {"L12 must end with (Choose two.)"}


def test_a_draft_without_options_is_found_wanting():
    draft = make_record().model_copy(update={"options": []})

    assert found(draft) == {"L05 error options"}


def test_a_draft_with_empty_options_is_found_wanting():
    draft = with_texts("", "", "", "")

    assert "L24 error options.1.text" in found(draft)
