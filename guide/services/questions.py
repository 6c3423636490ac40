"""The writers of questions with their revisions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from guide import markdown
from guide.content import rules
from guide.content.problems import Level
from guide.content.records import OPTION_KEYS, QuestionRecord
from guide.content.rendered import asks_the_same, same_key
from guide.conversion import question_record
from guide.models import Question, Revision, Task
from guide.services.topics import refresh_page
from guide.words import normal, plain_text


class NotPublishable(Exception):
    """A question that learners must not see yet; `reasons` says why."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


def frozen(question: Question) -> dict[str, Any]:
    """What a revision of the question holds: see Revision."""
    return {
        "kind": question.kind,
        "select": question.select,
        "stem": markdown.render(question.stem),
        "options": [
            {
                "key": option.key,
                "text": markdown.render_inline(option.text),
                "correct": option.correct,
                "why": markdown.render_inline(option.why),
            }
            for option in question.options.all()
        ],
        "explanation": markdown.render(question.explanation),
        "fixed_order": question.fixed_order,
        "topic": {"slug": question.topic.slug, "title": question.topic.title},
        "section": {"anchor": question.section.anchor, "title": question.section.title},
        "sources": question.sources,
    }


def _named(where: str) -> str:
    """The place of a finding as an editor calls it: `options.1.why` is the why of option b."""
    name, _, rest = where.partition(".")
    number, _, field = rest.partition(".")
    if name != "options" or not number:
        return name
    option = f"option {OPTION_KEYS[int(number)]}"
    return f"{field} of {option}" if field else option


def reasons_not_to_publish(question: Question, now: datetime) -> list[str]:
    """Errors by the rules for questions; warnings do not keep a question back."""
    record = question_record(question)
    if not isinstance(record, QuestionRecord):
        missing = [("the prompt", question.stem), ("the answer", question.explanation)]
        return [f"{name} is empty" for name, text in missing if not text.strip()]
    reasons = [
        f"{message} ({_named(where)})"
        for level, where, message in rules.findings(record, now.date())
        if level is Level.ERROR
    ]
    if not record.tasks:
        reasons.append("L03 no exam task")
    if question.section.topic_id != question.topic_id:
        reasons.append("L08 the section belongs to another topic")
    return reasons


@transaction.atomic
def publish(
    question: Question,
    *,
    now: datetime,
    editor_id: int | None = None,
    note: str = "",
    change: str = "",
) -> Revision:
    """Show the question, as it is now, to learners from now on; `change` as in `freeze`.

    Raises NotPublishable with every reason.
    """
    if reasons := reasons_not_to_publish(question, now):
        raise NotPublishable(reasons)
    before = question.revision
    revision = freeze(question, now=now, editor_id=editor_id, note=note, change=change)
    if question.review and not (before and asks_the_same(before.content, revision.content)):
        question.review = {}
        question.save(update_fields=["review"])
    if question.kind == Question.Kind.RECALL:
        refresh_page(question.topic)
    return revision


def freeze(
    question: Question,
    *,
    now: datetime,
    editor_id: int | None = None,
    note: str = "",
    change: str = "",
) -> Revision:
    """Make the question's content its current revision; unchanged content makes no new one.

    Where nobody says which change it is, content that asks the same is another wording.
    """
    content, before = frozen(question), question.revision
    question.status = Question.Status.PUBLISHED
    if before is None or before.content != content:
        last = question.revisions.aggregate(last=Max("number"))["last"] or 0
        kind, number = _change(before, content, change), last + 1
        keeps = before and kind == Revision.Change.WORDING
        question.revision = question.revisions.create(
            number=number,
            change=kind,
            meaning=before.meaning if before and keeps else number,
            content=content,
            source=source(question),
            editor_id=editor_id,
            note=note,
            created_at=now,
        )
    if question.kind == Question.Kind.RECALL:
        question.search_text = normal(plain_text(content["stem"]))
    question.proposed_by, question.proposed_at, question.sent_back = None, None, ""
    proposal = ["proposed_by", "proposed_at", "sent_back"]
    question.save(update_fields=["revision", "status", "search_text", *proposal])
    assert question.revision
    return question.revision


def _change(before: Revision | None, content: dict[str, Any], said: str) -> str:
    """A changed key is a changed meaning, whatever is said."""
    if before is None or not same_key(before.content, content):
        return Revision.Change.MEANING
    same = asks_the_same(before.content, content)
    return said or (Revision.Change.WORDING if same else Revision.Change.MEANING)


def source(question: Question) -> dict[str, Any]:
    """The editors' text as plain data. A review is not theirs, and holds for one text only."""
    record = question_record(question)
    if isinstance(record, QuestionRecord):
        record = record.model_copy(update={"review": None})
    return record.as_data()


@transaction.atomic
def retire(question: Question) -> None:
    """Ask the question no more; what was answered stays."""
    question.status = Question.Status.RETIRED
    question.save(update_fields=["status"])
    if question.kind == Question.Kind.RECALL:
        refresh_page(question.topic)


@transaction.atomic
def retag(
    question: Question, *, task: Task | None = None, skill: str = "", difficulty: int | str = ""
) -> bool:
    """Set those tags that are given; False where the question has them already."""
    before = question_record(question).digest()
    if task:
        exam = task.domain.exam
        question.question_tasks.update_or_create(exam=exam, defaults={"task": task})
    question.skill = skill or question.skill
    question.difficulty = int(difficulty or question.difficulty)
    question.save(update_fields=["skill", "difficulty"])
    return before != question_record(Question.objects.complete().get(pk=question.pk)).digest()
