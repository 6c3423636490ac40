import pytest

from guide.content.bank_rules import chi_squared, findings, share_bound
from guide.content.records import QuestionRecord
from tests.guide.records import make_record, with_option


def bank(
    count: int = 100,
    *,
    multiple: int = 15,
    easy: int = 20,
    hard: int = 25,
    longest: int = 0,
    shortest: int = 0,
    positions: tuple[int, ...] = (),
) -> list[QuestionRecord]:
    """So many questions, with so many of each kind; the keys stand A, B, C, D in turn."""
    items = []
    for n in range(count):
        single = n - multiple
        item = make_record(
            id=f"sqs-question-{n}",
            select=2 if n < multiple else 1,
            key=positions[single] if positions and single >= 0 else n % 4,
            difficulty=1 if n < easy else 3 if n < easy + hard else 2,
            stem=" ".join(f"stem{n}word{m}" for m in range(30)),
        )
        if 0 <= single < longest + shortest:
            place = item.options.index(item.keys[0])
            text = "a" * (99 if single < longest else 9)
            item = with_option(place, of=item, text=text)
        items.append(item)
    return items


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
    ],
)
def test_a_share_may_reach_its_bound_and_not_pass_it(finding, good, bad):
    assert found(bank(**good)) == set()
    assert found(bank(**bad)) == {finding}


def spread(*counts: int) -> tuple[int, ...]:
    return tuple(place for place, count in enumerate(counts) for _ in range(count))


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        ((31, 22, 17, 15), set()),  # χ² = 7.2
        ((32, 21, 17, 15), {"B01 error sqs-question-15"}),  # χ² = 8.1
        ((85, 0, 0, 0), {"B01 error sqs-question-15"}),
    ],
)
def test_keys_stand_about_equally_often_at_each_position(counts, finding):
    assert found(bank(positions=spread(*counts))) == finding


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
    skewed = {"multiple": 0, "easy": 0, "longest": 30, "positions": (0,) * 30}

    assert found(bank(19, **skewed)) == set()
    assert {line.split()[0] for line in found(bank(20, **skewed))} == {
        *("B01", "B02", "B07", "B08")
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
