"""Records into rows: what content loads, imports and restored revisions share."""

from collections.abc import Mapping

from guide.content.records import OPTION_KEYS, QuestionRecord, RecallRecord
from guide.models import Option, Question, QuestionTask, Section, Task, Topic

Tasks = Mapping[tuple[str, str], Task]
COPIED_FIELDS = QuestionRecord.model_fields.keys() & {
    field.name for field in Question._meta.concrete_fields
} - {"id", "section", "status", "review"}


def tasks_by_number() -> Tasks:
    """The tasks of all exams by the code of the exam and the number of the task."""
    tasks = Task.objects.select_related("domain__exam")
    return {(task.domain.exam.code, task.number): task for task in tasks}


def section_of(reference: str) -> Section | None:
    """The section that `topic#anchor` leads to, also by an anchor of old."""
    slug, _, anchor = reference.partition("#")
    topic = Topic.objects.filter(slug=slug).only("slug", "moved").first()
    if topic is None:
        return None
    sections = Section.objects.filter(topic=topic).select_related("topic")
    return sections.filter(anchor=topic.moved.get(anchor, anchor)).first()


def write_question(
    question: Question, record: QuestionRecord | RecallRecord, *, section: Section, tasks: Tasks
) -> None:
    """Make the working copy say what the record says. Its status is for the caller."""
    question.topic, question.section = section.topic, section
    if isinstance(record, RecallRecord):
        question.kind = Question.Kind.RECALL
        question.stem, question.explanation = record.prompt, record.answer
        question.checked = section.topic.checked
        question.save()
        return
    question.kind = Question.Kind.SINGLE if record.select == 1 else Question.Kind.MULTIPLE
    for name in COPIED_FIELDS:
        setattr(question, name, getattr(record, name))
    question.review = record.review.as_data() if record.review else {}
    question.save()
    _write_rows(question, record, tasks)


def _write_rows(question: Question, record: QuestionRecord, tasks: Tasks) -> None:
    question.options.all().delete()
    Option.objects.bulk_create(
        Option(question=question, key=key, **option.model_dump())
        for key, option in zip(OPTION_KEYS, record.options, strict=False)
    )
    question.question_tasks.all().delete()
    wanted = [tasks[pair] for pair in record.tasks.items()]
    QuestionTask.objects.bulk_create(
        QuestionTask(question=question, exam=task.domain.exam, task=task) for task in wanted
    )
