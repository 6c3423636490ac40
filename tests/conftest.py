import os
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from guide.models import Exam
from tests.factories import make_exam, make_user

CONTENT = Path(__file__).parent.parent / "fixtures" / "dva"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop of its own


@pytest.fixture(autouse=True)
def _plain_settings(settings):
    """Tests speak plain HTTP, hash passwords fast, and need no collected files."""
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def user(db) -> User:
    return make_user()


@pytest.fixture
def exam(db) -> Exam:
    return make_exam()


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client
