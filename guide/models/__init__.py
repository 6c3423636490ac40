from guide.models.exam import Domain, Exam, Task
from guide.models.question import Option, Question, QuestionTask, Revision
from guide.models.skill import Skill
from guide.models.topic import Section, Subject, Term, Topic

__all__ = [
    "Domain",
    "Exam",
    "Option",
    "Question",
    "QuestionTask",
    "Revision",
    "Section",
    "Skill",
    "Subject",
    "Task",
    "Term",
    "Topic",
]
