"""The writers of topics with their sections and revisions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from guide import glossary, markdown
from guide.conversion import topic_record
from guide.models import Section, Term, Topic
from guide.words import normal


class SectionInUse(Exception):
    """A section can't go while questions point to it; `anchors` names them."""

    def __init__(self, anchors: Sequence[str]) -> None:
        super().__init__("Questions point to: " + ", ".join(anchors))
        self.anchors = list(anchors)


@transaction.atomic
def save_topic(
    topic: Topic, *, now: datetime, editor_id: int | None = None, note: str = ""
) -> None:
    """Save a topic, and derive from its body the page and the sections.

    Raises SectionInUse where a heading is gone that a question points to.
    """
    store_topic(topic, now=now, editor_id=editor_id, note=note)
    finish_topic(topic)


def store_topic(
    topic: Topic, *, now: datetime, editor_id: int | None = None, note: str = ""
) -> None:
    """Save a topic and add its sections; those that are gone stay until `finish_topic`.

    What points to a section whose anchor has moved points to the new one. A change makes a
    revision.
    """
    page = markdown.outline(topic.body)
    moves = _moves(topic, {section.anchor for section in page.sections})
    topic.minutes = page.minutes
    topic.search_text = normal(f"{topic.title} {topic.summary}")
    topic.updated_at = now
    topic.save()
    _move_sections(topic, moves)
    _save_sections(topic, page.sections)
    _add_revision(topic, now=now, editor_id=editor_id, note=note)


def finish_topic(topic: Topic, *, keep: Sequence[str] = ()) -> None:
    """Drop the sections that the body no longer has, but for those to keep; derive the page."""
    page = markdown.outline(topic.body)
    drop_sections(topic, keep=[*keep, *(section.anchor for section in page.sections)])
    refresh_page(topic)


def _moves(topic: Topic, anchors: Collection[str]) -> dict[str, str]:
    """Where sections go: as the topic says, or back where a text of old takes their place."""
    before = Topic.objects.filter(pk=topic.pk).values_list("moved", flat=True).first() or {}
    back = {new: old for old, new in before.items() if old in anchors and new not in anchors}
    return {**back, **topic.moved}


def _move_sections(topic: Topic, moves: Mapping[str, str]) -> None:
    """A section that moves keeps its row, but where there is one with the new anchor already."""
    rows = {section.anchor: section for section in topic.sections.all()} if moves else {}
    for old, new in moves.items():
        section, other = rows.pop(old, None), rows.get(new)
        if section and other:
            _join(section, other)
        elif section:
            section.anchor = new
            section.save(update_fields=["anchor"])
            rows[new] = section


def _join(section: Section, other: Section) -> None:
    section.questions.update(section=other)
    section.terms.update(section=other)
    other.skills.add(*section.skills.all())
    section.delete()


def _save_sections(topic: Topic, sections: Sequence[markdown.Section]) -> None:
    for position, section in enumerate(sections):
        topic.sections.update_or_create(
            anchor=section.anchor,
            defaults={
                "title": section.title,
                "level": section.level,
                "position": position,
                "text": section.text,
                "search_title": normal(section.title),
                "search_text": normal(f"{section.title} {section.text}"),
            },
        )


def _add_revision(topic: Topic, *, now: datetime, editor_id: int | None, note: str) -> None:
    source, last = topic_record(topic).as_data(), topic.revisions.last()
    if last is None or last.source != source:
        number = last.number + 1 if last else 1
        topic.revisions.create(
            number=number, source=source, editor_id=editor_id, note=note, created_at=now
        )


def drop_sections(topic: Topic, *, keep: Sequence[str]) -> None:
    """Delete the sections that the body no longer has."""
    gone = topic.sections.exclude(anchor__in=keep)
    in_use = gone.filter(questions__isnull=False).distinct()
    if anchors := list(in_use.values_list("anchor", flat=True)):
        raise SectionInUse(anchors)
    gone.delete()


def refresh_page(topic: Topic) -> None:
    """Derive again what a reader sees of the topic: its text and its recall questions.

    Terms of the glossary are linked, but for those that the topic itself teaches.
    """
    others = Term.objects.exclude(section__topic=topic).values_list("slug", "term", "also")
    terms = glossary.forms((slug, [term, *also]) for slug, term, also in others)
    page = markdown.render_page(topic.body, terms)
    recall = topic.questions.recall().published().select_related("section", "revision")
    topic.page = {
        "html": markdown.with_old_anchors(page.html, topic.moved),
        "sections": [
            {"anchor": section.anchor, "title": section.title, "level": section.level}
            for section in page.sections
        ],
        "recall": [
            {
                "code": question.code,
                "prompt": question.revision.content["stem"],
                "answer": question.revision.content["explanation"],
                "anchor": question.section.anchor,
            }
            for question in recall.order_by("section__position", "position", "code")
            if question.revision
        ],
    }
    topic.save(update_fields=["page"])
