import os

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Say where the application is, and what is still to do on a first start."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"studyguide is at http://localhost:{os.environ.get('PORT', '8000')}/")
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write("There is no administrator yet: make one with `make admin`.")
