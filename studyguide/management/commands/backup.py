import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyguide import backups


class Command(BaseCommand):
    help = "Copy the database to a file, also while it is in use."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: DATA_DIR/backups/<time>")

    def handle(self, *, file: Path | None, **options: object) -> None:
        name = f"{timezone.now():%Y-%m-%dT%H-%M-%SZ}{backups.suffix()}"
        file = file or settings.DATA_DIR / "backups" / name
        try:
            backups.back_up(file)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Backed up to {file}")
