"""The form of a topic."""

from collections import Counter
from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from guide import markdown
from guide.content.records import Slug
from guide.content.rules import SOURCE
from guide.forms.fields import LinesField, MarkdownField, area, must_fit
from guide.models import Section, Topic
from guide.words import normal

LONGEST_ANCHOR = Section._meta.get_field("anchor").max_length or 0
LONGEST_TITLE = Section._meta.get_field("search_title").max_length or 0
SLUG_HINT = "Lower-case letters and digits, in words joined by hyphens."
ORDER_IS_LOADED = "a content load sets it, as subjects.yaml has it"


class TopicForm(forms.ModelForm):
    sources = LinesField(help_text="one on each line: AWS … Guide: page title")

    class Meta:
        model = Topic
        fields = ["title", "slug", "subject", "position", "summary", "body", "checked", "sources"]
        widgets = {"summary": area(2), "body": area(40, **{"class": "markdown"})}
        field_classes = {"summary": MarkdownField, "body": MarkdownField}
        help_texts = {"subject": ORDER_IS_LOADED, "position": ORDER_IS_LOADED}

    def clean_slug(self) -> str:
        return must_fit(Slug, self.cleaned_data["slug"], SLUG_HINT)

    def clean_sources(self) -> list[str]:
        sources: list[str] = self.cleaned_data["sources"]
        if wrong := [source for source in sources if not SOURCE.match(source)]:
            raise ValidationError(f"Not of the form 'AWS … Guide: page title': {wrong[0]}")
        return sources

    def clean_body(self) -> str:
        """Headings are addresses: no two the same, and none taken away from a question."""
        body: str = self.cleaned_data["body"]
        sections = markdown.outline(body).sections
        _refuse_long(sections)
        anchors = Counter(section.anchor for section in sections)
        if twice := [anchor for anchor, count in anchors.items() if count > 1]:
            raise ValidationError(f"These headings stand twice: #{', #'.join(twice)}")
        if self.instance.pk:
            in_use = Section.objects.filter(topic=self.instance, questions__isnull=False)
            gone = set(in_use.values_list("anchor", flat=True)) - anchors.keys()
            if gone:
                raise ValidationError(
                    f"Questions point to #{', #'.join(sorted(gone))}. Keep the heading, "
                    "or set its old anchor behind the new title: ## New title {#old-anchor}"
                )
        return body


def _refuse_long(sections: Sequence[markdown.Section]) -> None:
    for section in sections:
        if len(normal(section.title)) > LONGEST_TITLE or len(section.anchor) > LONGEST_ANCHOR:
            raise ValidationError(f"This heading is too long: {section.title[:60]} …")
