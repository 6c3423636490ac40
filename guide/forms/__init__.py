"""Forms of the editors: what the database can't refuse with a clear message."""

from guide.forms.questions import (
    MovingFormSet,
    OptionForm,
    QuestionForm,
    QuestionTaskForm,
    QuestionTaskFormSet,
)
from guide.forms.topics import TopicForm

__all__ = [
    "MovingFormSet",
    "OptionForm",
    "QuestionForm",
    "QuestionTaskForm",
    "QuestionTaskFormSet",
    "TopicForm",
]
