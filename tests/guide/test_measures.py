import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.content.measures import alike, lengths, share_of_keys
from guide.content.words import dice, tokens
from tests.guide.records import make_record, with_texts

TEXTS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6).map(" ".join), max_size=8)


@given(TEXTS, st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_the_pairs_that_are_alike_are_those_with_that_likeness(texts, floor):
    pairs = {
        (m, n): dice(tokens(texts[m]), tokens(texts[n]))
        for n in range(len(texts))
        for m in range(n)
    }

    found = {(m, n): value for m, n, value in alike(texts, floor)}
    assert found == pytest.approx({pair: value for pair, value in pairs.items() if value >= floor})


@pytest.mark.parametrize(
    ("texts", "longest", "shortest"),
    [
        (("aa", "aaaa", "aa", "aa"), 1, 0),
        (("aa", "aaaa", "aaaa", "aa"), 0, 0),
        (("aa", "a", "aaa", "aa"), 0, 1),
        (("aa", "aa", "aa", "aa"), 0, 0),
        (("aa", " aaa ", "aaa", "a"), 0, 0),
    ],
)
def test_a_key_stands_out_where_no_other_option_has_its_length(texts, longest, shortest):
    item = with_texts(*texts)

    assert share_of_keys([item], lengths) == longest
    assert share_of_keys([item], lengths, min) == shortest
    assert share_of_keys([item, make_record()], lengths) == longest / 2
