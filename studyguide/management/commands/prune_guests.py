from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyguide import personal

MOST_DAYS = 36_500


class Command(BaseCommand):
    help = (
        "Delete guests who have not started or answered anything for a while, with what they did."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="how long they were idle (30)")
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nobody")

    def handle(self, *, days: int, dry_run: bool, **options: object) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days must be from 1 to {MOST_DAYS}.")
        since = timezone.now() - timedelta(days=days)
        if dry_run:
            count = personal.idle_guests(since).count()
            self.stdout.write(f"{count} guests have been idle for {days} days.")
        else:
            count = personal.prune_guests(since)
            self.stdout.write(f"Deleted {count} guests who had been idle for {days} days.")
