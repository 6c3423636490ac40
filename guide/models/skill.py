"""What an exam asks for in detail, and where the guide teaches it."""

from django.db import models

from guide.models.exam import Task
from guide.models.topic import Section


class Skill(models.Model):
    task = models.ForeignKey(Task, models.CASCADE, related_name="skills")
    number = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    sections = models.ManyToManyField(Section, related_name="skills")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="skill_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
