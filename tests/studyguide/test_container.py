"""What the image and its composition promise, as far as their files can tell."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
WEB, DB = COMPOSE["services"]["web"], COMPOSE["services"]["db"]


def instructions() -> list[tuple[str, str]]:
    lines = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    logical = lines.replace("\\\n", "").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in logical if line]


def said_last(keyword: str) -> str:
    return [rest for name, rest in instructions() if name == keyword][-1]


def image_environment() -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", said_last("ENV")))


def let_in() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def variables_read() -> set[str]:
    """The environment variables that the settings and the server ask for."""
    settings = (ROOT / "studyguide/settings.py").read_text()
    gunicorn = (ROOT / "gunicorn.conf.py").read_text()
    serve = (ROOT / "bin/serve").read_text()
    return {
        *re.findall(r"\benv\.\w+\(\s*\"(\w+)\"", settings),
        *re.findall(r"environ\.get\([\"'](\w+)", gunicorn),
        *re.findall(r"\$\{(\w+):-", serve),
    }


def test_the_image_installs_what_is_locked_and_runs_as_nobody_in_particular():
    assert any("--require-hashes" in rest for name, rest in instructions() if name == "RUN")
    assert said_last("USER") not in ("root", "0")
    assert said_last("CMD") == '["bin/serve"]'
    assert os.access(ROOT / "bin/serve", os.X_OK)


def test_the_image_is_made_for_production_with_its_data_in_the_volume():
    environment = image_environment()
    assert environment["DEBUG"] == "0"
    assert environment["HOST"] == "0.0.0.0"
    assert environment["DATA_DIR"] == said_last("VOLUME") == "/data"
    assert not environment["STATIC_ROOT"].startswith("/data")


def test_all_that_is_copied_exists():
    sources = [
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert sources
    for path in [*sources, *let_in()]:
        assert (ROOT / path).exists(), path


def test_the_whole_program_gets_into_the_image_and_nothing_private(settings):
    apps = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    assert apps | {"bin", "fixtures", "static", "templates", "requirements.txt"} <= set(let_in())
    assert not {"var", ".env", ".git", ".venv", "tests"} & set(let_in())


@contextmanager
def server(status: int) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.headers["Host"], self.path))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield http.server_port, asked
        http.shutdown()


def health_check(port: int, allowed_hosts: str = "") -> int:
    command = said_last("HEALTHCHECK").partition("CMD ")[2]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"PATH": path, "PORT": str(port), "ALLOWED_HOSTS": allowed_hosts}
    return subprocess.run(["sh", "-c", command], env=environment, check=False).returncode


@pytest.mark.parametrize(
    ("allowed_hosts", "host"),
    [
        ("", "localhost"),
        ("*", "localhost"),
        ("study.example.org,www.example.org", "study.example.org"),
        (".example.org", "example.org"),
    ],
)
def test_the_health_check_asks_by_a_name_that_is_admitted(allowed_hosts, host):
    with server(200) as (port, asked):
        assert health_check(port, allowed_hosts) == 0
    assert asked == [(host, "/healthz")]


def test_the_health_check_notices_what_is_not_healthy(capfd):
    with server(503) as (port, _):
        assert health_check(port) == 1
    assert health_check(port) == 1
    assert "ConnectionRefusedError" in capfd.readouterr().err


def test_the_composition_waits_for_a_healthy_database():
    assert WEB["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert "pg_isready" in DB["healthcheck"]["test"]


def test_the_composition_keeps_its_data_in_volumes():
    mounted = dict(volume.split(":") for service in (WEB, DB) for volume in service["volumes"])
    assert set(mounted) == set(COMPOSE["volumes"])
    # Where PostgreSQL's image keeps its data since version 18.
    assert set(mounted.values()) == {image_environment()["DATA_DIR"], "/var/lib/postgresql"}
    assert DB["image"] == "postgres:18"


def test_the_composition_is_reachable_from_its_own_machine_alone_unless_told():
    assert WEB["ports"] == ["${LISTEN:-127.0.0.1:8000}:" + image_environment()["PORT"]]
    assert "ports" not in DB


def test_a_missing_secret_is_an_error_and_none_has_a_default():
    for value in (
        WEB["environment"]["SECRET_KEY"],
        WEB["environment"]["PGPASSWORD"],
        DB["environment"]["POSTGRES_PASSWORD"],
    ):
        assert re.fullmatch(r"\$\{(\w+):\?Set \1 in \.env\}", value)
    example = (ROOT / ".env.example").read_text()
    for name in re.findall(r"\$\{(\w+):\?", (ROOT / "compose.yaml").read_text()):
        assert re.search(rf"^{name}=$", example, re.MULTILINE)
    assert ":" not in WEB["environment"]["DATABASE_URL"].partition("://")[2].partition("@")[0]


def test_the_example_names_variables_that_the_composition_knows():
    compose = (ROOT / "compose.yaml").read_text()
    for name in re.findall(r"^#?(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE):
        assert name in WEB["environment"] or f"${{{name}:" in compose, name


def test_the_composition_passes_on_all_variables_that_the_image_does_not_fix():
    assert variables_read() - set(image_environment()) - {"CONTENT_DIR"} <= set(WEB["environment"])


def test_the_documentation_lists_the_variables_that_are_read_and_no_others():
    page = (ROOT / "docs/hosting.md").read_text()
    listed = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == variables_read()
