"""What holds for the project as a whole: who may see what, headers, settings."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROOT = Path(__file__).parent.parent.parent


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[object]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


def test_the_public_views_are_these():
    public = {
        f"{view.__module__}.{view.__name__}"
        for view in views(get_resolver().url_patterns)
        if not getattr(view, "login_required", True)
    }
    ours = {name for name in public if not name.startswith(("allauth.", "django."))}
    assert ours == {
        "accounts.views.account",
        "accounts.views.admin_sign_in",
        "guide.views.glossary",
        "guide.views.home",
        "guide.views.index",
        "guide.views.search",
        "guide.views.topic",
        "progress.views.dashboard",
        "progress.views.toc",
        "progress.views.weak",
        "quiz.views.plans.plan",
        "quiz.views.starting.mock_exam",
        "quiz.views.starting.sections",
        "quiz.views.starting.start",
        "studyguide.health.healthz",
        "studyguide.health.readyz",
    }


def test_health_and_readiness_answer(client, db):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ok"


def test_not_ready_while_migrations_wait(client, db):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="quiz").delete()
    assert client.get("/readyz").status_code == 503


def test_every_page_carries_a_strict_policy(client, exam):
    for name in ("guide:home", "quiz:start", "account_login", "admin:login"):
        response = client.get(reverse(name))
        header = response["Content-Security-Policy"]
        policy = dict(part.strip().split(" ", 1) for part in header.split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert "unsafe" not in header
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"


def settings_of(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Print what the settings say in a process with this environment alone."""
    code = (
        "from django.conf import settings as s;"
        "print(s.DEBUG, bool(s.SECRET_KEY), s.SESSION_COOKIE_SECURE,"
        " s.DATABASES['default']['ENGINE'])"
    )
    base = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "studyguide.settings"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**base, "DATA_DIR": str(tmp_path), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "printed"),
    [
        ({}, "True True False django.db.backends.sqlite3"),
        ({"DEBUG": "0", "SECRET_KEY": "x"}, "False True True django.db.backends.sqlite3"),
        (
            {"DEBUG": "0", "SECRET_KEY": "x", "HTTPS": "0", "DATABASE_URL": "postgres://u:p@h/d"},
            "False True False django.db.backends.postgresql",
        ),
    ],
)
def test_the_environment_decides_and_development_needs_none(tmp_path, environment, printed):
    assert settings_of(tmp_path, **environment).stdout.strip() == printed


def test_production_without_a_secret_refuses_to_start_and_says_so(tmp_path):
    run = settings_of(tmp_path, DEBUG="0")
    assert run.returncode != 0
    assert "Set the SECRET_KEY environment variable" in run.stderr


def test_a_secret_beside_the_database_is_used(tmp_path):
    (tmp_path / "secret_key").write_text("kept\n")
    assert settings_of(tmp_path, DEBUG="0").stdout.startswith("False True")
