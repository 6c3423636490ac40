"""What both benchmarks need: a database of their own with the content, gunicorn, learners."""

import io
import os
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

from tests.benchmarks.client import Browser, NoReply, turned

PROJECT = Path(__file__).parent.parent.parent
NAME = "studyguide_benchmark"


@contextmanager
def prepared() -> Iterator[str]:
    """Settings as in production, and a database that lives as long as this: its kind.

    It is made beside the one that DATABASE_URL names, or in a temporary folder.
    """
    with tempfile.TemporaryDirectory(prefix="studyguide-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "studyguide.settings",
            "DEBUG": "0",
            "HTTPS": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATA_DIR": folder,
            "STATIC_ROOT": f"{folder}/static",
            "LOG_LEVEL": "ERROR",
        }
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("collectstatic", interactive=False, verbosity=0)
        own = f"{folder}/{NAME}.sqlite3" if connection.vendor == "sqlite" else NAME
        connection.settings_dict["TEST"]["NAME"] = own
        real = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        os.environ["DATABASE_URL"] = _url_of(own)
        try:
            call_command("load_content", stdout=io.StringIO())
            yield connection.display_name
        finally:
            connection.creation.destroy_test_db(real, verbosity=0)


def _url_of(name: str) -> str:
    """The URL of another database on the same server, or of this file."""
    if name.endswith(".sqlite3"):
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def gunicorn(
    port: int, *application: str, workers: int = 2, cores: Sequence[int] = ()
) -> Iterator["subprocess.Popen[bytes]"]:
    """The server as bin/serve runs it, with this application or the real one."""
    environment = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    command = [sys.executable, "-m", "gunicorn", "--log-level", "critical", *application]
    server = subprocess.Popen(command, env=environment, cwd=PROJECT, preexec_fn=pinned(cores))
    try:
        _wait_for(port, server)
        yield server
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        if server.poll() is not None:
            raise SystemExit(f"gunicorn ended with {server.returncode}; is port {port} free?")
        try:
            Browser(port, "").get("/healthz")
        except NoReply:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn does not reply")


def pinned(cores: Sequence[int]) -> Callable[[], None]:
    """For a new process: keep to these cores, where the system can do that."""

    def pin() -> None:
        if cores and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, cores)

    return pin


# The functions below import models, which need the settings that `prepared` makes.


def sign_in() -> tuple[int, str]:
    """A new account and its session: the key of each."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User
    from quiz.views.guards import GUEST_BACKEND

    user = User.objects.create_user(f"{uuid.uuid4()}@example.com")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = GUEST_BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key
    return user.pk, session.session_key


@dataclass(frozen=True)
class Asked:
    """A question of an attempt: its page, and what may be chosen there."""

    path: str
    keys: Sequence[str]
    select: int

    def choice(self, number: int) -> list[str]:
        return turned(self.keys, number, self.select)


def ask(user_id: int, *, mode: str, questions: int) -> list[Asked]:
    """A new attempt of this user with questions drawn at random from the whole bank."""
    from django.utils import timezone

    from accounts.models import User
    from guide.models import Exam, Revision
    from quiz import services

    drawn = Revision.objects.exclude(question__kind="recall").order_by("?")[:questions]
    attempt = services.start(
        User.objects.get(pk=user_id),
        exam=Exam.objects.all()[0],
        title="All topics",
        selection={"scope": "all"},
        revision_ids=[revision.pk for revision in drawn],
        start_key=uuid.uuid4(),
        now=timezone.now(),
        mode=mode,
    )
    return [
        Asked(
            path=f"/quiz/{attempt.pk}/{response.position}/",
            keys=response.option_order,
            select=response.select,
        )
        for response in attempt.responses.select_related("revision")
    ]
