"""Mock exams drawn from the bank itself, one after another."""

import random
from collections import Counter

import pytest

from guide.content.reading import read
from guide.content.records import Content, ExamRecord
from quiz.drawing import Candidate
from quiz.mock import draw_mock, largest_remainder
from tests.conftest import CONTENT
from tests.factories import NOW


@pytest.fixture(scope="module")
def content() -> Content:
    return read(CONTENT).content


def bank_of(content: Content, exam: ExamRecord) -> dict[int, Candidate]:
    served = [
        item for items in content.questions.values() for item in items if exam.code in item.tasks
    ]
    sections = {section: n for n, section in enumerate({item.section for item in served})}
    return {
        n: Candidate(
            n,
            domain=int(item.tasks[exam.code].partition(".")[0]),
            task=item.tasks[exam.code],
            skill=item.skill,
            section=sections[item.section],
            multiple=item.select > 1,
        )
        for n, item in enumerate(served)
    }


@pytest.mark.parametrize("code", ["DVA-C02", "DVA-C03"])
@pytest.mark.parametrize("seed", range(3))
def test_ten_mocks_keep_every_proportion_and_share_no_question_before_they_must(
    content, code, seed
):
    exam = next(exam for exam in content.exams if exam.code == code)
    bank, seen, dice = bank_of(content, exam), set(), random.Random(seed)
    weights = {domain.number: domain.weight for domain in exam.domains}
    for n in range(10):
        shown = [
            Candidate(**{**vars(c), "last_seen": NOW if pk in seen else None})
            for pk, c in bank.items()
        ]
        drawn = draw_mock(shown, weights, exam.questions, dice)
        found = [bank[pk] for pk in drawn]
        assert len(set(drawn)) == exam.questions
        assert Counter(c.domain for c in found) == largest_remainder(weights, exam.questions)
        assert 8 <= sum(c.multiple for c in found) <= 11
        assert max(Counter(c.skill for c in found).values()) <= 2
        if n < 2:
            assert not seen & set(drawn)
        seen |= set(drawn)
