"""The bank of questions in figures, each with what is wanted of it. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from guide.content import bank_plan
from guide.content.bank_plan import Tally
from guide.content.measures import (
    Bank,
    alike,
    chi_squared,
    convergence,
    key_positions,
    lengths,
    share_bound,
    share_of_keys,
    singles,
    two_of_five,
)
from guide.content.records import BlueprintRecord, Content, ExamRecord, SkillRecord
from guide.content.words import words


def bank_report(content: Content) -> Iterator[str]:
    bank = content.bank
    for exam in content.exams:
        yield from ("", *_exam(bank, exam))
    for plan in content.blueprints:
        yield from ("", *_plan(bank, plan, content.skills))
    if bank:
        yield from ("", *_levels(bank), *_keys(bank), *_stems(bank))
        yield from ("", *reviews(bank))


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _exam(bank: Bank, exam: ExamRecord) -> Iterator[str]:
    items = bank_plan.served(bank, exam.code)
    found = Counter(bank_plan.domain_of(item, exam.code) for item in items)
    yield f"{exam.code}: {len(items)} questions"
    for domain in exam.domains:
        count = found[str(domain.number)]
        share = percent(count, len(items))
        yield f"  domain {domain.number} {count:14} {share:>6}, exam {domain.weight} %"


def _plan(bank: Bank, plan: BlueprintRecord, skills: Sequence[SkillRecord]) -> Iterator[str]:
    yield f"{'blueprint of ' + plan.exam:26} {'found':>5} {'target':>7} {'missing':>8}"
    for tally in (*bank_plan.domains(bank, plan), *bank_plan.tasks(bank, plan)):
        yield _row(tally)
    for tally in bank_plan.topics(bank, plan):
        if len(tally.items) != tally.planned:
            yield _row(tally)
    for tally in bank_plan.alone(bank, plan):
        yield _row(tally)
    yield from _difficulty(bank, plan)
    if plan.skill:
        counts = bank_plan.skill_counts(bank, plan, skills)
        few = {number: len(own) for number, own in counts.items() if len(own) < plan.skill[0]}
        yield f"skills with fewer than {plan.skill[0]}: {len(few)} of {len(counts)}"
        if few:
            yield "  " + ", ".join(f"{number} ({count})" for number, count in few.items())


def _row(tally: Tally) -> str:
    over = len(tally.items) - tally.planned
    last = f"{tally.missing:8}" if over <= 0 else f"{f'+{over}':>8}"
    return f"  {tally.part:24} {len(tally.items):5} {tally.planned:7} {last}"


def _difficulty(bank: Bank, plan: BlueprintRecord) -> Iterator[str]:
    items = bank_plan.served(bank, plan.exam)
    for domain, planned in plan.difficulty.items():
        own = [item for item in items if bank_plan.domain_of(item, plan.exam) == domain]
        found = Counter(item.difficulty for item in own)
        shares = (
            f"{level}: {percent(found[level], len(own))} (target {percent(count, sum(planned))})"
            for level, count in enumerate(planned, start=1)
        )
        yield f"  difficulty in domain {domain}: {', '.join(shares)}"


def _levels(bank: Bank) -> Iterator[str]:
    levels = Counter(item.difficulty for item in bank)
    shares = (f"{n}: {levels[n]} ({percent(levels[n], len(bank))})" for n in (1, 2, 3))
    yield f"difficulty: {', '.join(shares)}; 20, 55 and 25 % wanted"
    multiple = sum(item.select > 1 for item in bank)
    threes = sum(item.select > 2 for item in bank)
    yield (
        f"multiple response: {multiple} ({percent(multiple, len(bank))}; 12 to 18 % wanted), "
        f"choose three {threes} ({percent(threes, len(bank))}; 2 % at most)"
    )


def _keys(bank: Bank) -> Iterator[str]:
    asked = singles(bank)
    if asked:
        counts = key_positions(asked)
        yield f"key positions: {_positions(counts)}; χ² = {chi_squared(counts):.1f} (7.8 at most)"
        bound = f"chance 25 %, {100 * share_bound(len(asked)):.1f} % at most"
        for name, share in (
            ("longest option", share_of_keys(asked, lengths)),
            ("shortest option", share_of_keys(asked, lengths, min)),
            ("highest convergence", share_of_keys(asked, convergence)),
        ):
            yield f"key has the {name}: {100 * share:.1f} % of {len(asked)} ({bound})"
    if pairs := two_of_five(bank):
        counts = [sum(item.options[n].correct for item in pairs) for n in range(5)]
        yield f"key positions in {len(pairs)} two of five: {_positions(counts)}"


def _positions(counts: Sequence[int]) -> str:
    return ", ".join(f"{letter} {n}" for letter, n in zip("ABCDE", counts, strict=False))


def _stems(bank: Bank) -> Iterator[str]:
    sizes = [len(words(item.stem)) for item in bank]
    yield f"words of a stem: {min(sizes)} to {max(sizes)}, median {median(sizes):.0f} (40 to 65)"
    pairs = list(alike([item.stem for item in bank], 0.5))
    yield f"pairs of stems with a likeness of 0.5 or more: {len(pairs)}"
    for m, n, value in pairs:
        yield f"  {bank[m].id}, {bank[n].id}: {value:.2f}"


def reviews(bank: Bank) -> Iterator[str]:
    """How many of the published questions were reviewed, and what the reviewers found."""
    shown = [item for item in bank if item.status == "published"]
    found = {item.id: item.review for item in shown if item.review}
    right = sum(review.solved == "right" for review in found.values())
    attacked = sum(review.attacked for review in found.values())
    guesses = [review.guessed for review in found.values() if review.guessed is not None]
    yield f"reviewed: {len(found)} of {len(shown)} published questions"
    yield f"  solved right without the key: {right} ({percent(right, len(found))})"
    yield f"  distractors attacked: {attacked} ({percent(attacked, len(found))})"
    yield (
        f"  guessed from the options alone: {sum(guesses)} of {len(guesses)} "
        f"with one right option ({percent(sum(guesses), len(guesses))}; chance 25 %)"
    )
    if wrong := [code for code, review in found.items() if review.solved == "wrong"]:
        yield f"  solved wrong: {', '.join(wrong)}"
