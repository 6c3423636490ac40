"""What content_report says of the bank, figure by figure."""

import pytest

from guide.content.bank_report import bank_report
from guide.content.records import BlueprintRecord, Content, ExamRecord, SkillRecord
from tests.guide.records import make_record, with_option
from tests.guide.test_bank_plan import some

EXAM = ExamRecord(
    code="DVA-C02",
    name="An exam",
    minutes=130,
    questions=65,
    scored_questions=50,
    pass_score=720,
    lowest_score=100,
    highest_score=1000,
    domains=[
        {"number": 1, "name": "One", "weight": 60, "tasks": [{"number": "1.1", "name": "Do"}]},
        {"number": 2, "name": "Two", "weight": 40, "tasks": [{"number": "2.1", "name": "Do"}]},
    ],
)
PLAN = BlueprintRecord(
    exam="DVA-C02",
    topics={"sqs": {"1.1": 5}, "sns": {"2.1": 1}},
    difficulty={"1": (1, 3, 1)},
    skill=(3, 9),
)
SKILLS = [
    SkillRecord(exam="DVA-C02", number=number, name="Do", sections=["sqs#a"])
    for number in ("1.1.1", "2.1.1")
]


def lines(items, plans=(PLAN,)) -> list[str]:
    content = Content.model_construct(
        exams=[EXAM], skills=SKILLS, blueprints=plans, questions={"sqs": items}
    )
    return [" ".join(line.split()) for line in bank_report(content)]


@pytest.fixture
def bank():
    return [
        *some(3, skill="S1.1.1"),
        *some(1, "1.2", difficulty=1),
        *some(2, "2.1", "sns", skill="S2.1.1"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "DVA-C02: 6 questions",
        "domain 1 4 67 %, exam 60 %",
        "domain 1 4 5 1",
        "domain 2 2 1 +1",
        "task 1.1 3 5 2",
        "sqs 4 5 1",
        "sns 2 1 +1",
        "difficulty in domain 1: 1: 25 % (target 20 %), 2: 75 % (target 60 %), "
        "3: 0 % (target 20 %)",
        "skills with fewer than 3: 1 of 2",
        "2.1.1 (2)",
        "difficulty: 1: 1 (17 %), 2: 5 (83 %), 3: 0 (0 %); 20, 55 and 25 % wanted",
        "multiple response: 0 (0 %; 12 to 18 % wanted), choose three 0 (0 %; 2 % at most)",
        "key positions: A 0, B 6, C 0, D 0; χ² = 18.0 (7.8 at most)",
        "key has the longest option: 0.0 % of 6 (chance 25 %, 54.1 % at most)",
        "key has the highest convergence: 0.0 % of 6 (chance 25 %, 54.1 % at most)",
        "words of a stem: 50 to 50, median 50 (40 to 65)",
        "pairs of stems with a likeness of 0.5 or more: 0",
        "reviewed: 0 of 6 published questions",
    ],
)
def test_the_report_says(bank, line):
    assert line in lines(bank)


def test_two_of_five_and_stems_that_are_alike_are_listed():
    pair = [make_record(id=f"sqs-question-{name}", select=2) for name in "ab"]

    said = lines(pair)
    assert "key positions in 2 two of five: A 0, B 2, C 2, D 0, E 0" in said
    assert "sqs-question-a, sqs-question-b: 1.00" in said


def test_reviews_are_counted_over_what_is_published():
    def reviewed(n: int, *, status: str = "published", **review):
        found = {"solved": "right", "attacked": True, "date": "2026-11-23"} | review
        return make_record(id=f"sqs-question-{n}", status=status, review=found)

    said = lines(
        [
            reviewed(1, guessed=True),
            reviewed(2, guessed=False),
            reviewed(3, guessed=False, solved="wrong"),
            reviewed(4, attacked=False),
            reviewed(5, status="draft", solved="wrong"),
            reviewed(6, status="retired", solved="wrong"),
            make_record(id="sqs-question-7"),
        ]
    )

    assert said[said.index("reviewed: 4 of 5 published questions") :] == [
        "reviewed: 4 of 5 published questions",
        "solved right without the key: 3 (75 %)",
        "distractors attacked: 3 (75 %)",
        "guessed from the options alone: 1 of 3 with one right option (33 %; chance 25 %)",
        "solved wrong: sqs-question-3",
    ]


def test_a_question_without_key_and_no_question_at_all_are_reported_too():
    assert "reviewed: 0 of 1 published questions" in lines([with_option(1, correct=False)])
    assert lines([], plans=()) == [
        *("", "DVA-C02: 0 questions", "domain 1 0 –, exam 60 %", "domain 2 0 –, exam 40 %")
    ]
