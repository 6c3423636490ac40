"""Rows back into content files."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from django.db.models import Q

from guide.content.reading import read
from guide.content.records import QuestionRecord, RecallRecord, Record, TopicRecord
from guide.content.writing import page_text, records_text
from guide.conversion import (
    exam_record,
    question_record,
    skill_record,
    subject_record,
    term_record,
    topic_record,
)
from guide.models import Exam, Question, Skill, Subject, Term, Topic


def dump(folder: Path) -> list[Path]:
    """Write all content as files, and return those that were written.

    A file that already says the same is left as it is, whatever its form. Drafts that
    were never in a file stay out: they need not pass the check yet.
    """
    questions: dict[str, list[QuestionRecord]] = defaultdict(list)
    recall: dict[str, list[RecallRecord]] = defaultdict(list)
    drafts = Q(status=Question.Status.DRAFT, loaded_digest="")
    rows = Question.objects.complete().exclude(drafts)
    for question in rows.order_by("topic", "position", "code"):
        record = question_record(question)
        group = recall if isinstance(record, RecallRecord) else questions
        group[question.topic.slug].append(record)  # type: ignore[arg-type]
    there = read(folder).content
    written = _Writer(folder)
    exams = Exam.objects.prefetch_related("domains__tasks")
    written.records("exams.yaml", [exam_record(exam) for exam in exams], there.exams)
    subjects = Subject.objects.prefetch_related("topics")
    written.records("subjects.yaml", [subject_record(s) for s in subjects], there.subjects)
    skills = Skill.objects.select_related("task__domain__exam").prefetch_related("sections__topic")
    written.records("skills.yaml", [skill_record(skill) for skill in skills], there.skills)
    terms = Term.objects.select_related("section__topic").exclude(section=None)
    written.records("glossary.yaml", [term_record(term) for term in terms], there.terms)
    for topic in Topic.objects.all():
        written.page(f"guide/{topic.slug}.md", topic_record(topic), there.pages.get(topic.slug))
    for kind, new, old in (
        ("recall", recall, there.recall),
        ("questions", questions, there.questions),
    ):
        for slug, records in new.items():
            written.records(f"{kind}/{slug}.yaml", records, old.get(slug, []))
    return written.paths


class _Writer:
    def __init__(self, folder: Path) -> None:
        self.folder, self.paths = folder, list[Path]()

    def records(self, name: str, new: Sequence[Record], old: Sequence[Record]) -> None:
        if [record.digest() for record in new] != [record.digest() for record in old]:
            self.write(name, records_text(new))

    def page(self, name: str, new: TopicRecord, old: TopicRecord | None) -> None:
        if old is None or new.digest() != old.digest():
            self.write(name, page_text(new))

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.paths.append(path)
