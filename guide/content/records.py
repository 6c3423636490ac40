"""What the content files hold, field by field. Pure: no models, no files."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _clean(text: str) -> str:
    """Without space around it, and with one kind of line break, as a file can hold it."""
    return "\n".join(text.strip().splitlines())


Note = Annotated[str, AfterValidator(_clean)]
Text = Annotated[Note, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+){2,10}$", max_length=80)]
Count = Annotated[int, Field(ge=1, le=32_000)]
Status = Literal["draft", "published", "retired"]
SectionRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+#[a-z0-9-]+$")]
OPTION_KEYS = "abcdefgh"


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def as_data(self) -> dict[str, Any]:
        """Plain data in the order of the fields, without what has its default value."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def digest(self) -> str:
        """Equal for equal content, whatever the form of the file."""
        data = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(data.encode()).hexdigest()


class TaskRecord(Record):
    number: Text
    name: Text


class DomainRecord(Record):
    number: Count
    name: Text
    weight: Annotated[int, Field(ge=1, le=100, description="percent of the exam")]
    tasks: Annotated[list[TaskRecord], Field(min_length=1)]


class ExamRecord(Record):
    code: Text
    name: Text
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    minutes: Count
    questions: Count
    scored_questions: Count
    pass_score: Count
    lowest_score: Count
    highest_score: Count
    domains: Annotated[list[DomainRecord], Field(min_length=1)]


class SubjectRecord(Record):
    slug: Slug
    name: Text
    topics: list[Slug]


class SkillRecord(Record):
    """A skill that an exam asks for (`1.2.3` of task `1.2`), and the sections that teach it."""

    exam: Text
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)+$")]
    name: Text
    sections: Annotated[list[SectionRef], Field(min_length=1)]

    @property
    def task(self) -> str:
        return self.number.rpartition(".")[0]


class TermRecord(Record):
    """A term of the glossary, other forms of it, and the section that teaches it best."""

    term: Text
    also: list[Text] = []
    meaning: Text
    section: SectionRef

    @property
    def forms(self) -> list[str]:
        return [self.term, *self.also]


class TopicRecord(Record):
    """A page of the guide: front matter, and the body in Markdown."""

    title: Text
    summary: Text
    checked: datetime.date
    sources: Annotated[list[Text], Field(min_length=1)]
    body: Text


class RecallRecord(Record):
    id: Code
    section: SectionRef
    prompt: Text
    answer: Text
    status: Status = "published"


class OptionRecord(Record):
    text: Text
    correct: bool = False
    why: Note = ""


class QuestionRecord(Record):
    """A question with options. `tasks` maps the code of an exam to the number of its task."""

    id: Code
    tasks: Annotated[dict[Text, Text], Field(min_length=1)]
    skill: Note = ""
    difficulty: Annotated[int, Field(ge=1, le=3)]
    select: Annotated[int, Field(ge=1, le=3)]
    stem: Text
    options: Annotated[list[OptionRecord], Field(min_length=2, max_length=8)]
    explanation: Text
    section: SectionRef
    sources: list[Text]
    checked: datetime.date
    constraint: Note = ""
    negative: bool = False
    volatile: bool = False
    fixed_order: bool = False
    status: Status = "published"
    note: Note = ""

    @property
    def keys(self) -> Sequence[OptionRecord]:
        return [option for option in self.options if option.correct]

    @property
    def distractors(self) -> Sequence[OptionRecord]:
        return [option for option in self.options if not option.correct]


class Content(Record):
    """A whole folder of content; pages, recall and choice questions by the slug of their topic."""

    exams: list[ExamRecord]
    subjects: list[SubjectRecord]
    skills: list[SkillRecord]
    terms: list[TermRecord]
    pages: dict[str, TopicRecord]
    recall: dict[str, list[RecallRecord]]
    questions: dict[str, list[QuestionRecord]]
