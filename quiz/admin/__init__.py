"""What editors see of learners' answers: reports and figures, never a person."""

from quiz.admin import reports

__all__ = ["reports"]
