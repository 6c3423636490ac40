"""The rules for a bank of questions as a whole. Pure; numbers B01–B08 as in docs/content.md."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import sqrt

from guide.content.problems import Level
from guide.content.records import QuestionRecord
from guide.content.words import dice, tokens

BankFinding = tuple[Level, str, str]  # level, id of the question it is reported at, what is wrong

CHI_SQUARED_3_DF = 7.815  # critical value at p = 0.05
SMALLEST_BANK = 20


def share_bound(n: int, options: int = 4) -> float:
    """Upper 95 % bound of a share that is 1/options by chance, in n questions (normal)."""
    p = 1 / options
    return p + 1.645 * sqrt(p * (1 - p) / n)


def chi_squared(counts: Sequence[int]) -> float:
    """Pearson's statistic of the counts against equal shares."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


def key_positions(singles: Sequence[QuestionRecord]) -> list[int]:
    """How often the key of a four-option question stands first, second, third and fourth."""
    found = Counter(
        next(n for n, option in enumerate(item.options) if option.correct) for item in singles
    )
    return [found[n] for n in range(4)]


def _singles(bank: Sequence[QuestionRecord]) -> list[QuestionRecord]:
    return [
        item for item in bank if item.select == 1 and len(item.options) == 4 and len(item.keys) == 1
    ]


def key_position(bank: Sequence[QuestionRecord]) -> Iterator[BankFinding]:
    singles = _singles(bank)
    if len(singles) < SMALLEST_BANK:
        return
    counts = key_positions(singles)
    if (value := chi_squared(counts)) > CHI_SQUARED_3_DF:
        message = f"B01 keys stand at {counts}: χ² = {value:.1f}, over 7.8"
        yield Level.ERROR, singles[0].id, message


def key_length(bank: Sequence[QuestionRecord]) -> Iterator[BankFinding]:
    singles = _singles(bank)
    if len(singles) < SMALLEST_BANK:
        return
    bound = share_bound(len(singles))
    for rule, level, name, extreme in (
        ("B02", Level.ERROR, "longest", max),
        ("B02b", Level.WARNING, "shortest", min),
    ):
        hits = sum(_is_unique(item, extreme(_lengths(item))) for item in singles)
        if hits / len(singles) > bound:
            share = f"{hits} of {len(singles)} keys are the {name} option, {bound:.0%} at most"
            yield level, singles[0].id, f"{rule} {share}"


def _lengths(item: QuestionRecord) -> list[int]:
    return [len(option.text.strip()) for option in item.options]


def _is_unique(item: QuestionRecord, length: int) -> bool:
    """Whether the key has this length, and no other option has."""
    return len(item.keys[0].text.strip()) == length and _lengths(item).count(length) == 1


def likeness(bank: Sequence[QuestionRecord]) -> Iterator[BankFinding]:
    stems = [(item, tokens(item.stem)) for item in bank]
    for (one, a), (other, b) in combinations(stems, 2):
        if (value := dice(a, b)) >= 0.5:
            level = Level.ERROR if value >= 0.8 else Level.WARNING
            if level is Level.ERROR or "B03" not in one.note + other.note:
                yield level, other.id, f"B03 its stem is like that of {one.id} ({value:.2f})"


def difficulty(bank: Sequence[QuestionRecord]) -> Iterator[BankFinding]:
    if len(bank) < SMALLEST_BANK:
        return
    counts = Counter(item.difficulty for item in bank)
    for level, wanted in ((1, 20), (2, 55), (3, 25)):
        share = 100 * counts[level] / len(bank)
        if abs(share - wanted) > 5:
            message = f"B07 {share:.0f} % have difficulty {level}, {wanted} ± 5 wanted"
            yield Level.WARNING, bank[0].id, message


def multiple_response(bank: Sequence[QuestionRecord]) -> Iterator[BankFinding]:
    if len(bank) < SMALLEST_BANK:
        return
    share = 100 * sum(item.select > 1 for item in bank) / len(bank)
    if not 12 <= share <= 18:
        message = f"B08 {share:.0f} % are multiple response, 12 to 18 wanted"
        yield Level.WARNING, bank[0].id, message


RULES = (key_position, key_length, likeness, difficulty, multiple_response)


def findings(bank: Sequence[QuestionRecord]) -> list[BankFinding]:
    return [finding for rule in RULES for finding in rule(bank)]
