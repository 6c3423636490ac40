import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from guide import services
from guide.formats.base import MOST_BYTES, Fault
from guide.formats.registry import READABLE, guess
from guide.models import Topic


class Command(BaseCommand):
    help = "Say what importing a file of questions would do; with --apply, do it."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=READABLE, help="if the name does not say it")
        parser.add_argument("--topic", default="", help="slug, for questions without a section")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="take the status from the file; else new questions are drafts",
        )
        parser.add_argument("--apply", action="store_true", help="write, if there is no error")

    def handle(
        self,
        *,
        file: Path,
        format: str | None,
        topic: str,
        publish: bool,
        apply: bool,
        **options: object,
    ) -> None:
        data = _data(file)
        key = format or guess(file.name, data)
        if not key:
            raise CommandError(f"Which format has {file}? Say it with --format.")
        if topic and not Topic.objects.filter(slug=topic).exists():
            raise CommandError(f"There is no topic {topic}.")
        now = timezone.now()
        with transaction.atomic():
            batch = services.receive(
                data, name=file.name, format=key, topic=topic, publish=publish, now=now
            )
            plan = services.plan_import(batch, now=now)
            self.say(file, plan)
            if apply and plan.writes:
                services.apply_import(batch, seen=plan.digest, now=now)
                self.stdout.write("Imported.")
            else:
                batch.delete()
        if plan.errors:
            raise CommandError(f"{len(plan.errors)} errors. Nothing was imported.")

    def say(self, file: Path, plan: services.ImportPlan) -> None:
        for kind, faults in (("error", plan.errors), ("left out", plan.left_out)):
            for fault in faults:
                self.stderr.write(f"{file}:{fault.line}: {kind}: {_text(fault)}")
        for item in plan.of(services.Outcome.CHANGED):
            self.stdout.write(f"{item.record.id}: changed: {', '.join(item.changes)}")
        counts = [f"{count} {outcome}" for outcome, count in plan.counts.items()]
        self.stdout.write(", ".join([*counts, f"{len(plan.left_out)} left out"]))


def _text(fault: Fault) -> str:
    return " ".join(fault.message.split())


def _data(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CommandError(f"{file} is larger than {MOST_BYTES:,} bytes.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}") from error
