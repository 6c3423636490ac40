"""What a person does with questions."""

from quiz.models.attempt import GRACE, Attempt
from quiz.models.remark import Note, Report
from quiz.models.response import Response, ResponseQuerySet

__all__ = ["GRACE", "Attempt", "Note", "Report", "Response", "ResponseQuerySet"]
