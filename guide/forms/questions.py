"""The forms of a question, its options and its tasks."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, inlineformset_factory

from guide.content.records import OPTION_KEYS, Code, QuestionRecord, RecallRecord
from guide.conversion import question_record
from guide.forms.fields import LinesField, MarkdownField, SeenForm, area, must_fit
from guide.models import Option, Question, QuestionTask, Section, Task, Topic

CODE_HINT = "At least three words of lower-case letters and digits, joined by hyphens."


class SectionField(forms.ModelChoiceField):
    def label_from_instance(self, section: Section) -> str:
        return f"{section.topic.title} › {section.title}"


TASKS = Task.objects.select_related("domain__exam").order_by("domain__exam__code", "number")


class TaskField(forms.ModelChoiceField):
    def label_from_instance(self, task: Task) -> str:
        return f"{task.domain.exam.code} {task}"


class QuestionForm(SeenForm):
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
        fields = "__all__"
        widgets = {"stem": area(7), "explanation": area(5), "note": area(2)}
        field_classes = dict.fromkeys(("stem", "explanation", "note"), MarkdownField)

    def shown(self) -> QuestionRecord | RecallRecord:
        return as_shown(Question.objects.complete().get(pk=self.instance.pk))

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


def as_shown(question: Question) -> QuestionRecord | RecallRecord:
    """The record of a question without what other pages decide."""
    record = question_record(question)
    apart = {"review": None} if isinstance(record, QuestionRecord) else {}
    return record.model_copy(update={"status": "draft", **apart})


class MovingFormSet(BaseInlineFormSet):
    """Rows may swap what is unique among them: those that change make room first.

    Where the form has other rows than the database, because somebody else has added or taken
    away one, its rows take the place of all that are there.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.replaces = self.is_bound and self._sent_ids() != self._stored_ids()
        if self.replaces:
            self.data = self._as_new()
            del self.management_form  # read again from what is new

    def _key(self, n: int, field: str) -> str:
        return f"{self.add_prefix(n)}-{field}"

    def _sent_ids(self) -> set[str]:
        return {self.data.get(self._key(n, "id"), "") for n in range(self.initial_form_count())}

    def _stored_ids(self) -> set[str]:
        return {str(row.pk) for row in self.get_queryset()}

    def _as_new(self) -> Any:
        """What was sent, as rows that are new, and without those that are to go."""
        data: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        for n in range(self.total_form_count()):
            data[self._key(n, "id")] = ""
            if data.pop(self._key(n, "DELETE"), None):
                for name in [name for name in data if name.startswith(f"{self.add_prefix(n)}-")]:
                    del data[name]
        data[f"{self.prefix}-INITIAL_FORMS"] = "0"
        return data

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        if self.replaces:
            self.get_queryset().delete()
        else:
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
    task = TaskField(queryset=TASKS)

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


class RetagForm(forms.Form):
    """Tags for many questions; what is left empty stays as it is."""

    task = TaskField(
        queryset=TASKS,
        required=False,
        label="Exam task",
        help_text="in its exam it takes the place of the task there is",
    )
    skill = forms.CharField(max_length=20, required=False, help_text="such as 1.2.3")
    difficulty = forms.TypedChoiceField(
        choices=[("", "---------"), *Question.Difficulty.choices], coerce=int, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise ValidationError("Choose at least one tag.")
        return cleaned


OptionFormSet = inlineformset_factory(
    Question, Option, form=OptionForm, formset=MovingFormSet, extra=0
)
TaskFormSet = inlineformset_factory(
    Question, QuestionTask, form=QuestionTaskForm, formset=QuestionTaskFormSet, extra=0
)


def unsaved(form: QuestionForm, options: Any, tasks: Any) -> Question:
    """The question as its forms have it, right or wrong, in memory alone."""
    question: Question = form.instance
    question.pk = question.pk or 0  # a new one, too, may be asked for its options
    question._prefetched_objects_cache = {  # type: ignore[attr-defined] # no query behind these
        "options": sorted(_rows(options, "text"), key=lambda option: option.key),
        "question_tasks": _rows(tasks, "task"),
    }
    return question


def _rows(formset: Any, needed: str) -> list[Any]:
    formset.is_valid()  # reads what was sent into the rows
    return [
        form.instance
        for form in formset.forms
        if form.cleaned_data.get(needed) and not form.cleaned_data.get("DELETE")
    ]
