"""The database as one file, and back: SQLite by its own copying, PostgreSQL by its programs."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from psycopg.conninfo import make_conninfo


class BackupError(Exception):
    """Says what is wrong to whoever runs the program."""


def suffix() -> str:
    return ".sqlite3" if connection.vendor == "sqlite" else ".dump"


def back_up(path: Path) -> None:
    """Copy the database, also while it is in use, to a file that is whole or not there."""
    if path.exists():
        raise BackupError(f"{path} is there already: name another file.")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)  # it holds people's addresses and the hashes of their passwords
    try:
        if connection.vendor == "sqlite":
            _back_up_sqlite(part)
        else:
            _run("pg_dump", _database(), "--format=custom", f"--file={part}")
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def restore(path: Path) -> None:
    """Put a backup in the place of the database, all of it or, after an error, nothing."""
    if connection.vendor == "sqlite":
        _restore_sqlite(path)
    else:
        _restore_postgres(path)
    connection.close()


def _back_up_sqlite(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # no second file beside it when it is read


def _restore_sqlite(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        try:
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            copy.execute("SELECT app FROM django_migrations")
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        if verdict != "ok":
            raise BackupError(f"{path} is not a backup of studyguide: {verdict}.")
        copy.backup(connection.connection)


def _restore_postgres(path: Path) -> None:
    """In one transaction, which also removes the tables that the backup does not know."""
    with TemporaryDirectory() as folder:
        script = f"--file={folder}/restore.sql"
        _run("pg_restore", "--no-owner", "--no-privileges", script, str(path))
        _run(
            "psql",
            _database(),
            "--no-psqlrc",
            "--quiet",
            "--output=/dev/null",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--command=SET client_min_messages = warning",
            "--command=DROP SCHEMA public CASCADE",
            "--command=CREATE SCHEMA public",
            script,
            "--command=SELECT app FROM public.django_migrations",  # else it is not ours
        )


def _database() -> str:
    """What Django connects to, as an argument; without the password, which others could read."""
    parameters = connection.get_connection_params().items()
    plain = {name: str(value) for name, value in parameters if isinstance(value, str | int)}
    plain.pop("password", None)
    return f"--dbname={make_conninfo(**plain)}"


def _run(program: str, *arguments: str) -> None:
    environment = dict(os.environ)
    if password := connection.settings_dict["PASSWORD"]:
        environment["PGPASSWORD"] = str(password)
    try:
        subprocess.run([program, *arguments], env=environment, check=True)
    except FileNotFoundError as error:
        raise BackupError(
            f"{program} is not installed: install the client programs of PostgreSQL, "
            "in the version of the server."
        ) from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} did not succeed.") from error
