import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from guide.exporting import export, in_order
from guide.formats.base import FormatError
from guide.formats.registry import FORMATS
from guide.models import Question


class Command(BaseCommand):
    help = "Write questions into a file, in the format that its name or --format says."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS)
        parser.add_argument("--topic", default="", help="slug: only its questions")
        parser.add_argument("--exam", default="", help="code: only questions with a task in it")
        parser.add_argument("--status", choices=Question.Status.values, default="")

    def handle(
        self, *, file: Path, format: str | None, topic: str, exam: str, status: str, **_: object
    ) -> None:
        extensions = {one.extension: key for key, one in FORMATS.items()} | {"yml": "yaml"}
        key = format or extensions.get(file.suffix.lower().removeprefix("."))
        if key is None:
            raise CommandError(f"Which format shall {file} have? Say it with --format.")
        wanted = {"topic__slug": topic, "tasks__domain__exam__code": exam, "status": status}
        questions = Question.objects.filter(**{name: said for name, said in wanted.items() if said})
        try:
            data, left_out = export(in_order(questions), key)
            file.write_bytes(data)
        except FormatError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}") from error
        if left_out:
            self.stderr.write(f"{len(left_out)} questions do not fit {FORMATS[key].name}.")
        self.stdout.write(f"{file} written")
