"""The rules for a bank of questions as a whole. Pure; numbers B01–B14 as in docs/content.md."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from guide.content import bank_plan, bank_wording
from guide.content.measures import (
    Bank,
    alike,
    chi_squared,
    convergence,
    key_position,
    key_positions,
    lengths,
    share_bound,
    share_of_keys,
    singles,
    two_of_five,
)
from guide.content.problems import Level
from guide.content.records import BlueprintRecord, QuestionRecord, SkillRecord

BankFinding = tuple[Level, str, str]  # level, id of the question it is reported at, what is wrong

CHI_SQUARED_3_DF = 7.815  # critical value at p = 0.05
SMALLEST_BANK = 20  # from which on shares mean something
LONGEST_RUN = 4


def positions(bank: Bank) -> Iterator[BankFinding]:
    asked = singles(bank)
    if len(asked) < SMALLEST_BANK:
        return
    counts = key_positions(asked)
    if (value := chi_squared(counts)) > CHI_SQUARED_3_DF:
        message = f"B01 keys stand at {counts}: χ² = {value:.1f}, over 7.8"
        yield Level.ERROR, asked[0].id, message


def positions_in_topic(items: Bank) -> Iterator[BankFinding]:
    asked = singles(items)
    for place, run in groupby(asked, key=key_position):
        ids = [item.id for item in run]
        if len(ids) > LONGEST_RUN:
            message = f"B01b {len(ids)} keys in a row are option {place + 1}, 4 at most"
            yield Level.WARNING, ids[LONGEST_RUN], message
    most = max(key_positions(asked))
    if len(asked) >= SMALLEST_BANK and most > 0.4 * len(asked):
        message = f"B01b {most} of {len(asked)} keys stand at one position, 40 % at most"
        yield Level.WARNING, asked[0].id, message


def positions_of_two(bank: Bank) -> Iterator[BankFinding]:
    asked = two_of_five(bank)
    if len(asked) < 60:
        return
    for place in range(5):
        share = sum(item.options[place].correct for item in asked) / len(asked)
        if not 0.3 <= share <= 0.5:
            said = f"right in {100 * share:.0f} % of two of five, 30 to 50 wanted"
            message = f"B01c option {place + 1} is {said}"
            yield Level.WARNING, asked[0].id, message


def giveaways(bank: Bank) -> Iterator[BankFinding]:
    """Keys that their form alone tells more often than chance."""
    asked = singles(bank)
    if len(asked) < SMALLEST_BANK:
        return
    bound = 100 * share_bound(len(asked))
    for rule, level, said, share in (
        ("B02", Level.ERROR, "are the longest option", 100 * share_of_keys(asked, lengths)),
        (
            "B02b",
            Level.WARNING,
            "are the shortest option",
            100 * share_of_keys(asked, lengths, min),
        ),
        ("B05", Level.WARNING, "are most like the others", 100 * share_of_keys(asked, convergence)),
    ):
        if share > bound:
            message = f"{rule} {share:.1f} % of {len(asked)} keys {said}, {bound:.1f} at most"
            yield level, asked[0].id, message


def likeness(bank: Bank) -> Iterator[BankFinding]:
    for m, n, value in alike([item.stem for item in bank], 0.5):
        one, other = bank[m], bank[n]
        level = Level.ERROR if value >= 0.8 else Level.WARNING
        if level is Level.ERROR or "B03" not in one.answered | other.answered:
            yield level, other.id, f"B03 its stem is like that of {one.id} ({value:.2f})"


def difficulty(bank: Bank) -> Iterator[BankFinding]:
    counts = Counter(item.difficulty for item in bank)
    for level, wanted in ((1, 20), (2, 55), (3, 25)):
        share = 100 * counts[level] / len(bank)
        if abs(share - wanted) > 5:
            message = f"B07 {share:.0f} % have difficulty {level}, {wanted} ± 5 wanted"
            yield Level.WARNING, bank[0].id, message


def multiple_response(bank: Bank) -> Iterator[BankFinding]:
    share = 100 * sum(item.select > 1 for item in bank) / len(bank)
    if not 12 <= share <= 18:
        message = f"B08 {share:.0f} % are multiple response, 12 to 18 wanted"
        yield Level.WARNING, bank[0].id, message
    threes = 100 * sum(item.select > 2 for item in bank) / len(bank)
    if threes > 2:
        message = f"B08 {threes:.0f} % are choose three, 2 at most wanted"
        yield Level.WARNING, bank[0].id, message


def reasons(bank: Bank) -> Iterator[BankFinding]:
    for item in bank:
        if not all(option.why.strip() for option in item.distractors):
            yield Level.ERROR, item.id, "B13 a wrong option has no reason (why)"


SHARES = (difficulty, multiple_response, *bank_wording.RULES)


def findings(
    bank: Bank, plans: Sequence[BlueprintRecord] = (), skills: Sequence[SkillRecord] = ()
) -> list[BankFinding]:
    """Everything the rules say of the bank; a warning is answered by the note of its question."""
    notes = {item.id: item.answered for item in bank}
    return [
        (level, code, message)
        for level, code, message in _findings(bank, plans, skills)
        if level is Level.ERROR or message.split()[0] not in notes[code]
    ]


def _findings(
    bank: Bank, plans: Sequence[BlueprintRecord], skills: Sequence[SkillRecord]
) -> Iterator[BankFinding]:
    for rule in (positions, positions_of_two, giveaways, likeness, reasons):
        yield from rule(bank)
    for rule in SHARES if len(bank) >= SMALLEST_BANK else ():
        yield from rule(bank)
    for plan in plans:
        yield from bank_plan.findings(bank, plan, skills)
        yield from bank_wording.watched(bank, plan)
    yield from _by_topic(bank)


def _by_topic(bank: Bank) -> Iterator[BankFinding]:
    topics: dict[str, list[QuestionRecord]] = defaultdict(list)
    for item in bank:
        topics[item.topic].append(item)
    for topic, items in topics.items():
        found = [*positions_in_topic(items)]
        if len(topics) > 1:
            found += [*positions(items), *giveaways(items)]
        for level, code, message in found:
            rule, _, rest = message.partition(" ")
            chance = Level.WARNING if rule == "B01" else level
            yield chance, code, f"{rule} {topic}: {rest}"
