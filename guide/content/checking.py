"""Check a folder of content: form, references, samples, and the rules for questions."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from guide import markdown
from guide.content import bank_rules, originality, rules, samples
from guide.content.problems import Level, Problem
from guide.content.reading import Reading, read
from guide.content.records import QuestionRecord, RecallRecord, TopicRecord

AnyQuestion = QuestionRecord | RecallRecord
SHORTEST, LONGEST = 6, 20  # minutes to read a page


class _Checker:
    def __init__(self, folder: Path, reading: Reading, today: datetime.date) -> None:
        self.folder, self.reading, self.content = folder, reading, reading.content
        self.today = today
        self.tasks = {
            exam.code: {task.number for domain in exam.domains for task in domain.tasks}
            for exam in self.content.exams
        }
        self.anchors = {
            topic: {section.anchor for section in markdown.outline(page.body).sections}
            for topic, page in self.content.pages.items()
        }

    def at(self, file: str, message: str, *loc: str | int, level: Level = Level.ERROR) -> Problem:
        path = str(self.folder / file)
        return Problem(path, self.reading.line(path, *loc), message, level)

    def problems(self) -> Iterator[Problem]:
        yield from self.exams()
        yield from self.subjects()
        yield from self.skills()
        yield from self.terms()
        yield from self.blueprints()
        for topic, page in self.content.pages.items():
            yield from self.page(topic, page)
        yield from self.ids()
        for topic, items in self.content.recall.items():
            for n, item in enumerate(items):
                yield from self.item(f"recall/{topic}.yaml", topic, n, item)
        for topic, questions in self.content.questions.items():
            for n, question in enumerate(questions):
                yield from self.question(topic, n, question)

    def exams(self) -> Iterator[Problem]:
        for n, exam in enumerate(self.content.exams):
            weights = sum(domain.weight for domain in exam.domains)
            if weights != 100:
                message = f"the weights of {exam.code} add up to {weights}, not 100"
                yield self.at("exams.yaml", message, n, "domains")
            if not exam.lowest_score < exam.pass_score < exam.highest_score:
                yield self.at("exams.yaml", "pass_score is outside the scale", n, "pass_score")

    def subjects(self) -> Iterator[Problem]:
        listed = Counter(slug for subject in self.content.subjects for slug in subject.topics)
        for n, subject in enumerate(self.content.subjects):
            for m, slug in enumerate(subject.topics):
                if slug not in self.content.pages:
                    yield self.at("subjects.yaml", f"no page guide/{slug}.md", n, "topics", m)
                elif listed[slug] > 1:
                    yield self.at("subjects.yaml", f"{slug} is listed twice", n, "topics", m)
        for slug in self.content.pages.keys() - listed.keys():
            yield self.at(f"guide/{slug}.md", "is not listed in subjects.yaml")

    def skills(self) -> Iterator[Problem]:
        """Each task has skills, and each skill is taught somewhere."""
        numbers = Counter((skill.exam, skill.number) for skill in self.content.skills)
        for n, skill in enumerate(self.content.skills):
            if skill.task not in self.tasks.get(skill.exam, ()):
                yield self.at("skills.yaml", f"{skill.exam} has no task {skill.task}", n, "number")
            if numbers[skill.exam, skill.number] > 1:
                yield self.at("skills.yaml", f"{skill.number} stands twice", n, "number")
            for m, section in enumerate(skill.sections):
                if not self.has_section(section):
                    message = f"there is no section {section}"
                    yield self.at("skills.yaml", message, n, "sections", m)
        covered = {(skill.exam, skill.task) for skill in self.content.skills}
        tasks = {(exam, task) for exam, numbers in self.tasks.items() for task in numbers}
        for exam, task in sorted(tasks - covered) if covered else ():
            yield self.at("skills.yaml", f"{exam} task {task} has no skill")

    def terms(self) -> Iterator[Problem]:
        """Each form stands for one term, and each term is taught somewhere."""
        seen: dict[str, str] = {}
        for n, term in enumerate(self.content.terms):
            if not self.has_section(term.section):
                yield self.at("glossary.yaml", f"there is no section {term.section}", n, "section")
            for form in term.forms:
                other = seen.setdefault(form.lower(), term.term)
                if other != term.term:
                    yield self.at("glossary.yaml", f"{form!r} stands for {other} too", n)

    def blueprints(self) -> Iterator[Problem]:
        """They speak of exams, tasks and topics that are there."""
        for n, plan in enumerate(self.content.blueprints):
            known = self.tasks.get(plan.exam)
            if known is None:
                yield self.at("blueprint.yaml", f"there is no exam {plan.exam}", n, "exam")
                continue
            for topic, counts in plan.topics.items():
                if topic not in self.content.pages:
                    message = f"there is no page guide/{topic}.md"
                    yield self.at("blueprint.yaml", message, n, "topics", topic)
                for task in counts.keys() - known:
                    message = f"{plan.exam} has no task {task}"
                    yield self.at("blueprint.yaml", message, n, "topics", topic)

    def has_section(self, reference: str) -> bool:
        topic, _, anchor = reference.partition("#")
        return anchor in self.anchors.get(topic, ())

    def page(self, topic: str, page: TopicRecord) -> Iterator[Problem]:
        path = str(self.folder / "guide" / f"{topic}.md")
        first = self.reading.body_lines[topic]
        for line, message in self.body(topic, markdown.outline(page.body)):
            yield Problem(path, first + line - 1, message)
        yield from self.moved(topic, page)
        for n, source in enumerate(page.sources):
            if not rules.SOURCE.match(source):
                message = "the source is not of the form 'AWS … Guide: page title'"
                yield self.at(f"guide/{topic}.md", message, "sources", n)

    def moved(self, topic: str, page: TopicRecord) -> Iterator[Problem]:
        """Anchors of old lead to sections, and are none themselves."""
        for old, new in page.moved.items():
            if new not in self.anchors[topic]:
                message = f"moved: {old} leads to #{new}, which is not a section"
                yield self.at(f"guide/{topic}.md", message, "moved", old)
            if old in self.anchors[topic]:
                message = f"moved: #{old} is a section of this page"
                yield self.at(f"guide/{topic}.md", message, "moved", old)

    def body(self, topic: str, page: markdown.Outline) -> Iterator[tuple[int, str]]:
        """What is wrong in the text of a page, with its line there."""
        seen = set()
        for section in page.sections:
            if section.anchor in seen:
                yield section.line, f"the anchor #{section.anchor} stands twice"
            seen.add(section.anchor)
        yield from self.links(page.links, topic)
        for sample in page.samples:
            if problem := samples.problem(sample):
                yield sample.line, problem

    def links(self, links: Iterable[markdown.Link], topic: str = "") -> Iterator[tuple[int, str]]:
        """The links (on the page of the topic) that lead nowhere, with their lines."""
        for link in links:
            target = link.topic or topic
            if target not in self.anchors:
                yield link.line, f"links to {target or '#' + link.anchor}, which is not a topic"
            elif link.anchor and not self.leads_somewhere(target, link.anchor):
                yield link.line, f"links to {target}#{link.anchor}, which is not a section"

    def leads_somewhere(self, topic: str, anchor: str) -> bool:
        return anchor in self.anchors[topic] or anchor in self.content.pages[topic].moved

    def ids(self) -> Iterator[Problem]:
        groups: dict[str, Mapping[str, Sequence[AnyQuestion]]] = {
            "recall": self.content.recall,
            "questions": self.content.questions,
        }
        seen: dict[str, str] = {}
        for kind, by_topic in groups.items():
            for topic, items in by_topic.items():
                file = f"{kind}/{topic}.yaml"
                if topic not in self.content.pages:
                    yield self.at(file, f"there is no page guide/{topic}.md")
                for n, item in enumerate(items):
                    if item.id in seen:
                        yield self.at(file, f"{item.id} is also in {seen[item.id]}", n, "id")
                    seen[item.id] = file

    def item(self, file: str, topic: str, n: int, item: AnyQuestion) -> Iterator[Problem]:
        page, _, anchor = item.section.partition("#")
        if page != topic:
            yield self.at(file, f"L08 the section is not one of {topic}", n, "section")
        elif anchor not in self.anchors.get(topic, ()):
            yield self.at(file, f"L08 {topic} has no section #{anchor}", n, "section")
        for loc, text in _texts(item):
            for _, message in self.links(markdown.links(text)):
                yield self.at(file, message, n, *loc)

    def question(self, topic: str, n: int, item: QuestionRecord) -> Iterator[Problem]:
        file = f"questions/{topic}.yaml"
        yield from self.item(file, topic, n, item)
        for exam, number in item.tasks.items():
            if number not in self.tasks.get(exam, ()):
                yield self.at(file, f"L03 {exam} has no task {number}", n, "tasks")
        for level, where, message in rules.findings(item, self.today):
            loc = (int(step) if step.isdigit() else step for step in where.split("."))
            yield self.at(file, f"{item.id}: {message}", n, *loc, level=level)

    def bank(self) -> Iterator[Problem]:
        content = self.content
        found = bank_rules.findings(content.bank, content.blueprints, content.skills)
        return _placed(self.folder, self.reading, found)


def _placed(
    folder: Path, reading: Reading, found: Iterable[bank_rules.BankFinding]
) -> Iterator[Problem]:
    """The findings where their questions stand."""
    places = {
        item.id: (str(folder / "questions" / f"{topic}.yaml"), n)
        for topic, items in reading.content.questions.items()
        for n, item in enumerate(items)
    }
    for level, code, message in found:
        file, n = places[code]
        yield Problem(file, reading.line(file, n), f"{code}: {message}", level)


def _texts(item: AnyQuestion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The Markdown texts of a question, and where they stand in it."""
    if isinstance(item, RecallRecord):
        yield from ((("prompt",), item.prompt), (("answer",), item.answer))
        return
    yield from ((("stem",), item.stem), (("explanation",), item.explanation))
    for n, option in enumerate(item.options):
        yield from ((("options", n, "text"), option.text), (("options", n, "why"), option.why))


def check(folder: Path, *, today: datetime.date) -> tuple[Reading, list[Problem]]:
    """Read the folder and return all that is wrong with it, in the order of the files."""
    reading = read(folder)
    checker = _Checker(folder, reading, today)
    problems = [*reading.problems, *checker.problems(), *checker.bank()]
    return reading, sorted(problems, key=lambda problem: (problem.file, problem.line))


def reading_times(folder: Path, reading: Reading) -> Iterator[Problem]:
    """Pages that are too short to teach a topic, or too long to read in one go."""
    for topic, page in reading.content.pages.items():
        minutes = markdown.outline(page.body).minutes
        if not SHORTEST <= minutes <= LONGEST:
            message = f"takes {minutes} minutes to read, {SHORTEST} to {LONGEST} wanted"
            yield Problem(str(folder / "guide" / f"{topic}.md"), 1, message, Level.WARNING)


def unoriginal(
    folder: Path, reading: Reading, *, stems: Mapping[str, str], pages: Mapping[str, str]
) -> list[Problem]:
    """Questions that are too much like those of another bank, or like documentation."""
    found = originality.findings(reading.content.bank, stems, pages)
    return list(_placed(folder, reading, found))
