import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guide.content.problems import ContentError
from guide.loading import Outcome, load


class Command(BaseCommand):
    help = "Load a folder of content files. Repeatable; writes nothing where a file has an error."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument(
            "--force",
            action="store_true",
            help="take the file's side over an editor's change",
        )

    def handle(self, *, folder: Path, force: bool, **options: object) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder")
        try:
            report = load(folder, now=timezone.now(), force=force)
        except ContentError as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        for outcome in (Outcome.CONFLICT, Outcome.KEPT, Outcome.ABSENT):
            for name in report.names[outcome]:
                self.stderr.write(f"{name}: {outcome}")
        self.stdout.write(str(report))
