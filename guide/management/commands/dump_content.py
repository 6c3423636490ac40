import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from guide.dumping import dump


class Command(BaseCommand):
    help = "Write all content as files; a file that already says the same is left as it is."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *, folder: Path, **options: object) -> None:
        paths = dump(folder)
        for path in paths:
            self.stdout.write(str(path))
        self.stdout.write(f"{len(paths)} files written")
