"""Forms of a quiz: what to ask, an answer, a remark, a plan."""

from quiz.forms.answering import AnswerForm, FlagForm, GradeForm, WriteForm
from quiz.forms.extra_time import with_extra
from quiz.forms.history import HistoryForm
from quiz.forms.plans import PlanForm
from quiz.forms.remarks import NoteForm, ReportForm
from quiz.forms.starting import MOST_QUESTIONS, AgainForm, MockForm, ReviewForm, StartForm

__all__ = [
    "MOST_QUESTIONS",
    "AgainForm",
    "AnswerForm",
    "FlagForm",
    "GradeForm",
    "HistoryForm",
    "MockForm",
    "NoteForm",
    "PlanForm",
    "ReportForm",
    "ReviewForm",
    "StartForm",
    "WriteForm",
    "with_extra",
]
