"""Going back: a revision becomes the working copy again."""

import hashlib
import json
from typing import Any

from django.db import transaction

from guide.content.records import OptionRecord, QuestionRecord
from guide.content.rendered import as_markdown
from guide.conversion import question_record, revision_record
from guide.models import Question, Revision
from guide.services.questions import frozen, source
from guide.services.records import section_of, tasks_by_number, write_question


class WorkingCopyChanged(Exception):
    """Somebody has changed the question since the page was made that this write comes from."""


def digest(question: Question) -> str:
    """Equal while the working copy, and what learners see of it, are the same."""
    copy = [frozen(question), source(question), question.revision_id]
    return hashlib.sha256(json.dumps(copy, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def restore(question: Question, revision: Revision, *, seen: str) -> list[str]:
    """Make the working copy say what the revision says; it is not published by that.

    Returns what could not be brought back. Raises WorkingCopyChanged where the working copy
    is not what the editor has `seen` (its digest).
    """
    locked = Question.objects.complete().select_for_update(of=("self",))
    question = locked.get(pk=question.pk)
    if digest(question) != seen:
        raise WorkingCopyChanged
    here, record = question_record(question), revision_record(revision)
    lost = []
    if record is None:
        record = here.model_copy(update=_shown(revision.content))
        lost.append("the colours of code, links and other rare formatting, if it had any")
    section = section_of(record.section)
    if section is None:
        lost.append(f"its section {record.section}, which the guide no longer has")
        section = question.section
    tasks = tasks_by_number()
    if isinstance(record, QuestionRecord) and isinstance(here, QuestionRecord):
        known = {exam: n for exam, n in record.tasks.items() if (exam, n) in tasks}
        lost += [
            f"the exam task {e} {n}, which is gone" for e, n in record.tasks.items() - known.items()
        ]
        record = record.model_copy(update={"tasks": known, "review": here.review})
    write_question(question, record, section=section, tasks=tasks)
    return lost


def _shown(content: dict[str, Any]) -> dict[str, Any]:
    """Fields of a record, by what learners saw: all there is of revisions without a source."""
    section = f"{content['topic']['slug']}#{content['section']['anchor']}"
    stem, explanation = as_markdown(content["stem"]), as_markdown(content["explanation"])
    if content["kind"] == Question.Kind.RECALL:
        return {"prompt": stem, "answer": explanation, "section": section}
    options = [
        OptionRecord.model_construct(
            text=as_markdown(option["text"]),
            correct=option["correct"],
            why=as_markdown(option["why"]),
        )
        for option in content["options"]
    ]
    return {
        "stem": stem,
        "explanation": explanation,
        "section": section,
        "select": content["select"],
        "options": options,
        "sources": content["sources"],
        "fixed_order": content["fixed_order"],
    }
