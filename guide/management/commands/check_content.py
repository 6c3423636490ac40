import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guide.content import spelling
from guide.content.checking import check, reading_times, unoriginal
from guide.content.problems import Level


class Command(BaseCommand):
    help = "Check a folder of content files by all rules, and say what is wrong where."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument(
            "--stems",
            type=Path,
            help="a folder with the stems of another bank, which no question may be like",
        )
        parser.add_argument(
            "--pages",
            type=Path,
            help="a folder with pages of documentation, from which no question may copy",
        )

    def handle(
        self,
        *,
        folder: Path,
        stems: Path | None,
        pages: Path | None,
        **options: object,
    ) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder")
        reading, problems = check(folder, today=timezone.localdate())
        problems += reading_times(folder, reading)
        problems += unoriginal(folder, reading, stems=_texts(stems), pages=_texts(pages))
        if spelling.is_possible():
            problems += spelling.problems(folder)
        else:
            self.stderr.write("Spelling is not checked: pyspellchecker is not installed.")
        for problem in problems:
            self.stdout.write(str(problem))
        errors = sum(problem.level is Level.ERROR for problem in problems)
        summary = f"{errors} errors, {len(problems) - errors} warnings"
        if errors:
            raise CommandError(summary)
        content = reading.content
        self.stdout.write(
            f"{summary} in {len(content.pages)} pages, "
            f"{sum(map(len, content.recall.values()))} recall questions, "
            f"{sum(map(len, content.questions.values()))} questions"
        )


def _texts(folder: Path | None) -> dict[str, str]:
    """The texts of a folder by their names; a line --- parts those of one file."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder")
    return {
        f"{path.relative_to(folder)} #{n}": text
        for path in sorted([*folder.rglob("*.txt"), *folder.rglob("*.md")])
        for n, text in enumerate(path.read_text(encoding="utf-8").split("\n---\n"), start=1)
    }
