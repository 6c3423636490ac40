"""The forms of a question, its options and its tasks."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from guide.content.records import OPTION_KEYS, Code
from guide.forms.fields import LinesField, MarkdownField, area, must_fit
from guide.models import Option, Question, QuestionTask, Section, Task, Topic

CODE_HINT = "At least three words of lower-case letters and digits, joined by hyphens."


class SectionField(forms.ModelChoiceField):
    def label_from_instance(self, section: Section) -> str:
        return f"{section.topic.title} › {section.title}"


class TaskField(forms.ModelChoiceField):
    def label_from_instance(self, task: Task) -> str:
        return f"{task.domain.exam.code} {task}"


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
