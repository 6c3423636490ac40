"""The content in fixtures/dva is complete, and its commands are real."""

import datetime
from collections import Counter

import pytest

from guide import markdown
from guide.content.checking import check
from guide.content.problems import Level
from tests.conftest import CONTENT
from tests.guide.aws_commands import commands, problem

TOPICS = sorted(path.stem for path in (CONTENT / "guide").glob("*.md"))
RECALL_EACH, RECALL_IN_ALL = 6, 300
QUESTIONS_EACH, QUESTIONS_IN_ALL = 4, 116


@pytest.fixture(scope="module")
def checked():
    return check(CONTENT, today=datetime.date(2026, 11, 23))


@pytest.fixture(scope="module")
def content(checked):
    return checked[0].content


def test_no_rule_finds_an_error(checked):
    assert [str(found) for found in checked[1] if found.level is Level.ERROR] == []


def test_every_topic_has_a_page_and_a_subject(content):
    assert len(TOPICS) >= 46
    assert sorted(content.pages) == TOPICS
    assert sorted(slug for subject in content.subjects for slug in subject.topics) == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_can_be_studied_and_asked_about(content, topic):
    assert len(content.recall[topic]) >= RECALL_EACH
    assert len(content.questions[topic]) >= QUESTIONS_EACH


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_takes_6_to_20_minutes_and_has_a_picture(content, topic):
    body = content.pages[topic].body
    assert 6 <= markdown.render_page(body).minutes <= 20
    assert any(sample.language == "diagram" for sample in markdown.samples(body))


def test_every_skill_of_both_exams_is_taught(content):
    counts = Counter(skill.exam for skill in content.skills)
    assert counts == {"DVA-C02": 101, "DVA-C03": 72}


def test_there_are_enough_questions_in_all(content):
    assert sum(map(len, content.recall.values())) >= RECALL_IN_ALL
    assert sum(map(len, content.questions.values())) >= QUESTIONS_IN_ALL


@pytest.mark.parametrize(("domain", "weight"), [("1", 32), ("2", 26), ("3", 24), ("4", 18)])
def test_the_questions_are_spread_as_the_domains_of_dva_c02(content, domain, weight):
    tasks = [
        question.tasks["DVA-C02"]
        for questions in content.questions.values()
        for question in questions
        if "DVA-C02" in question.tasks
    ]
    shares = Counter(task.partition(".")[0] for task in tasks)

    assert 100 * shares[domain] / len(tasks) == pytest.approx(weight, abs=5)


@pytest.mark.parametrize("topic", TOPICS)
def test_the_aws_commands_of_a_page_are_real(content, topic):
    samples = markdown.samples(content.pages[topic].body)
    scripts = [sample.code for sample in samples if sample.language == "bash"]
    found = [problem(command) for script in scripts for command in commands(script)]

    assert [message for message in found if message] == []


@pytest.mark.parametrize(
    ("script", "wrong"),
    [
        ("aws sqs get-queue", "aws sqs get-queue: no such operation"),
        ("aws queues list", "aws queues list: no such operation"),
        ("aws rds wait tea-time", "aws rds wait: no such operation"),
        ("aws sqs list-queues --prefix a", "unrecognized arguments: --prefix a"),
        ("aws sqs list-queues --queue-name-prefix a b", "unrecognized arguments: b"),
        ("aws kms encrypt --key-id a", "arguments are required: --plaintext"),
        ("aws lambda invoke --function-name a", "arguments are required: outfile"),
        ("aws kms create-key --key-usage SIGN", "SIGN is none of SIGN_VERIFY, ENCRYPT_DECRYPT"),
        ("aws sqs create-queue --queue-name a --tags '{\"a\": 1}'", "Invalid type for parameter a"),
        ("x=$(aws a b) || true", "aws a b: no such operation"),
        ("true |\n  A=1 sudo aws \\\n  a b", "aws a b: no such operation"),
    ],
)
def test_a_command_that_is_not_real_is_found(script, wrong):
    (command,) = commands(script)

    assert wrong in problem(command)


@pytest.mark.parametrize(
    "script",
    [
        "aws s3 cp a.txt s3://my-bucket/a.txt",
        "aws rds wait db-instance-available --db-instance-identifier a",
        "aws lambda invoke --function-name a --payload '{}' out.json > log.txt",
        "aws ecs update-service --service a --no-force-new-deployment --region us-east-1",
        "aws ec2 run-instances --image-id ami-1 --count 2 --security-group-ids sg-1 sg-2",
        "aws sqs create-queue --cli-input-json file://queue.json",
    ],
)
def test_a_command_that_is_real_passes(script):
    assert [problem(command) for command in commands(script)] == [None]
