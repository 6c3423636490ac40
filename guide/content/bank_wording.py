"""The rules for the words of a bank of questions: B09–B12 and B14. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

from guide.content.measures import Bank
from guide.content.problems import Level
from guide.content.records import BlueprintRecord, OptionRecord, QuestionRecord
from guide.content.rules import ABSOLUTES, SUPERLATIVES
from guide.content.words import words

WordFinding = tuple[Level, str, str]

PHRASE = re.compile(rf"{SUPERLATIVES.pattern} ([a-z-]+?)(?:ly)?(?![a-z-])")
FEWEST_SERVED = 10  # questions that offer a service, before its share says anything


def superlatives(bank: Bank) -> Iterator[WordFinding]:
    counts = Counter(
        phrase for item in bank for phrase in set(map(" ".join, PHRASE.findall(item.stem)))
    )
    for phrase, count in counts.items():
        if count > 0.15 * len(bank):
            message = f"B09 {count} of {len(bank)} ask for the {phrase} …, 15 % at most"
            yield Level.WARNING, bank[0].id, message


def negatives(bank: Bank) -> Iterator[WordFinding]:
    count = sum(item.negative for item in bank)
    if count > 0.01 * len(bank):
        message = f"B09 {count} of {len(bank)} are negative, 1 % at most"
        yield Level.WARNING, bank[0].id, message


def stem_length(bank: Bank) -> Iterator[WordFinding]:
    middle = median(len(words(item.stem)) for item in bank)
    if not 40 <= middle <= 65:
        message = f"B11 the median stem has {middle:.0f} words, 40 to 65 wanted"
        yield Level.WARNING, bank[0].id, message


def absolutes(bank: Bank) -> Iterator[WordFinding]:
    keys = _rate([option for item in bank for option in item.keys])
    distractors = _rate([option for item in bank for option in item.distractors])
    if keys < distractors / 2:
        message = (
            f"B14 absolute words stand in {keys:.1f} % of keys, in {distractors:.1f} % of the rest"
        )
        yield Level.WARNING, bank[0].id, message


def _rate(options: list[OptionRecord]) -> float:
    hits = sum(bool(ABSOLUTES.search(option.text)) for option in options)
    return 100 * hits / max(1, len(options))


RULES = (superlatives, negatives, stem_length, absolutes)


def watched(bank: Bank, plan: BlueprintRecord) -> Iterator[WordFinding]:
    """What the blueprint names: services that are right too often, settings that come too often."""
    for service, (offered, right) in service_keys(bank, plan.services).items():
        if offered >= FEWEST_SERVED and not 0.15 <= right / offered <= 0.6:
            message = f"B10 {service} is right in {right} of {offered} that offer it, 15 to 60 %"
            yield Level.WARNING, bank[0].id, message
    for setting, forms in plan.settings.items():
        told = re.compile(rf"\b({'|'.join(map(re.escape, forms))})s?\b", re.I)
        count = sum(bool(told.search(item.stem)) for item in bank)
        if count > max(1, 0.08 * len(bank)):
            message = f"B12 {count} of {len(bank)} speak of a {setting}, 8 % at most"
            yield Level.WARNING, bank[0].id, message


def service_keys(bank: Bank, services: list[str]) -> dict[str, tuple[int, int]]:
    """Of each service how many questions offer it, and in how many of those it is right.

    It is offered where half of the options or fewer name it: what all name decides nothing.
    """
    longest_first = sorted(services, key=len, reverse=True)
    name = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")
    offered, right = Counter[str](), Counter[str]()
    for item in bank if services else ():
        named = [set(name.findall(option.text)) for option in item.options]
        counts = Counter(service for names in named for service in names)
        minor = {service for service, count in counts.items() if 2 * count <= len(named)}
        offered.update(minor)
        right.update(minor & _named_by_keys(item, named))
    return {service: (offered[service], right[service]) for service in services}


def _named_by_keys(item: QuestionRecord, named: list[set[str]]) -> set[str]:
    pairs = zip(item.options, named, strict=True)
    return {service for option, names in pairs if option.correct for service in names}
