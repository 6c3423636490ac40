"""Rows for tests: plain functions with keyword arguments."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

from accounts.models import User
from guide import services
from guide.models import Domain, Exam, Option, Question, Subject, Task, Topic
from quiz import services as quiz_services
from quiz.models import Attempt

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
numbers = count(1)


def make_user(email: str = "ana@example.com", password: str = "a long pass phrase") -> User:
    return User.objects.create_user(email, password)


def make_exam(
    code: str = "DVA-C02", *, weights: Sequence[int] = (60, 40), last_day: date | None = None
) -> Exam:
    """An exam with a domain for each weight, and a task in each."""
    exam = Exam.objects.create(
        code=code,
        name=f"Developer ({code})",
        last_day=last_day,
        minutes=130,
        questions=65,
        scored_questions=50,
        pass_score=720,
        lowest_score=100,
        highest_score=1000,
    )
    for number, weight in enumerate(weights, start=1):
        domain = exam.domains.create(number=number, name=f"Domain {number}", weight=weight)
        domain.tasks.create(number=f"{number}.1", name=f"Task {number}.1")
    return exam


def make_topic(slug: str = "", *, body: str = "", subject: str = "Messaging") -> Topic:
    slug = slug or f"topic-{next(numbers)}"
    subject_row, _ = Subject.objects.get_or_create(slug=subject.lower(), defaults={"name": subject})
    topic = Topic(
        slug=slug,
        title=slug.replace("-", " ").capitalize(),
        summary=f"What {slug} is about.",
        body=body or "An opening.\n\n## First section\n\nSome text.\n\n## Second section\n\nMore.",
        subject=subject_row,
        position=next(numbers),
        checked=NOW.date(),
        sources=["AWS Developer Guide: A page"],
    )
    services.save_topic(topic, now=NOW)
    return topic


STEM = (
    "A developer builds question {n} of a test. The test must fail when the code is wrong, and "
    "it must say in plain words what was expected of the code.\n\n"
    "Which change will meet this requirement?"
)
WHY = "This is the reason of option {key}, in as many words as a reason needs."
EXPLANATION = (
    "The rule to take away is that a test is worth as much as the fault that it would find, so "
    "write down first what would be wrong, and only then what is right."
)


def make_question(
    *,
    topic: Topic | None = None,
    tasks: Sequence[Task] | None = None,
    correct: str = "a",
    keys: str = "",
    published: bool = True,
) -> Question:
    """A question that can be published, with a task in each exam there is."""
    topic = topic or make_topic()
    select, n = len(correct), next(numbers)
    keys = keys or ("abcd" if select == 1 else "abcde")
    choose = "" if select == 1 else " (Choose two.)"
    question = Question.objects.create(
        code=f"topic-question-{n}",
        kind=Question.Kind.SINGLE if select == 1 else Question.Kind.MULTIPLE,
        topic=topic,
        section=topic.sections.all()[0],
        stem=STEM.format(n=n) + choose,
        select=select,
        explanation=EXPLANATION,
        sources=["AWS Developer Guide: A page"],
        checked=NOW.date(),
    )
    Option.objects.bulk_create(
        Option(
            question=question,
            key=key,
            text=f"Take the course of action {key.upper() * 3}",
            correct=key in correct,
            why=WHY.format(key=key * 3),
        )
        for key in keys
    )
    for task in tasks if tasks is not None else _first_tasks():
        question.question_tasks.create(task=task, exam=task.domain.exam)
    if published:
        services.publish(Question.objects.complete().get(pk=question.pk), now=NOW)
    return Question.objects.complete().get(pk=question.pk)


def _first_tasks() -> list[Task]:
    domains = Domain.objects.filter(number=1).prefetch_related("tasks__domain__exam")
    return [domain.tasks.all()[0] for domain in domains]


def make_recall(topic: Topic, prompt: str = "What is it?", answer: str = "It is it.") -> Question:
    question = Question(
        code=f"{topic.slug}-recall-{next(numbers)}",
        kind=Question.Kind.RECALL,
        topic=topic,
        section=topic.sections.all()[0],
        stem=prompt,
        explanation=answer,
        checked=NOW.date(),
    )
    question.save()
    services.publish(question, now=NOW)
    return question


def make_attempt(
    user: User, questions: Sequence[Question], *, exam: Exam | None = None, at: datetime = NOW
) -> Attempt:
    return quiz_services.start(
        user,
        exam=exam or Exam.objects.all()[0],
        title="All topics",
        selection={"scope": "all"},
        revision_ids=[question.revision_id for question in questions if question.revision_id],
        start_key=uuid.uuid4(),
        now=at,
    )


def answer_all(attempt: Attempt, choices: Sequence[str], *, at: datetime = NOW) -> None:
    """Answer the questions of the attempt in order, "" for none, and finish it."""
    responses = attempt.responses.select_related("revision", "attempt")
    for n, (response, chosen) in enumerate(zip(responses, choices, strict=True)):
        if chosen:
            when = at + timedelta(seconds=n)
            quiz_services.answer(response, chosen, version=response.version, now=when)
    quiz_services.finish(attempt, now=at + timedelta(minutes=5))
