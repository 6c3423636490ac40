"""What to compare of a question, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from guide import services
from guide.content.comparing import Field, Texts, compared, record_texts
from guide.content.rendered import content_texts
from guide.conversion import question_record, revision_record
from guide.models import Question, Revision

COPY = "copy"


class CompareForm(forms.Form):
    """By number; the working copy may stand on either side. It starts with what is published."""

    old = forms.ChoiceField(label="Old")
    new = forms.ChoiceField(label="New")

    def __init__(self, question: Question, data: Mapping[str, str]) -> None:
        start = {"old": getattr(question.revision, "number", COPY), "new": COPY}
        super().__init__({**start, **data})
        rows = question.revisions.order_by("-number").defer("content", "source")
        revisions = [(str(r.number), _label(r)) for r in rows]
        for field in self.fields.values():
            field.choices = [(COPY, "Working copy"), *revisions]  # type: ignore[attr-defined]


def _label(revision: Revision) -> str:
    day = f"{revision.created_at.day} {revision.created_at:%B %Y}"
    return " · ".join(filter(None, [f"Revision {revision.number}", day, revision.note]))


@dataclass(frozen=True)
class Side:
    """One of two texts: a revision, or the working copy."""

    question: Question
    revision: Revision | None

    @property
    def name(self) -> str:
        return f"revision {self.revision.number}" if self.revision else "the working copy"

    def written(self) -> Texts | None:
        """As its editor wrote it; of old revisions that was not kept."""
        record = revision_record(self.revision) if self.revision else question_record(self.question)
        return record_texts(record) if record else None

    def shown(self) -> Texts:
        return content_texts(
            self.revision.content if self.revision else services.frozen(self.question)
        )


@dataclass(frozen=True)
class Comparison:
    old: Side
    new: Side
    fields: Sequence[Field]
    as_shown: bool  # read back from what learners see, because the text was not kept

    @property
    def changed(self) -> list[Field]:
        return [field for field in self.fields if field.changed]

    @property
    def unchanged(self) -> list[Field]:
        return [field for field in self.fields if not field.changed]

    @property
    def to_restore(self) -> Revision | None:
        """Where one side is the working copy, the revision that could take its place."""
        if not self.changed or (self.old.revision and self.new.revision):
            return None
        return self.old.revision or self.new.revision


def comparison(question: Question, old: str, new: str) -> Comparison:
    """Of two revisions by their numbers, or of one with the working copy."""
    numbers = [int(side) for side in (old, new) if side != COPY]
    revisions = {str(r.number): r for r in question.revisions.filter(number__in=numbers)}
    sides = Side(question, revisions.get(old)), Side(question, revisions.get(new))
    texts = [side.written() for side in sides]
    as_shown = None in texts
    before, after = [side.shown() for side in sides] if as_shown else texts
    return Comparison(*sides, compared(before or {}, after or {}), as_shown)
