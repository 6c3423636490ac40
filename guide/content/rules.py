"""The rules for one question. Pure; the numbers L01–L33 are those of docs/content.md."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from statistics import mean

from guide.content.problems import Level
from guide.content.records import QuestionRecord
from guide.content.words import dice, mean_sentence_length, tokens, words

ERROR, WARNING = Level.ERROR, Level.WARNING
Finding = tuple[Level, str, str]  # level, the field it concerns, what is wrong
Rule = Callable[[QuestionRecord], Iterator[Finding]]

OPTIONS_FOR = {1: {4}, 2: {5, 6}, 3: {6}}
NUMBER_WORDS = {2: "two", 3: "three"}
ABSOLUTES = re.compile(r"\b(always|never|only|all|every|completely|guarantee[sd]?)\b", re.I)
SUPERLATIVES = re.compile(r"\b(LEAST|MOST|FIRST|BEST)\b")
NEGATIONS = re.compile(r"\b(not|except|never|incorrect|least likely)\b")
BANNED_OPTIONS = re.compile(r"\bof the above\b|\bboth A\b|\bA and B\b", re.I)
LETTERS = re.compile(r"\b[Oo]ptions? [A-F]\b|\b[A-D] is (in)?correct\b")
ONLY_WRONG = re.compile(r"^(this is )?(wrong|incorrect|false)\W*$", re.I)
SOURCE = re.compile(r"^(Amazon|AWS) .+: .+$")
CHOOSE = re.compile(r"\(Choose (\w+)\.\)$")
QUANTITY = re.compile(
    r"\b\d[\d,.]*\s?(%|(ms|s|seconds?|minutes?|hours?|days?|[KMGT]i?B|USD|requests?|units?)\b)"
)
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: (\w+))?")
SECONDS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
VERBAL = re.compile(r"^[A-Z][a-z]+ (the|a|an|each|one|its|it|both|to|from|in|on|with|for)\b")


def keys_match(item: QuestionRecord) -> Iterator[Finding]:
    if len(item.keys) != item.select:
        said = f"{len(item.keys)} options are correct, but select is {item.select}"
        yield ERROR, "options", f"L05 {said}"
    if len(item.options) not in OPTIONS_FOR[item.select]:
        wanted = " or ".join(map(str, sorted(OPTIONS_FOR[item.select])))
        yield ERROR, "options", f"L05 {len(item.options)} options, {wanted} wanted"


def reasons(item: QuestionRecord) -> Iterator[Finding]:
    for n, option in enumerate(item.options):
        count = len(words(option.why))
        if not option.why.strip():
            yield ERROR, f"options.{n}", "L06 the option has no reason (why)"
        elif not 8 <= count <= 45:
            yield WARNING, f"options.{n}.why", f"L06 {count} words, 8 to 45 wanted"
        if ONLY_WRONG.match(option.why.strip()):
            yield ERROR, f"options.{n}.why", "L31 only says that it is wrong"
        if option.why.strip() and option.why.strip() == option.text.strip():
            yield ERROR, f"options.{n}.why", "L32 repeats the option"
    for (a, one), (b, other) in combinations(enumerate(item.options), 2):
        if dice(tokens(one.why), tokens(other.why)) > 0.8:
            yield WARNING, f"options.{b}.why", f"L31 nearly the same reason as option {a + 1}"


def explanation(item: QuestionRecord) -> Iterator[Finding]:
    count = len(words(item.explanation))
    if count < 15:
        yield ERROR, "explanation", f"L07 {count} words, 30 to 120 wanted"
    elif not 30 <= count <= 120:
        yield WARNING, "explanation", f"L07 {count} words, 30 to 120 wanted"


def sources(item: QuestionRecord) -> Iterator[Finding]:
    if not item.sources:
        yield ERROR, "sources", "L09 no source"
    for n, source in enumerate(item.sources):
        if not SOURCE.match(source):
            yield ERROR, f"sources.{n}", "L09 is not of the form 'AWS … Guide: page title'"


def stem_length(item: QuestionRecord) -> Iterator[Finding]:
    count = len(words(item.stem))
    if not 20 <= count <= 110:
        yield ERROR, "stem", f"L10 {count} words, 25 to 90 wanted"
    elif not 25 <= count <= 90:
        yield WARNING, "stem", f"L10 {count} words, 25 to 90 wanted"
    total = count + sum(len(words(option.text)) for option in item.options)
    if total > 180:
        yield WARNING, "stem", f"L10 {total} words with the options, 180 at most wanted"
    pace = mean_sentence_length(item.stem)
    if pace > 22:
        level = ERROR if pace > 28 else WARNING
        yield level, "stem", f"L16 {pace:.0f} words a sentence, 22 at most wanted"


def question_sentence(item: QuestionRecord) -> Iterator[Finding]:
    last = item.stem.strip().split("\n\n")[-1]
    choose = CHOOSE.search(last)
    if not (last.endswith("?") or choose) or last.count("?") != 1:
        yield ERROR, "stem", "L11 must end with one question"
    wanted = NUMBER_WORDS.get(item.select)
    if (choose[1] if choose else None) != wanted:
        form = f"end with (Choose {wanted}.)" if wanted else "not say (Choose …)"
        yield ERROR, "stem", f"L12 must {form}"
    if NEGATIONS.search(last) or (re.search(r"\b(NOT|EXCEPT)\b", last) and not item.negative):
        yield ERROR, "stem", "L13 a negative question needs NOT or EXCEPT and negative: true"


def wording(item: QuestionRecord) -> Iterator[Finding]:
    if len(SUPERLATIVES.findall(item.stem)) > 1:
        yield ERROR, "stem", "L14 more than one superlative in capitals"
    if re.search(r"\b(you|your|we)\b", item.stem, re.I):
        yield WARNING, "stem", "L15 speaks to the reader (you, your, we)"
    for where, text in (
        ("explanation", item.explanation),
        *((f"options.{n}.why", option.why) for n, option in enumerate(item.options)),
    ):
        if LETTERS.search(text):
            yield ERROR, where, "L30 names an option by its letter; options are shuffled"
    for n, option in enumerate(item.options):
        if BANNED_OPTIONS.search(option.text):
            yield ERROR, f"options.{n}.text", "L20 refers to other options"


def absolutes(item: QuestionRecord) -> Iterator[Finding]:
    in_keys = any(ABSOLUTES.search(option.text) for option in item.keys)
    in_distractors = any(ABSOLUTES.search(option.text) for option in item.distractors)
    if in_keys != in_distractors:
        yield WARNING, "options", "L21 absolute words in the keys or in the distractors alone"


def option_lengths(item: QuestionRecord) -> Iterator[Finding]:
    if not item.keys or not item.distractors:
        return
    lengths = [len(option.text.strip()) for option in item.options]
    ratio = max(lengths) / max(1, min(lengths))
    if max(lengths) > 40 and ratio > 1.5:
        level = ERROR if ratio > 2.5 else WARNING
        message = f"L22 longest / shortest option is {ratio:.2f}, 1.5 at most wanted"
        yield level, "options", message
    keys = mean(len(option.text.strip()) for option in item.keys)
    share = keys / max(1, mean(len(option.text.strip()) for option in item.distractors))
    if not 0.8 <= share <= 1.2:
        level = WARNING if 0.6 <= share <= 1.5 else ERROR
        yield level, "options", f"L22b keys are {share:.2f} times as long as distractors"


def option_forms(item: QuestionRecord) -> Iterator[Finding]:
    texts = [option.text.strip() for option in item.options]
    if len({text.endswith(".") for text in texts}) > 1:
        yield WARNING, "options", "L23 some options end with a period and some do not"
    verbal = sum(bool(VERBAL.match(text)) for text in texts)
    if verbal in {1, len(texts) - 1} and _all_prose(texts):
        yield WARNING, "options", "L23 one option begins in another form than the rest"
    for (a, one), (b, other) in combinations(enumerate(texts), 2):
        if one == other or (dice(tokens(one), tokens(other)) >= 0.9 and tokens(one)):
            yield ERROR, f"options.{b}.text", f"L24 nearly the same as option {a + 1}"


def _all_prose(texts: Iterable[str]) -> bool:
    return all(len(text.split()) >= 5 and not text.startswith("`") for text in texts)


def echo(item: QuestionRecord) -> Iterator[Finding]:
    stem = {token for token in tokens(item.stem) if len(token) >= 5}
    shared = [stem & tokens(option.text) for option in item.options]
    alone = [
        len(own - frozenset().union(*(o for m, o in enumerate(shared) if m != n)))
        for n, own in enumerate(shared)
    ]
    keys = [count for count, option in zip(alone, item.options, strict=True) if option.correct]
    rest = [count for count, option in zip(alone, item.options, strict=True) if not option.correct]
    if keys and rest and max(keys) > max(rest) + 1:
        yield WARNING, "options", "L25 words of the stem stand in the key alone"


def order_of_numbers(item: QuestionRecord) -> Iterator[Finding]:
    found = [NUMBER.fullmatch(option.text.strip()) for option in item.options]
    if not all(found):
        return
    amounts = [_amount(match) for match in found if match]
    values = [value for value, _ in amounts]
    if len({unit for _, unit in amounts}) == 1 and values != sorted(values):
        yield WARNING, "options", "L28 options that are numbers are not sorted"


def _amount(match: re.Match[str]) -> tuple[float, str]:
    """The number with its unit; every duration in seconds."""
    value, unit = float(match[1].replace(",", "")), (match[2] or "").removesuffix("s")
    return (value * SECONDS[unit], "second") if unit in SECONDS else (value, unit)


def changing_numbers(item: QuestionRecord) -> Iterator[Finding]:
    if not item.volatile and any(QUANTITY.search(option.text) for option in item.keys):
        yield WARNING, "options", "L33 a quantity in the key needs volatile: true"


RULES: tuple[Rule, ...] = (
    keys_match,
    reasons,
    explanation,
    sources,
    stem_length,
    question_sentence,
    wording,
    absolutes,
    option_lengths,
    option_forms,
    echo,
    order_of_numbers,
    changing_numbers,
)


def age(item: QuestionRecord, today: datetime.date) -> Iterator[Finding]:
    if item.volatile and (today - item.checked).days > 180:
        yield WARNING, "checked", "L33 a volatile number was checked over 180 days ago"


def findings(item: QuestionRecord, today: datetime.date) -> list[Finding]:
    """Everything the rules say of one question; a warning named in its note is answered."""
    found = [finding for rule in RULES for finding in rule(item)] + list(age(item, today))
    return [
        (level, where, message)
        for level, where, message in found
        if level is ERROR or message.split()[0] not in item.answered
    ]
