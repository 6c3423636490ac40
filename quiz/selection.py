"""What a learner asks to be asked: everything, a domain of the exam, a subject, a topic."""

from dataclasses import dataclass

from django.db.models import Q

from guide.models import Domain, Exam, Question, Subject, Topic
from guide.models.question import QuestionQuerySet

EVERYTHING = "all"


@dataclass(frozen=True)
class Scope:
    """A part of the content, as in the start form: `all`, `domain:2`, `subject:…`, `topic:…`."""

    value: str
    title: str

    def questions(self, exam: Exam) -> QuestionQuerySet:
        """Published choice questions of the exam in this part."""
        kind, _, name = self.value.partition(":")
        served = Q(question_tasks__exam=exam)
        if kind == "domain":
            served &= Q(question_tasks__task__domain__number=name)
        questions = Question.objects.published().with_options().filter(served)
        if kind == "subject":
            return questions.filter(topic__subject__slug=name)
        if kind == "topic":
            return questions.filter(topic__slug=name)
        return questions


def scopes(exam: Exam) -> dict[str, list[Scope]]:
    """All that can be chosen for the exam, in groups for a form."""
    return {
        "Everything": [Scope(EVERYTHING, "All topics, at random")],
        "Domains of the exam": [
            Scope(f"domain:{d.number}", d.name) for d in Domain.objects.filter(exam=exam)
        ],
        "Subjects": [Scope(f"subject:{s.slug}", s.name) for s in Subject.objects.all()],
        "Topics": [Scope(f"topic:{t.slug}", t.title) for t in Topic.objects.only("slug", "title")],
    }
