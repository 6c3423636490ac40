"""Reads over several models for the pages of a quiz."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from accounts.models import User
from guide.models import Question
from guide.models.question import QuestionQuerySet
from quiz import statistics
from quiz.drawing import Candidate
from quiz.models import Attempt, Response, ResponseQuerySet, Statistic


@dataclass(frozen=True)
class Before:
    """What a learner did with a question in earlier attempts."""

    last_seen: datetime | None = None
    last_right: datetime | None = None
    last_wrong: datetime | None = None
    flags: int = 0

    @property
    def missed(self) -> bool:
        """Whether the last answer to it was wrong."""
        if self.last_wrong is None:
            return False
        return self.last_right is None or self.last_right < self.last_wrong


def _before(user: User, now: datetime) -> dict[int, Before]:
    """By question. Of a running exam only that its questions were drawn."""
    asked = Response.objects.filter(attempt__user=user).order_by()
    told = asked.revealed(now).values_list("revision__question")
    answered = told.annotate(
        right=Max("answered_at", filter=Q(correct=True)),
        wrong=Max("answered_at", filter=Q(correct=False)),
    )
    last_answers = {question: (right, wrong) for question, right, wrong in answered}
    seen = asked.values_list("revision__question").annotate(
        last=Max("attempt__started_at"), flags=Count("pk", filter=Q(flagged=True))
    )
    return {
        question: Before(last, *last_answers.get(question, (None, None)), flags)
        for question, last, flags in seen
    }


NEVER = Before()


def candidates(user: User | None, questions: QuestionQuerySet, now: datetime) -> list[Candidate]:
    """The questions by their current revisions, and what the user did with each of them.

    Domain and task are those of the exam that `questions` was filtered by.
    """
    before = _before(user, now) if user else {}
    due = set(user.reviews.due(now).values_list("question", flat=True)) if user else set()
    rows = questions.order_by("pk").values_list(
        "pk",
        "revision",
        "question_tasks__task__domain__number",
        "question_tasks__task__number",
        "skill",
        "section",
        "select",
    )
    return [
        Candidate(
            revision_id=revision,
            last_seen=before.get(pk, NEVER).last_seen,
            missed=before.get(pk, NEVER).missed,
            flagged=before.get(pk, NEVER).flags > 0,
            due=pk in due,
            domain=domain or 0,
            task=task or "",
            skill=skill,
            section=section,
            multiple=select > 1,
        )
        for pk, revision, domain, task, skill, section, select in rows
        if revision
    ]


def current_revisions(responses: ResponseQuerySet) -> list[int]:
    """The revisions to ask today for the questions of these responses; retired ones drop out."""
    questions = Question.objects.published().filter(revisions__responses__in=responses)
    return list(
        questions.order_by("revisions__responses__position").values_list("revision", flat=True)
    )


@dataclass(frozen=True)
class Mark:
    """A question of an attempt in the strip or the map beside the question."""

    position: int
    state: str  # "", "answered", "right", "wrong"
    here: bool
    flagged: bool
    begun: bool  # fewer options chosen than asked for


@dataclass(frozen=True)
class Track:
    """Where an attempt stands."""

    marks: Sequence[Mark]

    def _count(self, state: str) -> int:
        return sum(mark.state == state for mark in self.marks)

    @property
    def total(self) -> int:
        return len(self.marks)

    @property
    def right(self) -> int:
        return self._count("right")

    @property
    def left(self) -> int:
        return self._count("")

    @property
    def answered(self) -> int:
        return self.total - self.left

    @property
    def flagged(self) -> int:
        return sum(mark.flagged for mark in self.marks)

    @property
    def unanswered_marks(self) -> list[Mark]:
        return [mark for mark in self.marks if not mark.state]

    @property
    def flagged_marks(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.flagged]

    @property
    def here(self) -> int:
        """The position shown, or 0."""
        return next((mark.position for mark in self.marks if mark.here), 0)

    @property
    def previous(self) -> int | None:
        return self.here - 1 if self.here > 1 else None

    @property
    def next(self) -> int | None:
        return self.here + 1 if self.here < self.total else None

    @property
    def next_elsewhere(self) -> int | None:
        """The next unanswered question after the one shown, going round at the end."""
        open_ones = [mark.position for mark in self.unanswered_marks if not mark.here]
        later = [position for position in open_ones if position > self.here]
        return next(iter(later or open_ones), None)


TOLD = {None: "", True: "right", False: "wrong"}


def track(attempt: Attempt, *, now: datetime, here: int | None = None) -> Track:
    """Every question of the attempt; right and wrong only where it may be told."""
    rows = attempt.responses.order_by("position").values_list(
        "position", "correct", "answered_at", "flagged", "chosen"
    )
    told = attempt.is_revealed(now)
    return Track(
        [
            Mark(
                position=n,
                state=TOLD[correct] if told else "answered" if answered else "",
                here=n == here,
                flagged=flagged,
                begun=bool(chosen and not answered),
            )
            for n, correct, answered, flagged, chosen in rows
        ]
    )


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer at the top of its explanation."""

    state: str
    sign: str
    text: str


def verdict(response: Response) -> Verdict:
    if not response.is_answered:
        return Verdict("", "–", "Not answered" if not response.chosen else "Not answered in full")
    if response.correct:
        return Verdict("right", "✓", "Right")
    correct = set(response.revision.correct_keys)
    if len(correct) == 1:
        return Verdict("wrong", "✗", "Wrong")
    hits = len(correct & set(response.chosen))
    return Verdict("wrong", "✗", f"Wrong: {hits} of {len(correct)} right, and all are needed")


FEWEST_ANSWERS_TOLD = 30
MOST_ANSWERS_READ = 1000


def shares_of_others(response: Response) -> dict[str, int]:
    """Percent of first answers that chose each option, by key; nothing while there are few.

    Reads so many answers at most, so that the cost does not grow with the number of people.
    """
    first = response.revision.responses.answered().filter(
        seen_before=False, attempt__kind__in=[Attempt.Kind.QUIZ, Attempt.Kind.MOCK]
    )
    answers = list(first.order_by("pk").values_list("chosen", flat=True)[:MOST_ANSWERS_READ])
    if len(answers) < FEWEST_ANSWERS_TOLD:
        return {}
    counts = Counter(key for chosen in answers for key in chosen)
    return {key: round(100 * counts[key] / len(answers)) for key in response.revision.option_keys}


def figures_of(question: Question) -> statistics.Figures | None:
    """What first answers say of the question in the meaning that it has today."""
    row = Statistic.objects.current().filter(question=question).first()
    revision = question.revision
    if row is None or revision is None:
        return None
    sums = statistics.Sums(**row.sums)
    return statistics.figures(sums, revision.option_keys, revision.correct_keys)
