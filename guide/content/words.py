"""Words and likeness of texts, as the rules for items define them. Pure."""

import re
from functools import lru_cache
from statistics import mean

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9:./*%'-]*")
FENCE = re.compile(r"```.*?```", re.DOTALL)
STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can do does each for from has have if in into is it its
    may more must no not of on only or so such than that the their them then there these they
    this to two use used uses using was were what when which while who will with without would
    should you your
    """.split()  # noqa: SIM905
)


def words(text: str) -> list[str]:
    return WORD.findall(FENCE.sub(" ", text))


@lru_cache(maxsize=16_384)
def tokens(text: str) -> frozenset[str]:
    return frozenset(word.lower().strip(".:'-") for word in words(text)) - STOP_WORDS


def dice(a: frozenset[str], b: frozenset[str]) -> float:
    """Sørensen–Dice likeness of two sets: 0 (nothing shared) to 1 (equal)."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def mean_sentence_length(text: str) -> float:
    """Words per sentence."""
    plain = FENCE.sub(" ", text)
    sentences = re.split(r"(?<=[.?!])[\"”)]?\s+|\n\s*\n", plain)
    lengths = [len(words(sentence)) for sentence in sentences if words(sentence)]
    return mean(lengths) if lengths else 0.0
