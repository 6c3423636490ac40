import pytest

from guide.content.bank_rules import findings
from guide.content.measures import chi_squared, convergence, share_bound
from guide.content.records import QuestionRecord
from tests.guide.records import TEXTS, make_record, with_option, with_texts


def bank(
    count: int = 100,
    *,
    multiple: int = 15,
    threes: int = 0,
    easy: int = 20,
    hard: int = 25,
    longest: int = 0,
    shortest: int = 0,
    alike: int = 0,
    positions: tuple[int, ...] = (),
) -> list[QuestionRecord]:
    """So many questions, with so many of each kind; the keys stand A, B, C, D in turn."""
    items = []
    for n in range(count):
        single = n - multiple
        item = make_record(
            id=f"sqs-question-{n}",
            select=3 if n < threes else 2 if n < multiple else 1,
            key=positions[single] if positions and single >= 0 else n % 4,
            difficulty=1 if n < easy else 3 if n < easy + hard else 2,
            stem=" ".join(f"stem{n}word{m}" for m in range(50)),
        )
        if 0 <= single < longest + shortest:
            place = item.options.index(item.keys[0])
            text = "a" * (99 if single < longest else 9)
            item = with_option(place, of=item, text=text)
        elif 0 <= single < alike:
            item = with_converging_key(item)
        items.append(item)
    return items


def with_converging_key(item: QuestionRecord) -> QuestionRecord:
    """Its key shares a word with each of the other options, which share none."""
    place = item.options.index(item.keys[0])
    others = [text.split()[-1] for n, text in enumerate(TEXTS[:4]) if n != place]
    return with_option(place, of=item, text=" ".join(others).ljust(39, "x"))


def found(items: list[QuestionRecord]) -> set[str]:
    return {f"{message.split()[0]} {level} {code}" for level, code, message in findings(items)}


def test_a_good_bank_passes_without_finding():
    assert findings(bank()) == []


# 85 single questions: 0.25 + 1.645 × √(0.25 × 0.75 / 85) = 0.327, so 27 pass and 28 do not
@pytest.mark.parametrize(
    ("finding", "good", "bad"),
    [
        ("B02 error sqs-question-15", {"longest": 27}, {"longest": 28}),
        ("B02b warning sqs-question-15", {"shortest": 27}, {"shortest": 28}),
        ("B07 warning sqs-question-0", {"easy": 15}, {"easy": 14}),
        ("B07 warning sqs-question-0", {"easy": 25}, {"easy": 26}),
        ("B07 warning sqs-question-0", {"hard": 20}, {"hard": 19}),
        ("B07 warning sqs-question-0", {"hard": 30}, {"hard": 31}),
        ("B08 warning sqs-question-0", {"multiple": 12}, {"multiple": 11}),
        ("B08 warning sqs-question-0", {"multiple": 18}, {"multiple": 19}),
        ("B08 warning sqs-question-0", {"threes": 2}, {"threes": 3}),
        ("B05 warning sqs-question-15", {"alike": 27}, {"alike": 28}),
    ],
)
def test_a_share_may_reach_its_bound_and_not_pass_it(finding, good, bad):
    assert found(bank(**good)) == set()
    assert found(bank(**bad)) == {finding}


def spread(*counts: int) -> tuple[int, ...]:
    """So many keys at each position, mixed evenly."""
    places = (
        ((n + 0.5) / count, place) for place, count in enumerate(counts) for n in range(count)
    )
    return tuple(place for _, place in sorted(places))


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        ((31, 22, 17, 15), set()),  # χ² = 7.2
        ((32, 21, 17, 15), {"B01 error sqs-question-15"}),  # χ² = 8.1
    ],
)
def test_keys_stand_about_equally_often_at_each_position(counts, finding):
    assert found(bank(positions=spread(*counts))) == finding


@pytest.mark.parametrize(
    ("order", "finding"),
    [
        ((0, 0, 0, 0, 1), set()),
        ((0, 0, 0, 0, 0, 1), {"B01b warning sqs-question-4"}),
        ((1, 0, 0, 0, 0, 0, 0), {"B01b warning sqs-question-5"}),
    ],
)
def test_no_more_than_four_keys_in_a_row_stand_at_one_position(order, finding):
    assert found(bank(len(order), multiple=0, positions=order)) == finding


@pytest.mark.parametrize(("first", "finding"), [(8, set()), (9, {"B01b warning sqs-question-0"})])
def test_no_position_has_over_two_fifths_of_the_keys_of_a_topic(first, finding):
    items = bank(20, multiple=0, positions=spread(first, 5, 4, 11 - first))

    assert {line for line in found(items) if line.startswith("B01")} == finding


def pairs(*places: tuple[int, int], count: int = 60) -> list[QuestionRecord]:
    """Questions with two keys of five, at these places in turn."""
    items = []
    for n in range(count):
        item = make_record(id=f"sqs-question-{n}", select=2, stem=f"stem{n}")
        for m in range(5):
            item = with_option(m, of=item, correct=m in places[n % len(places)])
        items.append(item)
    return items


EVEN = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 0))


@pytest.mark.parametrize(
    ("items", "count"),
    [
        (pairs(*EVEN), 0),
        (pairs((0, 1), (0, 2), (3, 4), (0, 3), (1, 4)), 1),  # the first 60 %, the third 20 %
        (pairs((0, 1), count=59), 0),
    ],
)
def test_each_of_five_positions_is_right_in_30_to_50_percent(items, count):
    said = [message for _, _, message in findings(items) if message.startswith("B01c")]

    assert len(said) == 2 * count


def test_a_topic_is_a_bank_of_its_own_from_twenty_questions_on():
    skewed = bank(30, multiple=0, longest=12, positions=spread(15, 5, 5, 5))
    other = [
        item.model_copy(
            update={"id": f"sns-question-{n}", "section": "sns#a", "stem": f"other{n} " * 50}
        )
        for n, item in enumerate(bank(200, multiple=0))
    ]
    said = {message[:8] for _, _, message in findings([*skewed, *other])}

    assert {"B01 sqs:", "B01b sqs", "B02 sqs:"} <= said
    assert not {"B01 keys", "B02 keys"} & said
    assert {line for line in found([*skewed, *other]) if line.startswith(("B01 ", "B02 "))} == {
        "B01 warning sqs-question-0",
        "B02 error sqs-question-0",
    }


def test_a_warning_of_the_bank_is_answered_by_the_note_where_it_is_reported():
    first, *rest = bank(easy=14)

    assert found([first, *rest]) == {"B07 warning sqs-question-0"}
    assert found([first.model_copy(update={"note": "B07: so meant"}), *rest]) == set()


def test_a_wrong_option_without_a_reason_is_an_error():
    assert found([with_option(0, why=" ")]) == {"B13 error sqs-visibility-timeout"}
    assert found([with_option(1, why=" ")]) == set()


def test_the_convergence_of_an_option_is_its_mean_likeness_to_the_others():
    values = convergence(with_texts("red fox", "red dog", "big dog", "old cow"))

    assert values == pytest.approx([0.5 / 3, 1 / 3, 0.5 / 3, 0])


def alike(shared: int, note: str = "") -> list[QuestionRecord]:
    """Two questions whose stems share so many of their ten words."""
    common = " ".join(f"same{n}" for n in range(shared))
    return [
        make_record(
            id=f"sqs-question-{name}",
            stem=" ".join([common, *(f"{name}{n}" for n in range(10 - shared))]),
            note=note,
        )
        for name in "ab"
    ]


@pytest.mark.parametrize(
    ("shared", "note", "finding"),
    [
        (4, "", set()),
        (5, "", {"B03 warning sqs-question-b"}),
        (7, "", {"B03 warning sqs-question-b"}),
        (8, "", {"B03 error sqs-question-b"}),
        (5, "B03: two sides of one choice.", set()),
        (8, "B03: two sides of one choice.", {"B03 error sqs-question-b"}),
    ],
)
def test_stems_that_are_alike_are_found_and_a_note_answers_a_warning(shared, note, finding):
    assert found(alike(shared, note)) == finding


def test_a_note_at_either_of_two_stems_answers_for_both():
    one, other = alike(5)

    assert found([one.model_copy(update={"note": "B03: so meant"}), other]) == set()
    assert found([one, other.model_copy(update={"note": "B03: so meant"})]) == set()


def test_a_small_bank_has_no_shares():
    skewed = {"multiple": 0, "easy": 0, "longest": 30, "positions": spread(11, 3, 3, 3)}

    assert found(bank(19, **skewed)) == set()
    assert {line.split()[0] for line in found(bank(20, **skewed))} == {
        *("B01", "B01b", "B02", "B07", "B08")
    }


def test_a_question_without_a_key_is_not_counted_among_the_keys():
    keyless = with_option(0, of=make_record(id="sqs-question-x", key=0), correct=False)
    short = make_record(id="sqs-question-y", options=make_record().options[:3])

    assert found([*bank(), keyless, short]) == {"B03 error sqs-question-y"}


def test_no_questions_are_no_bank():
    assert findings([]) == []


@pytest.mark.parametrize(("n", "bound"), [(50, 0.351), (100, 0.321), (250, 0.295), (552, 0.280)])
def test_the_bound_of_a_share_narrows_with_the_bank(n, bound):
    assert share_bound(n) == pytest.approx(bound, abs=0.0005)


@pytest.mark.parametrize(
    ("counts", "value"), [((5, 5, 5, 5), 0), ((76, 94, 82, 71), 3.65), ((4, 0), 4)]
)
def test_chi_squared_is_pearsons(counts, value):
    assert chi_squared(counts) == pytest.approx(value, abs=0.005)
