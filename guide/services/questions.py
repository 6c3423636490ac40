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
from guide.conversion import question_record
from guide.models import Question, Revision
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
) -> Revision:
    """Show the question, as it is now, to learners from now on.

    Raises NotPublishable with every reason.
    """
    if reasons := reasons_not_to_publish(question, now):
        raise NotPublishable(reasons)
    before = question.revision
    revision = freeze(question, now=now, editor_id=editor_id, note=note)
    if question.review and not (before and _asks_the_same(before, revision)):
        question.review = {}
        question.save(update_fields=["review"])
    if question.kind == Question.Kind.RECALL:
        refresh_page(question.topic)
    return revision


def _asks_the_same(one: Revision, other: Revision) -> bool:
    """Whether a review of the one holds for the other; reasons are no part of it."""

    def asked(content: dict[str, Any]) -> tuple[object, ...]:
        options = sorted((option["text"], option["correct"]) for option in content["options"])
        return content["select"], content["stem"], options

    return asked(one.content) == asked(other.content)


def freeze(
    question: Question,
    *,
    now: datetime,
    editor_id: int | None = None,
    note: str = "",
) -> Revision:
    """Make the question's content its current revision; unchanged content makes no new one."""
    content = frozen(question)
    revision = question.revision
    if revision is None or revision.content != content:
        last = question.revisions.aggregate(last=Max("number"))["last"] or 0
        revision = question.revisions.create(
            number=last + 1, content=content, editor_id=editor_id, note=note, created_at=now
        )
    question.revision = revision
    question.status = Question.Status.PUBLISHED
    if question.kind == Question.Kind.RECALL:
        question.search_text = normal(plain_text(content["stem"]))
    question.save(update_fields=["revision", "status", "search_text"])
    return revision


@transaction.atomic
def retire(question: Question) -> None:
    """Ask the question no more; what was answered stays."""
    question.status = Question.Status.RETIRED
    question.save(update_fields=["status"])
    if question.kind == Question.Kind.RECALL:
        refresh_page(question.topic)
