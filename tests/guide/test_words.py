import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.content.words import dice, mean_sentence_length, tokens, words
from guide.words import MOST_TERMS, excerpt, marked, normal, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  SQS \n Queue\tTypes ", "sqs queue types"),
        ("Straße", "strasse"),
        ("ＳＱＳ", "sqs"),  # full-width letters
        ("ﬁle", "file"),  # a ligature
        ("Cafe\u0301", "caf\u00e9"),  # a letter and its accent
        ("", ""),
    ],
)
def test_text_is_folded_for_comparison(text, folded):
    assert normal(text) == folded


@given(st.text())
def test_folding_folded_text_changes_nothing(text):
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Dead letter DEAD queue", ["dead", "letter", "queue"]),
        ("  ", []),
        ("a\0b", ["a", "b"]),
        ("1 2 3 4 5 6 7 8 9 10", list("12345678")),
    ],
)
def test_the_terms_of_a_query_are_its_first_words_once_each(query, found):
    assert terms(query) == found
    assert len(found) <= MOST_TERMS


@pytest.mark.parametrize(
    ("text", "wanted", "html"),
    [
        ("A queue & a Queue", ["queue"], "A <mark>queue</mark> &amp; a <mark>Queue</mark>"),
        ("subqueues", ["queue", "queues"], "sub<mark>queues</mark>"),
        ("a <b> c", ["<b>"], "a <mark>&lt;b&gt;</mark> c"),
        ("2 * 3", ["*"], "2 <mark>*</mark> 3"),
        ("a < b", [], "a &lt; b"),
    ],
)
def test_the_words_wanted_are_marked_in_escaped_text(text, wanted, html):
    assert marked(text, wanted) == html


@given(st.text(), st.text(min_size=1))
def test_marking_never_lets_html_through(text, term):
    assert "<" not in marked(text, [term]).replace("<mark>", "").replace("</mark>", "")


LONG = " ".join(f"word{n}" for n in range(100))


@pytest.mark.parametrize(
    ("wanted", "begins", "ends"),
    [
        (["word0"], "word0 word1 ", " …"),
        (["nowhere"], "word0 word1 ", " …"),
        (["word50"], "… word", " …"),
        (["word99", "word50"], "… word", " …"),
        (["word99"], "… word", " word99"),
    ],
)
def test_an_excerpt_is_cut_at_spaces_around_the_first_hit(wanted, begins, ends):
    text = excerpt(LONG, wanted)

    assert text.startswith(begins)
    assert text.endswith(ends)
    assert set(text.split()) - {"…"} <= set(LONG.split())
    assert len(text) in range(60, 185)


def test_a_short_text_is_its_own_excerpt():
    assert excerpt("A short text.", ["text"]) == "A short text."


@given(st.text(), st.text(), st.text(alphabet="xyz", min_size=1, max_size=40))
def test_an_excerpt_shows_the_hit_even_where_the_text_has_no_spaces(before, after, term):
    text = "".join([before * 9, term, after * 9])

    assert term in excerpt(text, [term], length=60).lower()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It's 99.9% of s3:GetObject.", ["It's", "99.9%", "of", "s3:GetObject."]),
        ("a ```json\nnot these\n``` b", ["a", "b"]),
        ("– … ( )", []),
    ],
)
def test_words_are_counted_without_code_and_punctuation(text, found):
    assert words(text) == found


def test_tokens_are_the_words_that_carry_meaning():
    assert tokens("The queue, and the QUEUE's owner.") == {"queue", "queue's", "owner"}


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [("abcd", "abcd", 1), ("abcd", "abef", 0.5), ("ab", "cd", 0), ("", "a", 0), ("", "", 0)],
)
def test_likeness_is_the_share_of_what_both_have(a, b, likeness):
    assert dice(frozenset(a), frozenset(b)) == likeness


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("One two. Three four five six?", 3),
        ("A paragraph\n\nand one more word", 3),
        ('He said "stop." Then more', 2.5),
        ("Version 1.2 counts as one", 5),
        ("", 0),
    ],
)
def test_the_mean_length_of_sentences_is_counted_in_words(text, length):
    assert mean_sentence_length(text) == length
