import random
from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.drawing import Candidate, draw, option_order
from tests.factories import NOW

times = st.none() | st.integers(0, 1000).map(lambda days: NOW - timedelta(days=days))
candidates = st.lists(times, max_size=30).map(
    lambda seen: [Candidate(n, last) for n, last in enumerate(seen)]
)


@given(candidates, st.integers(1, 40), st.integers())
def test_draws_without_repeats_unseen_first_then_longest_ago(fitting, number, seed):
    drawn = draw(fitting, number, random.Random(seed))
    assert len(drawn) == len(set(drawn)) == min(number, len(fitting))
    seen = {candidate.revision_id: candidate.last_seen for candidate in fitting}
    left = [last for pk, last in seen.items() if pk not in drawn]
    for pk in drawn:
        if (last := seen[pk]) is not None:
            assert None not in left
            assert all(other is not None and other >= last for other in left)


def test_every_unseen_question_has_the_same_chance():
    fitting = [Candidate(n, None) for n in range(4)]
    dice = random.Random(7)
    counts = Counter(draw(fitting, 1, dice)[0] for _ in range(4000))
    assert all(900 < counts[n] < 1100 for n in range(4))


def test_options_are_shuffled_unless_their_order_is_fixed():
    dice = random.Random(1)
    orders = {tuple(option_order("abcd", fixed=False, dice=dice)) for _ in range(500)}
    assert len(orders) == 24
    assert option_order("abcd", fixed=True, dice=dice) == ["a", "b", "c", "d"]
