"""What keeps the work of editors apart, and takes it back: imports, conflicts, page revisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guide.models.topic import Topic


class TopicRevision(models.Model):
    """A guide page as it once stood: never changed. `source` is the record of the topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    source = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="page_revision_number_once")
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"


class FileConflict(models.Model):
    """A content file and an editor changed the same thing; `source` is what the file says."""

    class Kind(models.TextChoices):
        QUESTION = "question"
        TOPIC = "topic"

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80, help_text="code of a question, slug of a topic")
    source = models.JSONField()
    digest = models.CharField(max_length=64)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = "conflict with the files"
        verbose_name_plural = "conflicts with the files"
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="one_conflict_of_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def applied(self) -> "ImportBatchQuerySet":
        return self.filter(applied_at__isnull=False)

    def pending(self) -> "ImportBatchQuerySet":
        return self.filter(applied_at__isnull=True)


class ImportBatch(models.Model):
    """A file of questions: sent and looked at (pending), then applied, perhaps undone.

    `before` maps the code of each question to its record before the import, or to None where
    the import made it: what undoing it brings back.
    """

    name = models.CharField(max_length=200, help_text="of the file")
    format = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    data = models.BinaryField(null=True, help_text="the file, until it is applied")
    topic = models.CharField(max_length=64, blank=True, help_text="for questions without a section")
    publish = models.BooleanField(default=False, help_text="take the status from the file too")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict, help_text="digest of each question, by code")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=models.F("applied_at")),
                name="undone_after_import",
            ),
            models.CheckConstraint(
                condition=Q(data__isnull=True, applied_at__isnull=False)
                | Q(data__isnull=False, applied_at__isnull=True),
                name="file_kept_until_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SavedFilter(models.Model):
    """A list of questions that an editor comes back to: the query string under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="filter_name_once")]

    def __str__(self) -> str:
        return self.name
