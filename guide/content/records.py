"""What the content files hold, field by field. Pure: no models, no files."""

import datetime
import hashlib
import json
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError


def _clean(text: str) -> str:
    """Without space around it, and with one kind of line break, as a file can hold it."""
    return "\n".join(text.strip().splitlines())


Note = Annotated[str, AfterValidator(_clean)]
Text = Annotated[Note, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Anchor = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=100)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+){2,8}$", max_length=64)]
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
    moved: dict[Anchor, Anchor] = {}  # anchors of old, and where they lead now
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


class ReviewRecord(Record):
    """What a second reader found: the answer by solving it without the key, a fault by attacking
    each distractor, and the key by guessing from the options alone."""

    solved: Literal["right", "wrong"]
    attacked: bool
    guessed: bool | None = None
    date: datetime.date


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
    review: ReviewRecord | None = None

    @field_validator("review")
    @classmethod
    def _guess_one(cls, review: ReviewRecord | None, info: ValidationInfo) -> ReviewRecord | None:
        if review and review.guessed is not None and info.data.get("select") in {2, 3}:
            message = "guessed is only for questions with one right option"
            raise PydanticCustomError("guess_one", message)
        return review

    @property
    def topic(self) -> str:
        return self.section.partition("#")[0]

    @property
    def answered(self) -> set[str]:
        """The rules whose warnings the note answers."""
        return set(re.findall(r"\b[BL]\d\d[a-z]?\b", self.note))

    @property
    def keys(self) -> Sequence[OptionRecord]:
        return [option for option in self.options if option.correct]

    @property
    def distractors(self) -> Sequence[OptionRecord]:
        return [option for option in self.options if not option.correct]


class BlueprintRecord(Record):
    """How many questions a bank is to have for an exam, and what to watch in all of them."""

    exam: Text
    topics: dict[Slug, dict[Text, Count]] = {}  # questions for each task of the exam
    difficulty: dict[Text, tuple[Count, Count, Count]] = {}  # by domain: recall, apply, analyse
    alone: dict[Text, Count] = {}  # by domain: questions that serve no other exam
    skill: tuple[Count, Count] | None = None  # questions for each skill: at least, at most
    services: list[Text] = []  # that no answer may rest on too often
    settings: dict[Text, list[Text]] = {}  # business settings, and the words that tell them


class Content(Record):
    """A whole folder of content; pages, recall and choice questions by the slug of their topic."""

    exams: list[ExamRecord]
    subjects: list[SubjectRecord]
    skills: list[SkillRecord]
    terms: list[TermRecord]
    blueprints: list[BlueprintRecord]
    pages: dict[str, TopicRecord]
    recall: dict[str, list[RecallRecord]]
    questions: dict[str, list[QuestionRecord]]

    @property
    def bank(self) -> list[QuestionRecord]:
        """All questions with options that are in use or will be."""
        everything = (item for items in self.questions.values() for item in items)
        return [item for item in everything if item.status != "retired"]
