"""Questions: the editors' working copy, and the revisions that learners see."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guide.models.exam import Exam, Task
from guide.models.topic import Section, Topic

LAST = 32_000


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> "QuestionQuerySet":
        return self.filter(status=Question.Status.PUBLISHED)

    def with_options(self) -> "QuestionQuerySet":
        """Those that a quiz can ask: single and multiple."""
        return self.exclude(kind=Question.Kind.RECALL)

    def recall(self) -> "QuestionQuerySet":
        return self.filter(kind=Question.Kind.RECALL)

    def complete(self) -> "QuestionQuerySet":
        """With all that a file or a revision says of a question, in four queries."""
        return self.select_related("topic", "section", "revision").prefetch_related(
            "options", "question_tasks__exam", "question_tasks__task"
        )


class Question(models.Model):
    class Kind(models.TextChoices):
        SINGLE = "single"
        MULTIPLE = "multiple"
        RECALL = "recall"

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    class Difficulty(models.IntegerChoices):
        RECALL = 1, "1 recall"
        APPLY = 2, "2 apply"
        ANALYSE = 3, "3 analyse"

    code = models.SlugField(max_length=80, unique=True, help_text="stable for ever")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SINGLE)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions")
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        related_name="questions",
        help_text="the section that teaches it",
    )
    stem = models.TextField(help_text="Markdown; of a recall question the prompt")
    select = models.PositiveSmallIntegerField(default=1, help_text="how many options to choose")
    explanation = models.TextField(help_text="Markdown; of a recall question the answer")
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, default=Difficulty.APPLY)
    skill = models.CharField(max_length=20, blank=True)
    sources = models.JSONField(default=list, blank=True)
    checked = models.DateField(help_text="the day its facts were last checked")
    constraint = models.CharField(max_length=60, blank=True)
    negative = models.BooleanField(default=False)
    volatile = models.BooleanField(
        default=False, help_text="the key rests on a number or name that may change"
    )
    fixed_order = models.BooleanField(default=False, help_text="do not shuffle the options")
    note = models.TextField(blank=True, help_text="for editors; answers warnings of the check")
    review = models.JSONField(default=dict, blank=True, editable=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="who asks a second pair of eyes to publish it",
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    sent_back = models.CharField(
        max_length=200, blank=True, editable=False, help_text="what is asked for before it goes out"
    )
    tasks = models.ManyToManyField(Task, through="QuestionTask", related_name="questions")
    revision = models.OneToOneField(
        "Revision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="current_for",
    )
    search_text = models.TextField(default="", editable=False)
    position = models.PositiveIntegerField(default=LAST, editable=False, help_text="in its file")
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "code"]
        permissions = [("publish_question", "Can publish what somebody else proposes")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(revision__isnull=False),
                name="published_has_revision",
            ),
            models.CheckConstraint(condition=Q(select__range=(1, 3)), name="select_1_to_3"),
        ]

    def __str__(self) -> str:
        return self.code


class QuestionTask(models.Model):
    """The task that a question serves in an exam."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="question_tasks")
    exam = models.ForeignKey(Exam, models.CASCADE, editable=False, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="question_tasks")

    class Meta:
        ordering = ["exam"]
        constraints = [
            models.UniqueConstraint(fields=["question", "exam"], name="one_task_in_each_exam")
        ]

    def __str__(self) -> str:
        return f"{self.exam.code} {self.task.number}"


class Option(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    key = models.CharField(max_length=1)
    text = models.TextField(help_text="Markdown, one line")
    correct = models.BooleanField(default=False)
    why = models.TextField(help_text="why it is right or wrong here", blank=True)

    class Meta:
        ordering = ["question", "key"]
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="option_key_once"),
            models.CheckConstraint(condition=Q(key__in=list("abcdefgh")), name="key_a_to_h"),
        ]

    def __str__(self) -> str:
        return self.key


class Revision(models.Model):
    """A question as it was published: never changed, so what was answered stays as it was.

    `content` is one document of safe HTML: kind, select, stem, options (key, text,
    correct, why), explanation, fixed_order, topic and section (for links), sources.
    """

    class Change(models.TextChoices):
        WORDING = "wording", "Wording: it asks the same, and the same is right"
        MEANING = "meaning", "Meaning: something else is asked, or something else is right"

    question = models.ForeignKey(Question, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=7, choices=Change, default=Change.MEANING)
    meaning = models.PositiveIntegerField(
        default=1, help_text="number of the first revision that means the same"
    )
    content = models.JSONField()
    source = models.JSONField(
        default=dict, help_text="the editors' text, to compare and to restore: a record"
    )
    note = models.CharField(max_length=200, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} r{self.number}"

    @property
    def option_keys(self) -> list[str]:
        return [option["key"] for option in self.content["options"]]

    @property
    def correct_keys(self) -> list[str]:
        return [option["key"] for option in self.content["options"] if option["correct"]]
