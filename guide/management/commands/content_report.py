import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guide.content.reading import read
from guide.content.report import report


class Command(BaseCommand):
    help = "Count what a folder of content holds, and measure its bank of questions."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *, folder: Path, **options: object) -> None:
        reading = read(folder)
        if reading.problems:
            raise CommandError("\n".join(map(str, reading.problems)))
        for line in report(reading.content):
            self.stdout.write(line)
