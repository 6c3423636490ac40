"""What a person does with questions."""

from quiz.models.attempt import GRACE, Attempt
from quiz.models.plan import Plan
from quiz.models.rekey import Notice, Rekey
from quiz.models.remark import Note, Report
from quiz.models.response import Response, ResponseQuerySet
from quiz.models.review import Review
from quiz.models.statistic import Statistic

__all__ = [
    "GRACE",
    "Attempt",
    "Note",
    "Notice",
    "Plan",
    "Rekey",
    "Report",
    "Response",
    "ResponseQuerySet",
    "Review",
    "Statistic",
]
