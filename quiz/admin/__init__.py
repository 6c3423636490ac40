"""What editors see of learners' answers: reports and figures, never a person."""

from quiz.admin import questions, reports, statistics

__all__ = ["questions", "reports", "statistics"]
