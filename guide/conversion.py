"""Rows as records: what the content file of a row would say."""

from pydantic import ValidationError

from guide.content.records import (
    DomainRecord,
    ExamRecord,
    OptionRecord,
    QuestionRecord,
    RecallRecord,
    ReviewRecord,
    SkillRecord,
    SubjectRecord,
    TaskRecord,
    TermRecord,
    TopicRecord,
)
from guide.models import Exam, Question, Revision, Skill, Subject, Term, Topic


def topic_record(topic: Topic) -> TopicRecord:
    return TopicRecord.model_construct(
        title=topic.title,
        summary=topic.summary,
        checked=topic.checked,
        sources=topic.sources,
        moved=topic.moved,
        body=topic.body.strip(),
    )


def question_record(question: Question) -> QuestionRecord | RecallRecord:
    section = f"{question.topic.slug}#{question.section.anchor}"
    if question.kind == Question.Kind.RECALL:
        return RecallRecord.model_construct(
            id=question.code,
            section=section,
            prompt=question.stem.strip(),
            answer=question.explanation.strip(),
            status=question.status,
        )
    return QuestionRecord.model_construct(
        id=question.code,
        tasks={link.exam.code: link.task.number for link in question.question_tasks.all()},
        skill=question.skill,
        difficulty=question.difficulty,
        select=question.select,
        stem=question.stem.strip(),
        options=[
            OptionRecord.model_construct(text=o.text, correct=o.correct, why=o.why)
            for o in question.options.all()
        ],
        explanation=question.explanation.strip(),
        section=section,
        sources=question.sources,
        checked=question.checked,
        constraint=question.constraint,
        negative=question.negative,
        volatile=question.volatile,
        fixed_order=question.fixed_order,
        status=question.status,
        note=question.note,
        review=ReviewRecord(**question.review) if question.review else None,
    )


def revision_record(revision: Revision) -> QuestionRecord | RecallRecord | None:
    """What its editor wrote; None for revisions from before that was kept."""
    is_recall = revision.content["kind"] == Question.Kind.RECALL
    try:
        return (RecallRecord if is_recall else QuestionRecord).model_validate(revision.source)
    except ValidationError:
        return None


def exam_record(exam: Exam) -> ExamRecord:
    domains = [
        DomainRecord(
            number=domain.number,
            name=domain.name,
            weight=domain.weight,
            tasks=[TaskRecord(number=task.number, name=task.name) for task in domain.tasks.all()],
        )
        for domain in exam.domains.all()
    ]
    plain = {name: getattr(exam, name) for name in ExamRecord.model_fields if name != "domains"}
    return ExamRecord(**plain, domains=domains)


def subject_record(subject: Subject) -> SubjectRecord:
    return SubjectRecord(
        slug=subject.slug,
        name=subject.name,
        topics=[t.slug for t in subject.topics.all()],
    )


def skill_record(skill: Skill) -> SkillRecord:
    """With its sections in the order of reading, whatever their order was in the file."""
    return SkillRecord(
        exam=skill.task.domain.exam.code,
        number=skill.number,
        name=skill.name,
        sections=[f"{s.topic.slug}#{s.anchor}" for s in skill.sections.all()],
    )


def term_record(term: Term) -> TermRecord:
    """Of a term that has a section."""
    assert term.section
    return TermRecord(
        term=term.term,
        also=term.also,
        meaning=term.meaning,
        section=f"{term.section.topic.slug}#{term.section.anchor}",
    )
