"""A browser as small as can be, and a process of several that send what was prepared.

Pure: no Django, so that the processes of clients start fast and take little from the server.
"""

import http.client
import json
import re
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
TIMEOUT = 30
CSRF_SECRET = "benchmark" * 3 + "token"  # as long as Django's own: 32 letters


def answer_form(chosen: Sequence[str], *, version: int) -> str:
    """What a browser sends for an answer, but for its token, which goes into a header."""
    fields = [("version", version), ("seconds", 20), ("confidence", 2)]
    return urlencode([*fields, *(("chosen", key) for key in chosen)])


def turned(keys: Sequence[str], number: int, select: int) -> list[str]:
    """So many of the options; others for the next number."""
    start = number % len(keys)
    return sorted([*keys, *keys][start : start + select])


class NoReply(Exception):
    """The connection was refused, or broke before the whole reply had come."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: str
    location: str = ""

    @property
    def version(self) -> int:
        """What the next write to this question has to name."""
        return int(self._found(r'name="version" value="(\d+)"'))

    @property
    def select(self) -> int:
        """How many options have to be chosen."""
        return int(self._found(r'data-select="(\d+)"'))

    @property
    def option_keys(self) -> list[str]:
        return re.findall(r'name="chosen" value="(\w)"', self.body)

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.body)
        if not found:
            raise ValueError(f"no {pattern} in {self.body[:500]}")
        return found[1]


@dataclass(frozen=True)
class Browser:
    """Somebody signed in. A sync worker closes each connection, so each request opens one."""

    port: int
    session_key: str
    htmx: bool = True

    def get(self, path: str) -> Reply:
        return self._request("GET", path, "", {})

    def post(self, path: str, form: str) -> Reply:
        """As the browser sends a form, by htmx or without JavaScript."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": CSRF_SECRET,
            **({"HX-Request": "true"} if self.htmx else {}),
        }
        return self._request("POST", path, form, headers)

    def _request(self, method: str, path: str, body: str, headers: dict[str, str]) -> Reply:
        cookies = f"sessionid={self.session_key}; csrftoken={CSRF_SECRET}"
        connection = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, {**headers, "Cookie": cookies})
            response = connection.getresponse()
            body = response.read().decode()
            return Reply(response.status, body, response.headers.get("Location", ""))
        except (OSError, http.client.HTTPException) as error:
            raise NoReply from error
        finally:
            connection.close()


@dataclass(frozen=True)
class Load:
    """The requests of one learner, one after another: pairs of path and form."""

    session_key: str
    posts: Sequence[tuple[str, str]]

    def send(self, port: int, times: list[float]) -> None:
        browser = Browser(port, self.session_key)
        for path, form in self.posts:
            start = time.perf_counter()
            reply = browser.post(path, form)
            times.append(time.perf_counter() - start)
            if reply.status != 200:
                raise ValueError(f"{path} {form}: {reply.status} {reply.body[:500]}")


def send_all(port: int, loads: Sequence[Load]) -> list[float]:
    """How long each request took, in seconds."""
    times: list[float] = []
    threads = [threading.Thread(target=load.send, args=(port, times)) for load in loads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def main() -> None:
    """Loads as JSON on the first line; the start at the second; the times as JSON on stdout."""
    job: dict[str, Any] = json.loads(sys.stdin.readline())
    loads = [Load(**load) for load in job["loads"]]
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(send_all(job["port"], loads)))


if __name__ == "__main__":
    main()
