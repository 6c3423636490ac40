"""What a learner asks to be asked: a part of the content, and which of its questions."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, TextChoices

from guide.models import Domain, Exam, Question, Section, Subject, Task, Topic
from guide.models.question import QuestionQuerySet
from quiz.drawing import Candidate

EVERYTHING = "all"


class Pool(TextChoices):
    """Which questions of a scope."""

    ANY = "any", "All, new ones first"
    UNSEEN = "unseen", "New to me"
    MISSED = "missed", "Missed last time"
    FLAGGED = "flagged", "Flagged"
    DUE = "due", "Due for review"


IN_POOL: dict[str, Callable[[Candidate], bool]] = {
    Pool.ANY: lambda _: True,
    Pool.UNSEEN: lambda candidate: candidate.last_seen is None,
    Pool.MISSED: lambda candidate: candidate.missed,
    Pool.FLAGGED: lambda candidate: candidate.flagged,
    Pool.DUE: lambda candidate: candidate.due,
}


@dataclass(frozen=True)
class Scope:
    """A part of the content, as in the start form: `all`, `domain:2`, `task:2.1`,
    `subject:…`, `topic:…`, `topics:…,…` (weak areas) or `section:<topic>/<anchor>`."""

    value: str
    title: str

    def questions(self, exam: Exam, *, recall: bool = False) -> QuestionQuerySet:
        """Published questions in this part: recall questions, or those of the exam."""
        published = Question.objects.published().filter(self._belongs(exam))
        if recall:
            return published.recall()
        return published.with_options().filter(self._served(exam))

    def _served(self, exam: Exam) -> Q:
        """One condition, so that exam, domain and task are those of the same row."""
        kind, _, name = self.value.partition(":")
        served = Q(question_tasks__exam=exam)
        if kind == "domain":
            served &= Q(question_tasks__task__domain__number=name)
        if kind == "task":
            served &= Q(question_tasks__task__number=name)
        return served

    def _belongs(self, exam: Exam) -> Q:
        kind, _, name = self.value.partition(":")
        topic, _, anchor = name.partition("/")
        within = {
            "subject": Q(topic__subject__slug=name),
            "topic": Q(topic__slug=name),
            "topics": Q(topic__slug__in=name.split(",")),
            "section": Q(topic__slug=topic, section__anchor=anchor),
        }
        return within.get(kind, Q())

    @property
    def has_recall(self) -> bool:
        """Recall questions belong to the guide, not to the tasks of an exam."""
        return not self.value.startswith(("domain:", "task:"))


def scopes(exam: Exam) -> dict[str, list[Scope]]:
    """All that can be chosen for the exam, in groups for a form."""
    tasks = Task.objects.filter(domain__exam=exam).order_by("domain__number", "number")
    return {
        "Everything": [Scope(EVERYTHING, "All topics, at random")],
        "Domains of the exam": [
            Scope(f"domain:{d.number}", d.name) for d in Domain.objects.filter(exam=exam)
        ],
        "Tasks of the exam": [Scope(f"task:{t.number}", f"{t.number} {t.name}") for t in tasks],
        "Subjects": [Scope(f"subject:{s.slug}", s.name) for s in Subject.objects.all()],
        "Topics": [Scope(f"topic:{t.slug}", t.title) for t in Topic.objects.only("slug", "title")],
    }


def linked_scope(value: str) -> Scope | None:
    """A scope that other pages link to and the form does not list: weak topics, a section."""
    if "\0" in value:  # which PostgreSQL refuses to look for
        return None
    kind, _, name = value.partition(":")
    if kind == "topics":
        titles = Topic.objects.filter(slug__in=name.split(",")).values_list("title", flat=True)
        return Scope(value, f"Weak areas: {', '.join(titles)}"[:250]) if titles else None
    if kind == "section":
        topic, _, anchor = name.partition("/")
        section = Section.objects.select_related("topic").filter(topic__slug=topic, anchor=anchor)
        return next((Scope(value, f"{s.topic.title} › {s.title}"[:250]) for s in section), None)
    return None
