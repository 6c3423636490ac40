"""Forms of the editors: what the database can't refuse with a clear message."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from guide import markdown
from guide.models import Question, QuestionTask, Section, Task, Topic


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 100})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


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
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2, "cols": 100}),
            "body": forms.Textarea(attrs={"rows": 40, "cols": 100, "class": "markdown"}),
        }

    def clean_body(self) -> str:
        """Headings are addresses: no two the same, and none taken away from a question."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        anchors = Counter(section.anchor for section in markdown.render_page(body).sections)
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


class QuestionForm(forms.ModelForm):
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
        widgets = {
            "stem": forms.Textarea(attrs={"rows": 7, "cols": 100}),
            "explanation": forms.Textarea(attrs={"rows": 5, "cols": 100}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 100}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        topic, section = cleaned.get("topic"), cleaned.get("section")
        if topic and section and section.topic_id != topic.pk:
            self.add_error("section", f"This is not a section of {topic}.")
        return cleaned


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


class QuestionTaskFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        exams = Counter(
            form.instance.exam.code
            for form in self.forms
            if form.cleaned_data.get("task") and not form.cleaned_data.get("DELETE")
        )
        if twice := [code for code, count in exams.items() if count > 1]:
            raise ValidationError(f"At most one task in each exam: {', '.join(twice)} has more.")
