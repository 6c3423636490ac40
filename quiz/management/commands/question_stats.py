"""Count new first answers into the statistics of questions; docs/editing.md says what they mean."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quiz.models import Statistic
from quiz.services import statistics


class Command(BaseCommand):
    help = "Add the answers of attempts that ended since the last time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="forget all figures first, and count anew"
        )

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        now = timezone.now()
        if rebuild:
            statistics.rebuild()
        done = statistics.refresh(now)
        alarms = Statistic.objects.current().filter(miskey_suspected=True).count()
        self.stdout.write(
            f"{done.answers} first answers of {done.attempts} attempts counted; "
            f"{alarms} keys are doubted."
        )
