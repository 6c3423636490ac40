import argparse
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guide import markdown
from guide.content.reading import read
from guide.content.records import Content


class Command(BaseCommand):
    help = "Count what a folder of content holds: topics, words, questions, skills, dates."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *, folder: Path, **options: object) -> None:
        reading = read(folder)
        if reading.problems:
            raise CommandError("\n".join(map(str, reading.problems)))
        for line in report(reading.content):
            self.stdout.write(line)


def report(content: Content) -> list[str]:
    """A line for each topic, then the sums, then the bank by domain and difficulty."""
    rows, words, sections = [], 0, 0
    for slug, page in content.pages.items():
        rendered = markdown.render_page(page.body)
        own = sum(len(section.text.split()) for section in rendered.sections)
        words, sections = words + own, sections + len(rendered.sections)
        counts = f"{own:6} {len(rendered.sections):9} {len(content.recall.get(slug, [])):7}"
        questions = len(content.questions.get(slug, []))
        rows.append(f"{slug:24} {counts} {questions:10}  {page.checked}")
    heading = f"{'topic':24} {'words':>6} {'sections':>9} {'recall':>7} {'questions':>10}  checked"
    return [heading, *rows, "", *_sums(content, words, sections), "", *_bank(content)]


def _sums(content: Content, words: int, sections: int) -> list[str]:
    skills = Counter(skill.exam for skill in content.skills)
    oldest = min((page.checked for page in content.pages.values()), default=None)
    return [
        f"{len(content.pages)} topics, {words} words, {sections} sections",
        f"{sum(map(len, content.recall.values()))} recall questions",
        f"{sum(map(len, content.questions.values()))} questions with options",
        *(f"{count} skills of {exam} have a section" for exam, count in skills.items()),
        f"oldest check of a page: {oldest}",
    ]


def _bank(content: Content) -> list[str]:
    bank = [item for items in content.questions.values() for item in items]
    lines = []
    for exam in content.exams:
        served = [item.tasks[exam.code] for item in bank if exam.code in item.tasks]
        domains = Counter(task.partition(".")[0] for task in served)
        shares = (
            f"{domain.number}: {domains[str(domain.number)]} "
            f"({100 * domains[str(domain.number)] / max(1, len(served)):.0f} %, "
            f"exam {domain.weight} %)"
            for domain in exam.domains
        )
        lines.append(f"{exam.code} by domain: {', '.join(shares)}")
    levels = Counter(item.difficulty for item in bank)
    lines.append("by difficulty: " + ", ".join(f"{n}: {levels[n]}" for n in sorted(levels)))
    lines.append(f"multiple response: {sum(item.select > 1 for item in bank)}")
    return lines
