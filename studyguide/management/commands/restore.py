import argparse
import os
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from studyguide import backups


class Command(BaseCommand):
    help = "Replace the database by a backup. Asks first, unless FORCE=1 or nothing is there yet."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if connection.introspection.table_names() and not confirmed(file):
            raise CommandError("Nothing was changed. To restore, type yes or set FORCE=1.")
        try:
            backups.restore(file)
        except backups.BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored {file}")


def confirmed(file: Path) -> bool:
    if os.environ.get("FORCE") == "1":
        return True
    try:
        return input(f"Replace everything in the database by {file}? Type yes: ").strip() == "yes"
    except EOFError:
        return False
