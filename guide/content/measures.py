"""What can be measured of questions and of a bank of them. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from statistics import mean

from guide.content.records import QuestionRecord
from guide.content.words import dice, tokens

Bank = Sequence[QuestionRecord]


def share_bound(n: int, options: int = 4) -> float:
    """Upper 95 % bound of a share that is 1/options by chance, in n questions (normal)."""
    p = 1 / options
    return p + 1.645 * sqrt(p * (1 - p) / n)


def chi_squared(counts: Sequence[int]) -> float:
    """Pearson's statistic of the counts against equal shares."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


def singles(bank: Bank) -> list[QuestionRecord]:
    """Those with four options and one key."""
    return [
        item for item in bank if item.select == 1 and len(item.options) == 4 and len(item.keys) == 1
    ]


def key_position(single: QuestionRecord) -> int:
    return next(n for n, option in enumerate(single.options) if option.correct)


def key_positions(singles: Bank) -> list[int]:
    """How often the key stands first, second, third and fourth."""
    found = Counter(map(key_position, singles))
    return [found[n] for n in range(4)]


def two_of_five(bank: Bank) -> list[QuestionRecord]:
    return [item for item in bank if len(item.options) == 5 and len(item.keys) == 2]


def lengths(item: QuestionRecord) -> list[float]:
    return [len(option.text.strip()) for option in item.options]


def convergence(item: QuestionRecord) -> list[float]:
    """Of each option its mean likeness to the others."""
    sets = [tokens(option.text) for option in item.options]
    return [
        round(mean(dice(own, other) for m, other in enumerate(sets) if m != n), 9)
        for n, own in enumerate(sets)
    ]


def share_of_keys(
    singles: Bank,
    value: Callable[[QuestionRecord], list[float]],
    extreme: Callable[[list[float]], float] = max,
) -> float:
    """In what share of the questions the key alone has the highest (or lowest) value."""
    hits = 0
    for item in singles:
        values = value(item)
        best = extreme(values)
        hits += values[key_position(item)] == best and values.count(best) == 1
    return hits / len(singles)


def alike(texts: Sequence[str], floor: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of texts with a likeness of `floor` or more, by their places.

    Sets are bits of a number, so that half a million pairs take a second.
    """
    bits: dict[str, int] = {}
    sets: list[tuple[int, int]] = []
    for n, text in enumerate(texts):
        own = tokens(text)
        mask = sum(1 << bits.setdefault(token, len(bits)) for token in own)
        for m, (other, size) in enumerate(sets):
            shared = 2 * (mask & other).bit_count()
            if shared and shared >= floor * (size + len(own)):
                yield m, n, shared / (size + len(own))
        sets.append((mask, len(own)))
