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
from quiz.services.plans import save_plan
from quiz.services.reviews import settle

__all__ = [
    "AttemptFinished",
    "NothingToAsk",
    "StaleWrite",
    "answer",
    "choose",
    "finish",
    "flag",
    "grade",
    "save_plan",
    "settle",
    "start",
    "take_over",
    "wish_key",
]
