from guide.models.exam import Domain, Exam, Task
from guide.models.question import Option, Question, QuestionTask, Revision
from guide.models.skill import Skill
from guide.models.topic import Section, Subject, Term, Topic
from guide.models.upkeep import FileConflict, ImportBatch, SavedFilter, TopicRevision

__all__ = [
    "Domain",
    "Exam",
    "FileConflict",
    "ImportBatch",
    "Option",
    "Question",
    "QuestionTask",
    "Revision",
    "SavedFilter",
    "Section",
    "Skill",
    "Subject",
    "Task",
    "Term",
    "Topic",
    "TopicRevision",
]
