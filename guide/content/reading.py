"""Read a folder of content: records, the line of each, and every problem of form."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from guide.content.problems import Problem
from guide.content.records import (
    BlueprintRecord,
    Content,
    ExamRecord,
    QuestionRecord,
    RecallRecord,
    SkillRecord,
    SubjectRecord,
    TermRecord,
    TopicRecord,
)
from guide.content.source import Source

R = TypeVar("R", bound=BaseModel)
MAXIMUM_BYTES = 2_000_000
FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n\s*", re.DOTALL)


@dataclass
class Reading:
    """What could be read, and the problems of form of the rest."""

    content: Content
    problems: list[Problem]
    sources: dict[str, Source]
    body_lines: dict[str, int]  # on which line of its file the body of a topic begins

    def line(self, file: str, *loc: str | int) -> int:
        source = self.sources.get(file)
        return source.line(loc) if source else 1


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}
        self.body_lines: dict[str, int] = {}

    def text(self, path: Path) -> str | None:
        name = str(path)
        try:
            if path.stat().st_size > MAXIMUM_BYTES:
                self.problems.append(Problem(name, 1, f"is larger than {MAXIMUM_BYTES} bytes"))
                return None
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(name, line, f"is not UTF-8: {error.reason}"))
        except OSError as error:
            self.problems.append(Problem(name, 1, f"can't be read: {error.strerror}"))
        return None

    def source(self, path: Path, text: str, *, first_line: int = 1) -> Source | None:
        name = str(path)
        try:
            self.sources[name] = Source(name, text, first_line)
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            line = (mark.line if mark else 0) + first_line
            what = getattr(error, "problem", None) or str(error).splitlines()[0]
            self.problems.append(Problem(name, line, f"not valid YAML: {what}"))
            return None
        return self.sources[name]

    def record(self, model: type[R], source: Source, data: Any, *loc: str | int) -> R | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                at = (*loc, *detail["loc"])
                where = ".".join(str(step) for step in detail["loc"])
                message = f"{where}: {detail['msg']}" if where else detail["msg"]
                self.problems.append(Problem(source.file, source.line(at), message))
            return None

    def records(self, model: type[R], path: Path) -> list[R]:
        text = self.text(path)
        source = self.source(path, text) if text is not None else None
        if source is None:
            return []
        if not isinstance(source.data, list):
            self.problems.append(Problem(source.file, 1, "is not a list"))
            return []
        found = {n: self.record(model, source, item, n) for n, item in enumerate(source.data)}
        records = {n: record for n, record in found.items() if record is not None}
        source.keep(records.keys())
        return list(records.values())

    def page(self, path: Path) -> TopicRecord | None:
        text = self.text(path)
        if text is None:
            return None
        front = FRONT_MATTER.match(text)
        if front is None:
            self.problems.append(Problem(str(path), 1, "has no front matter between --- lines"))
            return None
        source = self.source(path, front[1], first_line=2)
        if source is None:
            return None
        self.body_lines[path.stem] = text.count("\n", 0, front.end()) + 1
        data = source.data if isinstance(source.data, dict) else {}
        return self.record(TopicRecord, source, {**data, "body": text[front.end() :]})

    def optional(self, model: type[R], name: str) -> list[R]:
        path = self.folder / name
        return self.records(model, path) if path.exists() else []

    def by_topic(self, kind: str, model: type[R]) -> dict[str, list[R]]:
        return {path.stem: self.records(model, path) for path in self.files(kind, "yaml")}

    def files(self, kind: str, extension: str) -> list[Path]:
        return sorted((self.folder / kind).glob(f"*.{extension}"))

    def content(self) -> Content:
        pages = {path.stem: self.page(path) for path in self.files("guide", "md")}
        return Content.model_construct(
            exams=self.records(ExamRecord, self.folder / "exams.yaml"),
            subjects=self.records(SubjectRecord, self.folder / "subjects.yaml"),
            skills=self.optional(SkillRecord, "skills.yaml"),
            terms=self.optional(TermRecord, "glossary.yaml"),
            blueprints=self.optional(BlueprintRecord, "blueprint.yaml"),
            pages={topic: page for topic, page in pages.items() if page},
            recall=self.by_topic("recall", RecallRecord),
            questions=self.by_topic("questions", QuestionRecord),
        )


def read(folder: Path) -> Reading:
    """Everything in the folder, with every problem of form; references are not followed."""
    reader = _Reader(folder)
    content = reader.content()
    return Reading(content, reader.problems, reader.sources, reader.body_lines)
