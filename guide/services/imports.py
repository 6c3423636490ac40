"""Files of questions: looked at first, then imported as a whole, and undone as a whole."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q

from guide.content.records import QuestionRecord, RecallRecord
from guide.conversion import question_record
from guide.formats import completing
from guide.formats.base import AnyQuestion
from guide.models import ImportBatch, Question, Revision, Section, Topic
from guide.models.question import LAST
from guide.services.import_plans import Item, Outcome, plan_import
from guide.services.questions import freeze
from guide.services.records import Tasks, tasks_by_number, write_question
from guide.services.topics import refresh_page

PENDING_FOR = timedelta(days=1)


class NotImportable(Exception):
    """The file has errors, or nothing that is not here already; the plan says what."""


class PlanChanged(Exception):
    """What the import would do is not what was shown."""


class NotUndoable(Exception):
    """Questions were changed after the import; `codes` names them."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"Changed since the import: {', '.join(codes)}")
        self.codes = codes


def receive(
    data: bytes,
    *,
    name: str,
    format: str,
    topic: str = "",
    publish: bool = False,
    now: datetime,
    editor_id: int | None = None,
) -> ImportBatch:
    """Keep a file to be looked at, until its sender sends another, or for a day."""
    old = Q(created_at__lt=now - PENDING_FOR) | Q(editor_id__isnull=False, editor_id=editor_id)
    ImportBatch.objects.pending().filter(old).delete()
    return ImportBatch.objects.create(
        name=name[-200:],
        format=format,
        digest=hashlib.sha256(data).hexdigest(),
        data=data,
        topic=topic,
        publish=publish,
        editor_id=editor_id,
        created_at=now,
    )


@transaction.atomic
def apply_import(
    batch: ImportBatch, *, seen: str, now: datetime, editor_id: int | None = None
) -> ImportBatch:
    """Write what the plan says, once; `seen` is the digest of the plan that was shown.

    Raises NotImportable, PlanChanged.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.applied_at:
        return batch
    plan = plan_import(batch, now=now)
    if not plan.writes:
        raise NotImportable
    if plan.digest != seen:
        raise PlanChanged
    written = [item for item in plan.items if item.outcome.writes]
    _lock(written)
    writer = _Writer(batch, "Imported from", now=now, editor_id=editor_id)
    try:
        for item in written:
            writer.write(item.row or writer.made(item), item.record, item.section)
    except IntegrityError:  # somebody made a question of the same name meanwhile
        raise PlanChanged from None
    writer.finish()
    batch.created, batch.changed = plan.counts[Outcome.CREATED], plan.counts[Outcome.CHANGED]
    batch.unchanged = plan.counts[Outcome.UNCHANGED]
    batch.before = {i.record.id: i.here.as_data() if i.here else None for i in written}
    batch.after = {i.record.id: i.record.digest() for i in written}
    batch.data, batch.applied_at, batch.editor_id = None, now, editor_id
    batch.save()
    return batch


def _lock(items: Iterable[Item]) -> None:
    """Raises PlanChanged where somebody else has written meanwhile."""
    planned = {item.record.id: item.here.digest() for item in items if item.here}
    if planned != _digests(_locked(planned)):
        raise PlanChanged


def _locked(codes: Iterable[str]) -> dict[str, Question]:
    rows = Question.objects.complete().select_for_update(of=("self",))
    return {row.code: row for row in rows.filter(code__in=list(codes))}


def _digests(rows: Mapping[str, Question]) -> dict[str, str]:
    return {code: question_record(row).digest() for code, row in rows.items()}


class _Writer:
    """Writes records, with their status if the batch takes that from the file."""

    def __init__(
        self, batch: ImportBatch, note: str, *, now: datetime, editor_id: int | None
    ) -> None:
        self.batch, self.now, self.editor_id = batch, now, editor_id
        self.note = f"{note} {batch.name}"[:200]
        self.tasks = tasks_by_number()
        self.wanted: dict[str, list[str]] = defaultdict(list)  # codes by status
        self.pages: dict[int, Topic] = {}
        placed = Question.objects.filter(position__lt=LAST).order_by()
        last = placed.values_list("topic", "kind").annotate(Max("position"))
        self.last: dict[tuple[int, bool], int] = defaultdict(lambda: -1)
        for topic, kind, position in last:
            key = topic, kind == Question.Kind.RECALL
            self.last[key] = max(self.last[key], position)

    def made(self, item: Item) -> Question:
        """A new question, behind those that its topic has."""
        key = item.section.topic_id, isinstance(item.record, RecallRecord)
        self.last[key] += 1
        return Question(code=item.record.id, position=self.last[key])

    def write(self, row: Question, record: AnyQuestion, section: Section) -> None:
        row.proposed_by = row.proposed_at = None  # another text was proposed
        if self.batch.publish:
            row.status = Question.Status.DRAFT
            self.wanted[record.status].append(record.id)
        write_question(row, record, section=section, tasks=self.tasks)
        if isinstance(record, RecallRecord):
            self.pages[section.topic_id] = section.topic

    def finish(self) -> None:
        published = Question.objects.complete().filter(code__in=self.wanted["published"])
        for question in published:
            freeze(question, now=self.now, editor_id=self.editor_id, note=self.note)
        retired = Question.objects.filter(code__in=self.wanted["retired"])
        retired.update(status=Question.Status.RETIRED)
        for topic in self.pages.values():
            refresh_page(topic)


@transaction.atomic
def undo_import(batch: ImportBatch, *, now: datetime, editor_id: int | None = None) -> ImportBatch:
    """Bring back what was before; new questions go, or retire if somebody has met them.

    Raises NotUndoable where one was changed since. Undone twice is undone once.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.undone_at or not batch.applied_at:
        return batch
    rows = _locked(batch.before)
    now_here = _digests(rows)
    if changed := [code for code, then in batch.after.items() if now_here.get(code) != then]:
        raise NotUndoable(changed)
    writer = _Writer(batch, "Undone: import of", now=now, editor_id=editor_id)
    for row, record, section in _before(batch, rows, writer.tasks):
        writer.write(row, record, section)
    new = [rows[code] for code, record in batch.before.items() if record is None]
    writer.pages |= {row.topic_id: row.topic for row in new if row.kind == Question.Kind.RECALL}
    _take_back(new)
    writer.finish()
    batch.undone_at = now
    batch.save(update_fields=["undone_at"])
    return batch


def _before(
    batch: ImportBatch, rows: Mapping[str, Question], tasks: Tasks
) -> list[tuple[Question, AnyQuestion, Section]]:
    """The records to bring back. Raises NotUndoable where their section or task is gone."""
    all_sections = Section.objects.select_related("topic")
    sections = {f"{section.topic.slug}#{section.anchor}": section for section in all_sections}
    records = {code: completing.record(data) for code, data in batch.before.items() if data}
    homeless = [
        code
        for code, record in records.items()
        if record.section not in sections or not _tasks_of(record) <= tasks.keys()
    ]
    if homeless:
        raise NotUndoable(homeless)
    return [(rows[code], record, sections[record.section]) for code, record in records.items()]


def _tasks_of(record: AnyQuestion) -> set[tuple[str, str]]:
    return set(record.tasks.items()) if isinstance(record, QuestionRecord) else set()


def _take_back(rows: Iterable[Question]) -> None:
    """Delete the questions; retire those that somebody has met."""
    ids = {row.pk for row in rows}
    met = _met(ids)
    Question.objects.filter(pk__in=met).update(status=Question.Status.RETIRED)
    unmet = Question.objects.filter(pk__in=ids - met)
    unmet.update(status=Question.Status.DRAFT, revision=None)
    Revision.objects.filter(question__in=unmet).delete()
    unmet.delete()


def _met(ids: set[int]) -> set[int]:
    """Those to which rows of another app point: answers, reviews, notes, reports."""
    found: set[int] = set()
    for model, column in ((Question, "{}_id"), (Revision, "{}__question_id")):
        for model_of, name in _pointing_from_elsewhere(model):
            to = column.format(name)
            found.update(
                model_of._default_manager.filter(**{f"{to}__in": ids}).values_list(to, flat=True)
            )
    return found


def _pointing_from_elsewhere(model: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """Models of other apps with a foreign key to this one, and its name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            other: Any = relation.related_model
            if other._meta.app_label != model._meta.app_label:
                yield other, relation.field.name
