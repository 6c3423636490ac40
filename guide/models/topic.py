"""What a guide is made of: subjects, their topics, and the sections of a topic's page."""

from django.db import models
from django.urls import reverse


class Subject(models.Model):
    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A page of the guide. `page` holds all that a reader sees, rendered when it was saved:
    html, sections (anchor, title, level) and recall (code, prompt, answer, anchor)."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="topics")
    slug = models.SlugField(max_length=64, unique=True)
    title = models.CharField(max_length=100)
    summary = models.CharField(max_length=300)
    body = models.TextField(help_text="Markdown; docs/content.md describes it")
    position = models.PositiveSmallIntegerField(default=0)
    checked = models.DateField(help_text="the day its facts were last checked")
    sources = models.JSONField(default=list)
    moved = models.JSONField(
        default=dict, blank=True, help_text="anchors of old, and where they lead now"
    )
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    page = models.JSONField(default=dict, editable=False)
    search_text = models.TextField(default="", editable=False)
    updated_at = models.DateTimeField(editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["subject__position", "subject__slug", "position", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guide:topic", args=[self.slug])


class Section(models.Model):
    """A heading of a topic's page: what search, deep links and "read this" links point to."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="sections")
    anchor = models.SlugField(max_length=100)
    title = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="plain, as shown in hits of a search")
    search_title = models.CharField(max_length=200)
    search_text = models.TextField()

    class Meta:
        ordering = ["topic", "position"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "anchor"], name="anchor_once_in_topic")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.topic.get_absolute_url()}#{self.anchor}"


class Term(models.Model):
    """A word of the glossary."""

    slug = models.SlugField(max_length=100, unique=True)
    term = models.CharField(max_length=100)
    also = models.JSONField(default=list, help_text="other forms under which it stands in texts")
    meaning = models.TextField()
    section = models.ForeignKey(Section, models.SET_NULL, null=True, related_name="terms")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.term
