"""Content files into rows: repeatable, all or nothing, never over an editor's change."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from guide import markdown, services
from guide.content.checking import check
from guide.content.problems import ContentError, Level, Problem
from guide.content.reading import Reading
from guide.content.records import (
    Content,
    ExamRecord,
    QuestionRecord,
    RecallRecord,
    Record,
    SkillRecord,
    SubjectRecord,
    TermRecord,
    TopicRecord,
)
from guide.content.source import Loc
from guide.conversion import question_record, topic_record
from guide.models import (
    Domain,
    Exam,
    FileConflict,
    Question,
    Section,
    Skill,
    Subject,
    Task,
    Term,
    Topic,
)
from guide.words import normal

AnyQuestion = QuestionRecord | RecallRecord
LONGEST_HEADING = Section._meta.get_field("anchor").max_length or 0
LONGEST: dict[type[Model], dict[str, int]] = {
    model: {
        field.name: field.max_length
        for field in model._meta.concrete_fields
        if field.max_length is not None
    }
    for model in (Domain, Exam, Question, Skill, Subject, Task, Term, Topic)
}
TERM_FIELDS = ("slug", "term", "also", "meaning", "section", "position")


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "changed here, kept"  # an editor changed the row, the file is as it was
    CONFLICT = "in conflict"  # an editor changed the row, and the file changed too
    ABSENT = "not in the files"


@dataclass
class LoadReport:
    """Which topics and questions came out how."""

    names: dict[Outcome, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, outcome: Outcome, name: str) -> None:
        self.names[outcome].append(name)

    def count(self, outcome: Outcome) -> int:
        return len(self.names[outcome])

    def __str__(self) -> str:
        return ", ".join(f"{self.count(outcome)} {outcome}" for outcome in Outcome)


def outcome(record: Record, row: Record | None, loaded: str, *, force: bool) -> Outcome:
    """What a load does with a record, given the row's content and the digest last loaded."""
    if row is None:
        return Outcome.CREATED
    file, here = record.digest(), row.digest()
    if file == here:
        return Outcome.UNCHANGED
    if force or here == loaded:
        return Outcome.CHANGED
    return Outcome.KEPT if file == loaded else Outcome.CONFLICT


@transaction.atomic
def load(folder: Path, *, now: datetime.datetime, force: bool = False) -> LoadReport:
    """Load the folder. Raises ContentError, and writes nothing, where a file has an error."""
    reading, problems = check(folder, today=now.date())
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    errors += _too_long(folder, reading)
    if errors:
        raise ContentError(errors)
    content = reading.content
    _load_exams(content.exams)
    places = _load_subjects(content.subjects)
    loader = _Loader(now, force=force)
    loader.load_topics(content.pages, places)
    loader.load_questions([content.recall, content.questions])
    loader.load_skills(content.skills)
    loader.load_terms(content.terms)
    loader.finish()
    return loader.report


Place = tuple[type[Model], Record, str, Loc]


def _places(content: Content) -> Iterator[Place]:
    """Each record with the model of its row, its file, and where it stands there."""
    for slug, page in content.pages.items():
        yield Topic, page, f"guide/{slug}.md", ()
    for slug, questions in content.questions.items():
        for n, question in enumerate(questions):
            yield Question, question, f"questions/{slug}.yaml", (n,)
    plain = (
        (Subject, content.subjects, "subjects.yaml"),
        (Skill, content.skills, "skills.yaml"),
        (Term, content.terms, "glossary.yaml"),
    )
    for model, records, file in plain:
        yield from ((model, record, file, (n,)) for n, record in enumerate(records))
    for n, exam in enumerate(content.exams):
        yield Exam, exam, "exams.yaml", (n,)
        for m, domain in enumerate(exam.domains):
            yield Domain, domain, "exams.yaml", (n, "domains", m)
            for k, task in enumerate(domain.tasks):
                yield Task, task, "exams.yaml", (n, "domains", m, "tasks", k)


def _too_long(folder: Path, reading: Reading) -> Iterator[Problem]:
    """Texts that do not fit their columns. SQLite would take them, PostgreSQL would not."""
    for slug, page in reading.content.pages.items():
        for section in markdown.outline(page.body).sections:
            if len(normal(section.title)) > LONGEST_HEADING:
                line = reading.body_lines[slug] + section.line - 1
                message = f"a heading has more than {LONGEST_HEADING} characters"
                yield Problem(str(folder / "guide" / f"{slug}.md"), line, message)
    for model, record, file, loc in _places(reading.content):
        for name, most in LONGEST[model].items():
            length = len(str(getattr(record, name, "")))
            if length > most:
                path = str(folder / file)
                message = f"{name} has {length} characters, {most} at most"
                yield Problem(path, reading.line(path, *loc, name), message)


def _load_exams(exams: Iterable[ExamRecord]) -> None:
    for record in exams:
        fields = record.model_dump(exclude={"code", "domains"})
        exam, _ = Exam.objects.update_or_create(code=record.code, defaults=fields)
        for domain_record in record.domains:
            domain, _ = exam.domains.update_or_create(
                number=domain_record.number,
                defaults={"name": domain_record.name, "weight": domain_record.weight},
            )
            for task in domain_record.tasks:
                domain.tasks.update_or_create(number=task.number, defaults={"name": task.name})


def _load_subjects(subjects: Iterable[SubjectRecord]) -> dict[str, tuple[Subject, int]]:
    """The subject and the position of each topic."""
    places = {}
    for position, record in enumerate(subjects):
        subject, _ = Subject.objects.update_or_create(
            slug=record.slug, defaults={"name": record.name, "position": position}
        )
        places.update({slug: (subject, n) for n, slug in enumerate(record.topics)})
    return places


def _sections() -> dict[tuple[str, str], Section]:
    """By topic and anchor, those of old too."""
    rows = Section.objects.select_related("topic")
    found = {(section.topic.slug, section.anchor): section for section in rows}
    for topic in Topic.objects.exclude(moved={}):
        for old, new in topic.moved.items():
            if there := found.get((topic.slug, new)):
                found.setdefault((topic.slug, old), there)
    return found


class _Loader:
    def __init__(self, now: datetime.datetime, *, force: bool) -> None:
        self.now, self.force = now, force
        self.report = LoadReport()
        self.unfinished: dict[str, Topic] = {}
        self.sections: dict[tuple[str, str], Section] = {}
        self.tasks = services.tasks_by_number()
        self.conflicts: dict[tuple[str, str], TopicRecord | AnyQuestion] = {}

    def load_topics(
        self, pages: dict[str, TopicRecord], places: dict[str, tuple[Subject, int]]
    ) -> None:
        rows = {topic.slug: topic for topic in Topic.objects.select_for_update(of=("self",))}
        for slug, record in pages.items():
            topic = rows.pop(slug) if slug in rows else Topic(slug=slug)
            row = topic_record(topic) if topic.pk else None
            result = outcome(record, row, topic.loaded_digest, force=self.force)
            self.report.add(result, slug)
            topic.subject, topic.position = places[slug]
            if result in {Outcome.CREATED, Outcome.CHANGED}:
                self.write_topic(topic, record)
            else:
                if result is Outcome.UNCHANGED:
                    topic.loaded_digest = record.digest()
                elif result is Outcome.CONFLICT:
                    self.conflicts[FileConflict.Kind.TOPIC, slug] = record
                topic.save(update_fields=["subject", "position", "loaded_digest"])
        for slug in rows:
            self.report.add(Outcome.ABSENT, slug)

    def write_topic(self, topic: Topic, record: TopicRecord) -> None:
        for name in TopicRecord.model_fields:
            setattr(topic, name, getattr(record, name))
        topic.loaded_digest = record.digest()
        services.store_topic(topic, now=self.now)
        self.unfinished[topic.slug] = topic

    def load_questions(self, groups: Iterable[Mapping[str, Sequence[AnyQuestion]]]) -> None:
        self.sections = _sections()
        questions = Question.objects.complete().select_for_update(of=("self",))
        rows = {row.code: row for row in questions.defer("revision__content")}  # large, not read
        for group in groups:
            for slug, records in group.items():
                for position, record in enumerate(records):
                    section = self.sections.get((slug, record.section.partition("#")[2]))
                    row = rows.pop(record.id, None)
                    if section is None:  # the page that brings it is itself in conflict
                        self.report.add(Outcome.CONFLICT, record.id)
                        continue
                    here = f"{slug}#{section.anchor}"  # the heading may have moved since
                    record = record.model_copy(update={"section": here})
                    self.load_question(record, row, section, position)
        for code in rows:
            self.report.add(Outcome.ABSENT, code)

    def load_question(
        self, record: AnyQuestion, row: Question | None, section: Section, position: int
    ) -> None:
        question = row or Question(code=record.id)
        here = question_record(row) if row else None
        result = outcome(record, here, question.loaded_digest, force=self.force)
        self.report.add(result, record.id)
        if result is Outcome.CONFLICT:
            self.conflicts[FileConflict.Kind.QUESTION, record.id] = record
        if result in {Outcome.KEPT, Outcome.CONFLICT}:
            return
        if result is Outcome.UNCHANGED:
            if (question.position, question.loaded_digest) != (
                position,
                record.digest(),
            ):
                question.position, question.loaded_digest = position, record.digest()
                question.save(update_fields=["position", "loaded_digest"])
            return
        question.position, question.loaded_digest = position, record.digest()
        services.take_question(question, record, section=section, tasks=self.tasks, now=self.now)
        if isinstance(record, RecallRecord):
            self.unfinished.setdefault(section.topic.slug, section.topic)

    def load_skills(self, records: Sequence[SkillRecord]) -> None:
        """The table belongs to the files; what is not in it any more goes."""
        rows = {
            (skill.task_id, skill.number): skill
            for skill in Skill.objects.prefetch_related("sections")
        }
        for position, record in enumerate(records):
            task = self.tasks[record.exam, record.task]
            skill = rows.pop((task.pk, record.number), None)
            skill = skill or Skill(task=task, number=record.number)
            if not skill.pk or (skill.name, skill.position) != (record.name, position):
                skill.name, skill.position = record.name, position
                skill.save()
            places = (reference.partition("#") for reference in record.sections)
            found = (self.sections.get((topic, anchor)) for topic, _, anchor in places)
            wanted = [section for section in found if section]
            if {section.pk for section in skill.sections.all()} != {s.pk for s in wanted}:
                skill.sections.set(wanted)
        Skill.objects.filter(pk__in=[skill.pk for skill in rows.values()]).delete()

    def load_terms(self, records: Sequence[TermRecord]) -> None:
        """The glossary belongs to the files; when it changes, so do the links on all pages."""
        before = list(Term.objects.values_list(*TERM_FIELDS))
        for position, record in enumerate(records):
            topic, _, anchor = record.section.partition("#")
            Term.objects.update_or_create(
                slug=markdown.slug(record.term),
                defaults={
                    "term": record.term,
                    "also": record.also,
                    "meaning": record.meaning,
                    "section": self.sections.get((topic, anchor)),
                    "position": position,
                },
            )
        Term.objects.exclude(slug__in=[markdown.slug(record.term) for record in records]).delete()
        if before != list(Term.objects.values_list(*TERM_FIELDS)):
            self.unfinished = {t.slug: t for t in Topic.objects.all()} | self.unfinished

    def finish(self) -> None:
        """Drop the sections that are gone, but for those that an editor's question points to."""
        services.remember_conflicts(self.conflicts, now=self.now)
        for slug, topic in self.unfinished.items():
            try:
                services.finish_topic(topic)
            except services.SectionInUse as error:
                for anchor in error.anchors:
                    self.report.add(Outcome.CONFLICT, f"{slug}#{anchor}")
                services.finish_topic(topic, keep=error.anchors)
