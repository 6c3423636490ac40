"""The whole bank as records, and a guide without questions that has a place for each of them."""

from functools import cache

from guide.content.reading import read
from guide.content.records import Content
from guide.formats.base import AnyQuestion
from guide.loading import _load_exams
from guide.models import Section, Subject, Topic
from tests.conftest import CONTENT
from tests.factories import NOW


@cache
def content() -> Content:
    return read(CONTENT).content


@cache
def bank() -> list[AnyQuestion]:
    """In the order of an export."""
    found = content()
    slugs = [slug for subject in found.subjects for slug in subject.topics]
    records: list[AnyQuestion] = []
    for slug in slugs:
        groups = (found.recall.get(slug, []), found.questions.get(slug, []))
        placed = [(n, record.id, record) for group in groups for n, record in enumerate(group)]
        records += [record for _, _, record in sorted(placed, key=lambda one: one[:2])]
    return records


def digests(records: list[AnyQuestion]) -> list[str]:
    return [record.digest() for record in records]


def make_empty_guide() -> None:
    """Exams, topics and sections, without their texts."""
    _load_exams(content().exams)
    sections = {record.section for record in bank()}
    for position, subject in enumerate(content().subjects):
        row = Subject.objects.create(slug=subject.slug, name=subject.name, position=position)
        for place, slug in enumerate(subject.topics):
            topic = Topic.objects.create(
                slug=slug,
                title=slug,
                summary=slug,
                body="Text.",
                subject=row,
                position=place,
                checked=NOW.date(),
                updated_at=NOW,
            )
            Section.objects.bulk_create(
                Section(topic=topic, anchor=anchor, title=anchor, level=2, position=n)
                for n, anchor in enumerate(
                    sorted(s.partition("#")[2] for s in sections if s.startswith(f"{slug}#"))
                )
            )
