"""An editor and a content file have changed the same thing: one side has to be taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guide.content.records import QuestionRecord, RecallRecord, TopicRecord
from guide.conversion import question_record, topic_record
from guide.models import FileConflict, Question, Section, Topic
from guide.services.questions import freeze, retire
from guide.services.records import Tasks, section_of, tasks_by_number, write_question
from guide.services.topics import SectionInUse, refresh_page, save_topic

AnyRecord = TopicRecord | QuestionRecord | RecallRecord


class ConflictChanged(Exception):
    """One of the two texts is not the one that was shown, or the conflict is decided."""


class NotToBeTaken(Exception):
    """The file's side does not fit what is here; the text says why."""


@dataclass(frozen=True)
class Sides:
    row: Topic | Question
    here: AnyRecord
    file: AnyRecord

    @property
    def digest(self) -> str:
        return self.here.digest() + self.file.digest()


def sides(conflict: FileConflict) -> Sides:
    """Raises ObjectDoesNotExist where the row is gone."""
    if conflict.kind == FileConflict.Kind.TOPIC:
        topic = Topic.objects.get(slug=conflict.name)
        return Sides(topic, topic_record(topic), TopicRecord.model_validate(conflict.source))
    question = Question.objects.complete().get(code=conflict.name)
    model = RecallRecord if "prompt" in conflict.source else QuestionRecord
    return Sides(question, question_record(question), model.model_validate(conflict.source))


@transaction.atomic
def decide_conflict(
    conflict: FileConflict, *, take: bool, seen: str, now: datetime, editor_id: int | None
) -> Topic | Question:
    """Take the file's side, or keep what is here and remember that the file was seen.

    `seen` is the digest of the sides as they were shown. Raises ConflictChanged, NotToBeTaken.
    """
    there = FileConflict.objects.select_for_update().filter(pk=conflict.pk).first()
    if there is None:
        raise ConflictChanged
    _lock(there)
    both = sides(there)
    if both.digest != seen:
        raise ConflictChanged
    if take:
        _take(both, now=now, editor_id=editor_id)
    type(both.row).objects.filter(pk=both.row.pk).update(loaded_digest=there.digest)
    there.delete()
    return both.row


def _lock(conflict: FileConflict) -> None:
    if conflict.kind == FileConflict.Kind.TOPIC:
        Topic.objects.select_for_update().get(slug=conflict.name)
    else:
        Question.objects.select_for_update().get(code=conflict.name)


def _take(both: Sides, *, now: datetime, editor_id: int | None) -> None:
    if isinstance(both.file, TopicRecord):
        assert isinstance(both.row, Topic)
        _take_page(both.row, both.file, now=now, editor_id=editor_id)
        return
    assert isinstance(both.row, Question)
    section, tasks = section_of(both.file.section), tasks_by_number()
    if section is None:
        raise NotToBeTaken(f"There is no section {both.file.section}. Decide on its page first.")
    if not isinstance(both.file, RecallRecord) and not both.file.tasks.items() <= tasks.keys():
        raise NotToBeTaken("It names an exam task that is gone. Load the content files again.")
    take_question(both.row, both.file, section=section, tasks=tasks, now=now, editor_id=editor_id)
    if isinstance(both.file, RecallRecord):
        refresh_page(section.topic)


def _take_page(topic: Topic, record: TopicRecord, *, now: datetime, editor_id: int | None) -> None:
    for name in TopicRecord.model_fields:
        setattr(topic, name, getattr(record, name))
    try:
        save_topic(topic, now=now, editor_id=editor_id, note="From the content files")
    except SectionInUse as error:
        raise NotToBeTaken(f"{error}: the page of the file has no such heading.") from None


def take_question(
    question: Question,
    record: QuestionRecord | RecallRecord,
    *,
    section: Section,
    tasks: Tasks,
    now: datetime,
    editor_id: int | None = None,
) -> None:
    """Write what a content file says, and publish or retire it as it says."""
    question.status = Question.Status.DRAFT
    write_question(question, record, section=section, tasks=tasks)
    if record.status == "published":
        fresh = Question.objects.complete().get(pk=question.pk)
        freeze(fresh, now=now, editor_id=editor_id)
    elif record.status == "retired":
        retire(question)


@transaction.atomic
def remember_conflicts(found: Mapping[tuple[str, str], AnyRecord], *, now: datetime) -> None:
    """Keep what the files say of each kind and name that is in conflict; forget all others."""
    for conflict in FileConflict.objects.all():
        record = found.get((conflict.kind, conflict.name))
        if record is None or record.digest() != conflict.digest:
            conflict.delete()
    known = set(FileConflict.objects.values_list("kind", "name"))
    FileConflict.objects.bulk_create(
        FileConflict(
            kind=kind, name=name, source=record.as_data(), digest=record.digest(), found_at=now
        )
        for (kind, name), record in found.items()
        if (kind, name) not in known
    )
