"""The only writers of what people do with questions."""

from quiz.services.attempts import (
    AttemptFinished,
    NothingToAsk,
    StaleWrite,
    answer,
    choose,
    finish,
    flag,
    grade,
    start,
    wish_key,
)
from quiz.services.people import take_over

__all__ = [
    "AttemptFinished",
    "NothingToAsk",
    "StaleWrite",
    "answer",
    "choose",
    "finish",
    "flag",
    "grade",
    "start",
    "take_over",
    "wish_key",
]
