"""The form of a topic."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guide import markdown
from guide.content import headings
from guide.content.records import Slug, TopicRecord
from guide.content.rules import SOURCE
from guide.conversion import topic_record
from guide.forms.fields import LinesField, MarkdownField, SeenForm, area, must_fit
from guide.models import Section, Topic
from guide.words import normal

LONGEST_ANCHOR = Section._meta.get_field("anchor").max_length or 0
LONGEST_TITLE = Section._meta.get_field("search_title").max_length or 0
SLUG_HINT = "Lower-case letters and digits, in words joined by hyphens."
ORDER_IS_LOADED = "a content load sets it, as subjects.yaml has it"
NOWHERE = "-"


class TopicForm(SeenForm):
    """`moves` says which anchors of old lead to which headings of the new body.

    A heading that was renamed at its place is one of them; of others that are gone the form
    asks, by fields of its own.
    """

    sources = LinesField(help_text="one on each line: AWS … Guide: page title")

    class Meta:
        model = Topic
        fields = ["title", "slug", "subject", "position", "summary", "body", "checked", "sources"]
        widgets = {"summary": area(2), "body": area(40, **{"class": "markdown"})}
        field_classes = {"summary": MarkdownField, "body": MarkdownField}
        help_texts = {"subject": ORDER_IS_LOADED, "position": ORDER_IS_LOADED}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves: dict[str, str] = {}
        self.asked: dict[str, str] = {}  # names of fields, and the anchors that they ask for
        if self.is_bound and self.instance.pk:
            body = self.fields["body"].to_python(self.data.get(self.add_prefix("body")))
            self._follow(markdown.outline(body).sections)

    def _follow(self, sections: Sequence[markdown.Section]) -> None:
        rows = list(self.instance.sections.all())
        titles = {row.anchor: row.title for row in rows}
        self.moves = headings.renamed(rows, sections)
        in_use = set(self.instance.questions.values_list("section__anchor", flat=True))
        there = [(section.anchor, section.title) for section in sections]
        for n, anchor in enumerate(headings.gone(rows, sections)):
            if anchor not in self.moves:
                self.asked[f"moved-{n}-{anchor}"] = anchor
                self.fields[f"moved-{n}-{anchor}"] = _leads_to(
                    titles[anchor], anchor, there, in_use=anchor in in_use
                )

    @property
    def heading_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]

    def shown(self) -> TopicRecord:
        return topic_record(self.instance)

    def clean_slug(self) -> str:
        return must_fit(Slug, self.cleaned_data["slug"], SLUG_HINT)

    def clean_sources(self) -> list[str]:
        sources: list[str] = self.cleaned_data["sources"]
        if wrong := [source for source in sources if not SOURCE.match(source)]:
            raise ValidationError(f"Not of the form 'AWS … Guide: page title': {wrong[0]}")
        return sources

    def clean_body(self) -> str:
        """Headings are addresses: no two the same."""
        body: str = self.cleaned_data["body"]
        sections = markdown.outline(body).sections
        _refuse_long(sections)
        anchors = Counter(section.anchor for section in sections)
        if twice := [anchor for anchor, count in anchors.items() if count > 1]:
            raise ValidationError(f"These headings stand twice: #{', #'.join(twice)}")
        return body

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answers = {anchor: cleaned.get(name) for name, anchor in self.asked.items()}
        self.moves |= {old: new for old, new in answers.items() if new and new != NOWHERE}
        if "body" in cleaned:
            anchors = {section.anchor for section in markdown.outline(cleaned["body"]).sections}
            self.instance.moved = headings.moved(self.instance.moved, self.moves, anchors)
        return cleaned


def _leads_to(
    title: str, anchor: str, there: Sequence[tuple[str, str]], *, in_use: bool
) -> forms.ChoiceField:
    nowhere = [] if in_use else [(NOWHERE, "nowhere: its text is gone")]
    asks = "Choose the heading that old links to it lead to now."
    return forms.ChoiceField(
        label=f"“{title}” leads to",
        choices=[("", "---------"), *there, *nowhere],
        error_messages={
            "required": f"Questions point to #{anchor}. {asks}" if in_use else f"#{anchor}: {asks}"
        },
    )


def _refuse_long(sections: Sequence[markdown.Section]) -> None:
    for section in sections:
        if len(normal(section.title)) > LONGEST_TITLE or len(section.anchor) > LONGEST_ANCHOR:
            raise ValidationError(f"This heading is too long: {section.title[:60]} …")
