"""The bank against its blueprint."""

import pytest

from guide.content.bank_rules import findings
from guide.content.checking import check
from guide.content.records import BlueprintRecord, QuestionRecord, SkillRecord
from tests.guide.folders import make_folder
from tests.guide.records import make_record
from tests.guide.test_checking import TODAY

EXAM = "DVA-C02"


def some(
    count: int, task: str = "1.1", topic: str = "sqs", **changes: object
) -> list[QuestionRecord]:
    return [
        make_record(
            id=f"{topic}-{task.replace('.', '-')}-question-{n}",
            tasks=changes.get("tasks", {EXAM: task}),
            section=f"{topic}#a",
            skill=changes.get("skill", ""),
            difficulty=changes.get("difficulty", 2),
            stem=" ".join(f"{topic}{task}stem{n}word{m}" for m in range(50)),
        )
        for n in range(count)
    ]


PLAN = BlueprintRecord(exam=EXAM, topics={"sqs": {"1.1": 10, "2.1": 30}, "sns": {"1.1": 10}})
FULL = {"a": (10, "1.1", "sqs"), "b": (30, "2.1", "sqs"), "c": (10, "1.1", "sns")}


def planned(**changes: tuple[int, str, str]) -> list[QuestionRecord]:
    """A bank as planned, but for some of its cells."""
    return [item for cell in (FULL | changes).values() for item in some(*cell)]


def said(items: list[QuestionRecord], plan: BlueprintRecord = PLAN, rule: str = "B06") -> set[str]:
    skills = [
        SkillRecord(exam=EXAM, number=f"1.1.{n}", name="Do it", sections=["sqs#a"]) for n in (1, 2)
    ]
    return {
        f"{level} {message}"
        for level, _, message in findings(items, [plan], skills)
        if message.startswith(rule)
    }


def test_a_bank_as_planned_passes():
    assert said(planned()) == set()


def test_a_bank_that_is_growing_may_have_too_few():
    assert said(planned(a=(1, "1.1", "sqs"), c=(0, "1.1", "sns"))) == set()


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"a": (11, "1.1", "sqs")}, {"domain 1: 21, 20 planned"}),
        (
            {"a": (13, "1.1", "sqs")},
            {"domain 1: 23, 20 planned", "task 1.1: 23, 20 ± 2 planned"},
        ),
        (
            {"b": (35, "2.1", "sqs")},
            {
                "domain 2: 35, 30 planned",
                "task 2.1: 35, 30 ± 2 planned",
                "sqs: 45, 40 ± 4 planned",
            },
        ),
        (
            {"c": (7, "1.1", "sns"), "b": (33, "2.1", "sqs")},
            {
                "domain 1: 17, 20 planned",
                "domain 2: 33, 30 planned",
                "task 1.1: 17, 20 ± 2 planned",
                "task 2.1: 33, 30 ± 2 planned",
                "sns: 7, 10 ± 2 planned",
            },
        ),
    ],
)
def test_too_many_are_an_error_and_too_few_where_the_bank_is_complete(changes, findings):
    assert said(planned(**changes)) == {f"error B06 {EXAM} {line}" for line in findings}


def test_questions_of_another_exam_alone_are_counted_apart():
    plan = BlueprintRecord(exam="DVA-C03", alone={"1": 1})
    both, alone = {EXAM: "1.1", "DVA-C03": "1.1"}, {"DVA-C03": "1.1"}

    assert said([*some(9, tasks=both), *some(3, "1.2", tasks=alone)], plan) == set()
    assert said(some(4, tasks=alone), plan) == {
        "error B06 DVA-C03 domain 1 alone: 4, 1 ± 2 planned"
    }


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (3, 5, set()),
        (2, 5, {"1.1.1: 2"}),
        (3, 6, {"1.1.2: 6"}),
        (0, 5, {"1.1.1: 0"}),
    ],
)
def test_each_skill_has_as_many_as_the_blueprint_allows(first, second, found):
    items = [*some(first, skill="S1.1.1"), *some(second, "1.2", skill="S1.1.2")]
    plan = BlueprintRecord(exam=EXAM, skill=(3, 5), topics={"sqs": {"1.2": first + second}})

    lines = {f"error B06 {EXAM} skill {line}, 3 to 5 planned" for line in found}
    assert {line for line in said(items, plan) if "skill" in line} == lines


def test_a_growing_bank_has_skills_without_questions():
    plan = PLAN.model_copy(update={"skill": (3, 5)})

    assert said(some(5, skill="S1.1.2"), plan) == set()


@pytest.mark.parametrize(
    ("easy", "found"), [(3, {"1", "2"}), (7, set()), (11, {"1", "2"}), (12, {"1", "2"})]
)
def test_the_difficulty_of_a_domain_is_within_8_points_of_the_plan(easy, found):
    items = [*some(easy, difficulty=1), *some(25 - easy, "1.2", difficulty=2)]
    plan = BlueprintRecord(exam=EXAM, difficulty={"1": (28, 71, 1)})

    lines = said(items, plan, "B07 DVA")
    assert {line.split("difficulty ")[1][0] for line in lines} == found
    assert all(line.startswith("warning") for line in lines)


def test_a_cell_without_plan_is_a_warning_that_a_note_answers():
    (item,) = some(1, "2.1", "sns")

    assert said([item], rule="L03") == {"warning L03 no question of sns for task 2.1 is planned"}
    assert said([item.model_copy(update={"note": "L03: of use"})], rule="L03") == set()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('- exam: DVA-C02\n  topics:\n    sqs: {"1.1": 1}\n', None),
        ("- exam: DVA-C09\n", "1: error: there is no exam DVA-C09"),
        ('- exam: DVA-C02\n  topics:\n    sqs: {"9.9": 1}\n', "3: error: DVA-C02 has no task 9.9"),
        (
            '- exam: DVA-C02\n  topics:\n    a: {"1.1": 1}\n',
            "3: error: there is no page guide/a.md",
        ),
        ("- exam: DVA-C02\n  skill: [3]\n", "2: error: skill.1: Field required"),
    ],
)
def test_a_blueprint_speaks_of_what_is_there(tmp_path, text, finding):
    folder = make_folder(tmp_path)
    (folder / "blueprint.yaml").write_text(text)
    _, problems = check(folder, today=TODAY)

    name = f"{folder}/blueprint.yaml"
    lines = [str(p).removeprefix(f"{name}:") for p in problems if p.file == name]
    assert lines == ([finding] if finding else [])
