"""A learner who answers over HTTP, sends again what got no reply, and remembers all. Pure."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.benchmarks.client import Browser, NoReply, Reply, answer_form, turned

QUESTIONS = 20  # in an attempt
CHANGES = 4  # how often a choice in an exam is made
RETRY_AFTER, PATIENCE = 0.1, 60.0  # seconds
Place = tuple[int, int]  # attempt and position


class Refused(Exception):
    """The server says 409 to somebody who is alone with these questions."""


@dataclass
class Acknowledged:
    """What the server said that it has stored."""

    chosen: list[str]
    writes: int = 1


@dataclass
class Learner:
    user_id: int
    browser: Browser
    style: str  # of the form: "practice" or "timed"
    kept: dict[Place, Acknowledged] = field(default_factory=dict)
    attempts: int = 0
    acknowledged: int = 0
    retried: int = 0
    failure: str = ""

    def answer_until(self, end: float) -> None:
        try:
            while time.monotonic() < end:
                attempt = self._start()
                for position in range(1, QUESTIONS + 1):
                    if time.monotonic() < end:
                        self._answer((attempt, position))
        except Exception as error:
            self.failure = repr(error)

    def _start(self) -> int:
        wish = {"scope": "all", "number": QUESTIONS, "style": self.style, "open": "keep"}
        form = urlencode({**wish, "start_key": uuid.uuid4()})
        reply = self._insist(lambda: self.browser.post("/quiz/", form))
        self.attempts += 1
        return int(reply.location.strip("/").split("/")[-1])

    def _answer(self, place: Place) -> None:
        path = f"/quiz/{place[0]}/{place[1]}/"
        page = shown = self._insist(lambda: self.browser.get(path))
        for number in range(CHANGES if self.style == "timed" else 1):
            chosen = turned(page.option_keys, number, page.select)
            form = answer_form(chosen, version=shown.version)
            shown = self._send(path, form)
            self.acknowledged += 1
            self.kept[place] = Acknowledged(chosen, writes=number + 1)

    def _send(self, path: str, form: str) -> Reply:
        """The reply, or the page that it leads to."""
        reply = self._insist(lambda: self.browser.post(path, form))
        return self._insist(lambda: self.browser.get(path)) if reply.location else reply

    def _insist(self, request: Callable[[], Reply]) -> Reply:
        """The same again while there is no reply, or one that says that the server failed."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                reply = request()
            except NoReply:
                reply = None
            if reply and reply.status in {200, 302}:
                return reply
            if reply and reply.status == 409:
                raise Refused(reply.body[:500])
            if reply and reply.status < 500:
                raise ValueError(f"{reply.status}: {reply.body[:500]}")
            self.retried += 1
            time.sleep(RETRY_AFTER)
        raise TimeoutError(f"no acknowledgement in {PATIENCE:.0f} seconds")
