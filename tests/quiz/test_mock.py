"""Drawing a mock exam: pure, from candidates."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.drawing import Candidate
from quiz.mock import demands, draw_mock, largest_remainder
from tests.factories import NOW

WEIGHTS = {1: 32, 2: 26, 3: 24, 4: 18}
TASKS = {1: "1.1 1.2 1.3", 2: "2.1 2.2 2.3", 3: "3.1 3.2 3.3 3.4", 4: "4.1 4.2 4.3"}


def make_bank(each: int = 60, *, seen: int = 0) -> list[Candidate]:
    """Candidates of every task, one in six of them multiple, of which the first `seen` are."""
    numbers = iter(range(10_000))
    bank = []
    for domain, tasks in TASKS.items():
        for task in tasks.split():
            for _ in range(each):
                n = next(numbers)
                bank.append(
                    Candidate(
                        n,
                        last_seen=NOW if n % each < seen else None,
                        domain=domain,
                        task=task,
                        skill=f"S{task}.{n % 7}",
                        section=n // 3,
                        multiple=n % 6 == 0,
                    )
                )
    return bank


@pytest.mark.parametrize(
    ("weights", "seats", "shares"),
    [
        ({1: 32, 2: 26, 3: 24, 4: 18}, 65, [21, 17, 15, 12]),
        ({1: 32, 2: 26, 3: 24, 4: 18}, 50, [16, 13, 12, 9]),
        ({1: 30, 2: 26, 3: 22, 4: 22}, 65, [20, 17, 14, 14]),
        ({1: 30, 2: 26, 3: 22, 4: 22}, 50, [15, 13, 11, 11]),
        ({1: 1, 2: 1, 3: 1}, 2, [1, 1, 0]),
        ({1: 0, 2: 0}, 5, [0, 0]),
        ({}, 5, []),
    ],
)
def test_seats_are_shared_by_largest_remainder(weights, seats, shares):
    assert list(largest_remainder(weights, seats).values()) == shares


@given(st.dictionaries(st.integers(), st.integers(1, 100), min_size=1), st.integers(0, 200))
def test_shares_add_up_and_keep_their_quota(weights, seats):
    shares = largest_remainder(weights, seats)
    assert sum(shares.values()) == seats
    total = sum(weights.values())
    assert all(abs(shares[name] - seats * weights[name] / total) < 1 for name in weights)


@pytest.mark.parametrize("seed", range(10))
def test_a_mock_keeps_every_proportion(seed):
    bank = {candidate.revision_id: candidate for candidate in make_bank()}
    drawn = [bank[pk] for pk in draw_mock(list(bank.values()), WEIGHTS, 65, random.Random(seed))]
    assert len({candidate.revision_id for candidate in drawn}) == 65
    assert Counter(c.domain for c in drawn) == {1: 21, 2: 17, 3: 15, 4: 12}
    assert 8 <= sum(c.multiple for c in drawn) <= 11
    assert max(Counter(c.skill for c in drawn).values()) <= 2
    assert max(Counter(c.section for c in drawn).values()) <= 2
    tasks = Counter(c.task for c in drawn)
    assert all(tasks[task] == 7 for task in ("1.1", "1.2", "1.3"))
    assert all(tasks[task] in (5, 6) for task in ("2.1", "2.2", "2.3"))


def test_unseen_questions_come_first_while_the_proportions_allow_it():
    bank = {candidate.revision_id: candidate for candidate in make_bank(60, seen=20)}
    drawn = draw_mock(list(bank.values()), WEIGHTS, 65, random.Random(1))
    assert all(bank[pk].last_seen is None for pk in drawn)


def test_ten_mocks_in_a_row_keep_the_domains_and_repeat_late():
    bank, seen, repeats = make_bank(), set(), []
    for n in range(10):
        now_seen = [
            Candidate(**{**vars(c), "last_seen": NOW if c.revision_id in seen else None})
            for c in bank
        ]
        drawn = draw_mock(now_seen, WEIGHTS, 65, random.Random(n))
        domains = Counter(bank[pk].domain for pk in drawn)
        assert domains == {1: 21, 2: 17, 3: 15, 4: 12}
        repeats.append(len(seen & set(drawn)))
        seen |= set(drawn)
    assert repeats[:5] == [0] * 5


def test_a_small_bank_gives_what_it_has_without_repeats():
    bank = make_bank(3)
    drawn = draw_mock(bank, WEIGHTS, 65, random.Random(1))
    assert len(drawn) == len(set(drawn)) == 39


def test_what_is_missing_and_what_is_new_are_counted():
    found = {demand.domain: demand for demand in demands(make_bank(4, seen=2), WEIGHTS, 65)}
    assert (found[1].asked, found[1].available, found[1].missing, found[1].new) == (21, 12, 9, 6)
    assert (found[4].asked, found[4].missing) == (12, 0)
