"""B04: is a question like one of another bank, or like a page of documentation? Pure.

The other texts are only compared. No message quotes them: authors do not read other banks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from guide.content.measures import Bank, alike
from guide.content.problems import Level
from guide.content.records import QuestionRecord
from guide.content.words import words

OriginFinding = tuple[Level, str, str]

LONGEST_RUN_OF_BANK, LONGEST_RUN_OF_PAGE = 12, 15


def findings(
    bank: Bank, stems: Mapping[str, str], pages: Mapping[str, str]
) -> Iterator[OriginFinding]:
    """Given the stems of other banks and pages of documentation, each by its name."""
    yield from _like(bank, stems)
    yield from _copied(bank, stems, LONGEST_RUN_OF_BANK)
    yield from _copied(bank, pages, LONGEST_RUN_OF_PAGE)


def _like(bank: Bank, stems: Mapping[str, str]) -> Iterator[OriginFinding]:
    names, size = list(stems), len(bank)
    for m, n, value in alike([*(item.stem for item in bank), *stems.values()], 0.6):
        if m < size <= n:
            yield Level.ERROR, bank[m].id, f"B04 its stem is like {names[n - size]} ({value:.2f})"


def _copied(bank: Bank, others: Mapping[str, str], length: int) -> Iterator[OriginFinding]:
    own: dict[str, set[str]] = defaultdict(set)
    for item in bank:
        for text in _texts(item):
            for run in _runs(text, length):
                own[run].add(item.id)
    for name, other in others.items():
        shared = {code for run in _runs(other, length) if run in own for code in own[run]}
        for code in sorted(shared):
            yield Level.ERROR, code, f"B04 shares {length} words in a row with {name}"


def _texts(item: QuestionRecord) -> Iterator[str]:
    yield from (item.stem, item.explanation)
    for option in item.options:
        yield from (option.text, option.why)


def _runs(text: str, length: int) -> Iterable[str]:
    plain = [word.lower().strip(".:'-") for word in words(text)]
    return (" ".join(plain[n : n + length]) for n in range(len(plain) - length + 1))
