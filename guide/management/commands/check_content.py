import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guide.content import spelling
from guide.content.checking import check, reading_times
from guide.content.problems import Level


class Command(BaseCommand):
    help = "Check a folder of content files by all rules, and say what is wrong where."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *, folder: Path, **options: object) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder")
        reading, problems = check(folder, today=timezone.localdate())
        problems += reading_times(folder, reading)
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
