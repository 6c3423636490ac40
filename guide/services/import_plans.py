"""What an import of a file would do, question by question. Writes nothing."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from guide.content import rules
from guide.content.comparing import differences
from guide.content.problems import Level
from guide.content.records import Code, QuestionRecord, RecallRecord
from guide.conversion import question_record
from guide.formats import completing, registry
from guide.formats.base import AnyQuestion, Fault, FormatError, Parsed
from guide.models import ImportBatch, Question, Section, Topic
from guide.services.questions import frozen
from guide.services.records import tasks_by_number

CODE: TypeAdapter[str] = TypeAdapter(Code)
SAID = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of a question",
    "too_short": "is empty",
    "string_too_short": "is empty",
}
LONGEST = {"id": 64, "skill": 20, "constraint": 60}  # what the columns hold


class Outcome(StrEnum):
    CREATED = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"

    @property
    def writes(self) -> bool:
        return self is not Outcome.UNCHANGED


@dataclass(frozen=True)
class Item:
    """A question of the file, as it would be after the import."""

    line: int
    record: AnyQuestion
    row: Question | None
    here: AnyQuestion | None
    section: Section

    @property
    def outcome(self) -> Outcome:
        if self.here is None:
            return Outcome.CREATED
        same = self.here.digest() == self.record.digest()
        return Outcome.UNCHANGED if same else Outcome.CHANGED

    @property
    def changes(self) -> list[str]:
        """The names of the fields that change."""
        if self.here is None or self.outcome is Outcome.UNCHANGED:
            return []
        fields = [found.name for found in differences(self.here, self.record) if found.changed]
        return fields + (["Status"] if self.here.status != self.record.status else [])

    def missing(self, now: datetime) -> list[str]:
        """What learners can't be shown yet."""
        if self.outcome is Outcome.UNCHANGED or self.record.status != "draft":
            return []
        return faults_of(self.record, now)


@dataclass
class ImportPlan:
    """What an import would do; nothing is written where there is an error."""

    items: list[Item] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)

    def of(self, outcome: Outcome) -> list[Item]:
        return [item for item in self.items if item.outcome is outcome]

    @cached_property
    def counts(self) -> dict[Outcome, int]:
        found = Counter(item.outcome for item in self.items)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def writes(self) -> bool:
        return not self.errors and self.counts[Outcome.UNCHANGED] < len(self.items)

    @property
    def digest(self) -> str:
        """Equal for plans that do the same to the same."""
        steps = [
            (item.record.id, item.record.digest(), item.here.digest() if item.here else "")
            for item in self.items
        ]
        return hashlib.sha256(repr(steps).encode()).hexdigest()


def faults_of(record: AnyQuestion, now: datetime) -> list[str]:
    """By what rules the question can't be published."""
    if isinstance(record, RecallRecord):
        return [] if record.answer else ["the answer is empty"]
    found = [
        f"{message} ({where})"
        for level, where, message in rules.findings(record, now.date())
        if level is Level.ERROR
    ]
    return found + ([] if record.tasks else ["L03 no exam task"])


def plan_import(batch: ImportBatch, *, now: datetime) -> ImportPlan:
    """What applying the pending batch would do."""
    assert batch.data is not None
    try:
        parsed = registry.read(bytes(batch.data), batch.format)
    except FormatError as error:
        return ImportPlan(errors=error.faults)
    return _Planner(batch, now).plan(parsed)


class _Planner:
    def __init__(self, batch: ImportBatch, now: datetime) -> None:
        self.batch, self.now = batch, now
        self.tasks = tasks_by_number()
        self.sections: dict[str, Section] = {}  # by topic#anchor, those of old too
        self.first: dict[str, Section] = {}  # of each topic
        for section in Section.objects.select_related("topic").order_by("topic", "position"):
            slug = section.topic.slug
            self.sections[f"{slug}#{section.anchor}"] = section
            self.first.setdefault(slug, section)
        for slug, moved in Topic.objects.exclude(moved={}).values_list("slug", "moved"):
            for old, new in moved.items():
                self.sections.setdefault(f"{slug}#{old}", self.sections[f"{slug}#{new}"])
        self.rows: dict[str, Question] = {}
        self.lines: dict[str, int] = {}  # where each code stands in the file

    def plan(self, parsed: list[Parsed]) -> ImportPlan:
        plan = ImportPlan(left_out=[Fault(p.line, p.left_out) for p in parsed if p.left_out])
        asked = [one for one in parsed if not one.left_out]
        known = self.known_by_text() if any(map(_is_nameless, asked)) else {}
        codes = [self.code_of(one, known) for one in asked]
        rows = Question.objects.complete().filter(code__in=codes)
        self.rows = {row.code: row for row in rows}
        for one, code in zip(asked, codes, strict=True):
            try:
                plan.items.append(self.item(one, code))
            except FormatError as error:
                plan.errors += error.faults
        plan.errors.sort()
        return plan

    def known_by_text(self) -> dict[completing.Asked, str]:
        rows = Question.objects.prefetch_related("options").only("code", "stem")
        return {
            completing.asked(
                {"stem": row.stem, "options": [{"text": o.text} for o in row.options.all()]}
            ): row.code
            for row in rows.order_by("-code")
        }

    def code_of(self, parsed: Parsed, known: Mapping[completing.Asked, str]) -> str:
        """That of the file; that of a question with the same text; or one made of the text."""
        said = parsed.data.get("id")
        if not _is_nameless(parsed):
            return str(said)
        asked = completing.asked(parsed.data)
        return known.get(asked) or completing.code_for(self.topic_of(parsed), said or asked[0])

    def topic_of(self, parsed: Parsed) -> str:
        return parsed.topic if parsed.topic in self.first else self.batch.topic

    def item(self, parsed: Parsed, code: str) -> Item:
        """The question as the file wants it. Raises FormatError with all that is wrong."""
        row = self.rows.get(code)
        here = question_record(row) if row else None
        record = self.record(parsed, code, here)
        section = self.section(parsed, record)
        reference = f"{section.topic.slug}#{section.anchor}"  # the heading may have moved since
        record = record.model_copy(update={"section": reference})
        item = Item(parsed.line, record, row, here, section)
        first = self.lines.setdefault(record.id, item.line)
        faults = [] if first == item.line else [f"{record.id} stands on line {first} too"]
        faults += self.misplaced(item)
        if self.batch.publish and record.status == "published" and item.outcome.writes:
            faults += [f"{record.id} can't be published: {why}" for why in self.unready(item)]
        if faults:
            raise FormatError(*(Fault(item.line, fault) for fault in faults))
        return item

    def record(self, parsed: Parsed, code: str, here: AnyQuestion | None) -> AnyQuestion:
        there = here.model_dump(mode="json") if here else None
        if here and completing.is_recall(parsed.data) is not isinstance(here, RecallRecord):
            raise FormatError(Fault(parsed.line, f"{code} is a question of another kind here"))
        if there and _is_nameless(parsed):
            parsed = replace(parsed, data=completing.respaced(parsed.data, there))
        data = completing.fields(parsed, row=there, defaults=self.defaults(parsed))
        if not parsed.complete:
            data["id"] = code
        if not self.batch.publish:
            data["status"] = here.status if here else "draft"
        return _record(parsed, data)

    def defaults(self, parsed: Parsed) -> dict[str, Any]:
        plain: dict[str, Any] = {"status": "draft"}
        if section := self.first.get(self.topic_of(parsed)):
            plain["section"] = f"{section.topic.slug}#{section.anchor}"
        if completing.is_recall(parsed.data):
            return plain
        return {**plain, "difficulty": 2, "checked": self.now.date().isoformat()}

    def section(self, parsed: Parsed, record: AnyQuestion) -> Section:
        section = self.sections.get(record.section)
        if section is None:
            message = f"there is no section {record.section}"
            raise FormatError(Fault(parsed.line_of(("section",)), message))
        return section

    def misplaced(self, item: Item) -> list[str]:
        """Where it does not fit what is here."""
        record = item.record
        if isinstance(record, QuestionRecord):
            lost = [pair for pair in record.tasks.items() if pair not in self.tasks]
            return [f"{exam} has no task {number}" for exam, number in lost] + [
                f"{name} has more than {most} characters"
                for name, most in LONGEST.items()
                if len(getattr(record, name)) > most
            ]
        if item.here and item.here.section.partition("#")[0] != item.section.topic.slug:
            return [f"{record.id} is a recall question, and stays on its page"]
        return []

    def unready(self, item: Item) -> list[str]:
        row = item.row
        if row and row.revision and row.revision.content != frozen(row):
            why = "it has a change here that is not published; publish it or take it back first"
            return [why, *faults_of(item.record, self.now)]
        return faults_of(item.record, self.now)


def _is_nameless(parsed: Parsed) -> bool:
    """Whether it came without a code, or with one that is none of ours."""
    if parsed.complete:
        return False
    try:
        CODE.validate_python(parsed.data.get("id"), strict=True)
    except ValidationError:
        return True
    return False


def _record(parsed: Parsed, data: dict[str, Any]) -> AnyQuestion:
    for fault in completing.unfit(data):
        raise FormatError(Fault(parsed.line, fault))
    if "section" not in data and not parsed.complete:
        message = "names no section; choose a topic for such questions"
        raise FormatError(Fault(parsed.line, message))
    try:
        return completing.record(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
    raise FormatError(
        *(
            Fault(
                parsed.line_of(one["loc"]),
                f"{'.'.join(map(str, one['loc']))}: {SAID.get(one['type'], one['msg'])}",
            )
            for one in details
        )
    )
