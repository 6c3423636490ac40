"""Forms of the editors: what the database can't refuse with a clear message."""

from guide.forms.fields import SeenForm
from guide.forms.questions import (
    MovingFormSet,
    OptionForm,
    OptionFormSet,
    QuestionForm,
    QuestionTaskForm,
    QuestionTaskFormSet,
    RetagForm,
    TaskFormSet,
    as_shown,
    unsaved,
)
from guide.forms.topics import TopicForm

__all__ = [
    "MovingFormSet",
    "OptionForm",
    "OptionFormSet",
    "QuestionForm",
    "QuestionTaskForm",
    "QuestionTaskFormSet",
    "RetagForm",
    "SeenForm",
    "TaskFormSet",
    "TopicForm",
    "as_shown",
    "unsaved",
]
