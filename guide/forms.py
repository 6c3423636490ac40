"""Forms of the editors: what the database can't refuse with a clear message."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pydantic
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from guide import markdown
from guide.content.records import OPTION_KEYS, Code, Slug
from guide.content.rules import SOURCE
from guide.models import Option, Question, QuestionTask, Section, Task, Topic
from guide.words import normal

LONGEST_ANCHOR = Section._meta.get_field("anchor").max_length or 0
LONGEST_TITLE = Section._meta.get_field("search_title").max_length or 0
SLUG_HINT = "Lower-case letters and digits, in words joined by hyphens."
CODE_HINT = "At least three words of lower-case letters and digits, joined by hyphens."
ORDER_IS_LOADED = "a content load sets it, as subjects.yaml has it"


def area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 100, **attrs})


def must_fit(name: Any, value: str, hint: str) -> str:
    """The name, where the content files can hold it."""
    try:
        pydantic.TypeAdapter(name).validate_python(value)
    except pydantic.ValidationError:
        raise ValidationError(hint) from None
    return value


class MarkdownField(forms.CharField):
    """Text with the line breaks of the content files; browsers send others."""

    def to_python(self, value: Any) -> str:
        return "\n".join(str(super().to_python(value) or "").splitlines())


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = area(4)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))


class SectionField(forms.ModelChoiceField):
    def label_from_instance(self, section: Section) -> str:
        return f"{section.topic.title} › {section.title}"


class TaskField(forms.ModelChoiceField):
    def label_from_instance(self, task: Task) -> str:
        return f"{task.domain.exam.code} {task}"


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


class QuestionForm(forms.ModelForm):
    select = forms.IntegerField(
        min_value=1, max_value=3, initial=1, help_text="how many options to choose"
    )
    sources = LinesField(required=False, help_text="one on each line: AWS … Guide: page title")
    section = SectionField(
        queryset=Section.objects.select_related("topic").order_by(
            "topic__subject__position", "topic__position", "position"
        ),
        help_text="the section that teaches it",
    )

    class Meta:
        model = Question
        fields = "__all__"  # noqa: DJ007 (the admin names the fields)
        widgets = {"stem": area(7), "explanation": area(5), "note": area(2)}
        field_classes = dict.fromkeys(("stem", "explanation", "note"), MarkdownField)

    def clean_code(self) -> str:
        return must_fit(Code, self.cleaned_data["code"], CODE_HINT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        topic, section = cleaned.get("topic"), cleaned.get("section")
        if topic and section and section.topic_id != topic.pk:
            self.add_error("section", f"This is not a section of {topic}.")
        kind, select = cleaned.get("kind"), cleaned.get("select")
        if kind and select and (kind == Question.Kind.MULTIPLE) != (select > 1):
            self.add_error("select", "2 or 3 for a multiple question, 1 for the others.")
        if self.instance.pk:
            self._keep_recall(kind, topic)
        return cleaned

    def _keep_recall(self, kind: str | None, topic: Topic | None) -> None:
        """A recall question is part of a page, and lives in a file of its own kind."""
        was, recall = self.initial["kind"], Question.Kind.RECALL
        if kind and kind != was and recall in {kind, was}:
            self.add_error("kind", "A recall question stays one, and no other becomes one.")
        if topic and was == recall and topic.pk != self.initial["topic"]:
            self.add_error("topic", "A recall question stays on its page.")


class MovingFormSet(BaseInlineFormSet):
    """Rows may swap what is unique among them: those that change make room first."""

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        self.get_queryset().filter(pk__in=changed).delete()
        return super().save_existing_objects(commit)


class OptionForm(forms.ModelForm):
    key = forms.ChoiceField(choices=[("", "–"), *((key, key) for key in OPTION_KEYS)])

    class Meta:
        model = Option
        fields = ["key", "correct", "text", "why"]
        widgets = {"text": area(2), "why": area(2)}
        field_classes = {"text": MarkdownField, "why": MarkdownField}


class QuestionTaskForm(forms.ModelForm):
    task = TaskField(
        queryset=Task.objects.select_related("domain__exam").order_by(
            "domain__exam__code", "number"
        )
    )

    class Meta:
        model = QuestionTask
        fields = ["task"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if task := cleaned.get("task"):
            self.instance.exam = task.domain.exam
        return cleaned


class QuestionTaskFormSet(MovingFormSet):
    def clean(self) -> None:
        super().clean()
        exams = Counter(
            form.instance.exam.code
            for form in self.forms
            if form.cleaned_data.get("task") and not form.cleaned_data.get("DELETE")
        )
        if twice := [code for code, count in exams.items() if count > 1]:
            raise ValidationError(f"At most one task in each exam: {', '.join(twice)} has more.")
