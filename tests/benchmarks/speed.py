"""Answers per second through the real application, beside a bare Django view.

python -m tests.postgres python -m tests.benchmarks.speed
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.benchmarks import harness
from tests.benchmarks.client import Load, answer_form

PORTS = {"bare": 8201, "real": 8202}
PROCESSES, LEARNERS = 2, 8
QUIZ, EXAM = 10, 65  # questions: what the form of a quiz offers, and a mock exam
CHANGES = 2  # how often a choice in an exam is made: once, and another one
BARE, PRACTICE, CHOICE = "bare view", "practice answer", "exam choice"


@dataclass
class Figures:
    """What the rounds of one kind of request showed."""

    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def milliseconds(self) -> tuple[float, float]:
        """Half of the requests took no longer than the first, 99 % than the second."""
        cuts = quantiles(self.times, n=100)
        return 1000 * cuts[49], 1000 * cuts[98]


def cores() -> tuple[list[int], list[int]]:
    """Two for the server, the others for the clients; nothing where they can't be told apart."""
    usable = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return (usable[:2], usable[2:]) if len(usable) > 2 else ([], [])


def posts(kind: str, user_id: int, number: int) -> Iterator[tuple[str, str]]:
    """So many new requests of one learner."""
    if kind == BARE:
        for n in range(number):
            yield "/answer/", answer_form(["abcd"[n % 4]], version=0)
        return
    mode, questions, times = ("exam", EXAM, CHANGES) if kind == CHOICE else ("practice", QUIZ, 1)
    left = number
    while left > 0:
        for asked in harness.ask(user_id, mode=mode, questions=questions)[: -(-left // times)]:
            for version in range(min(times, left)):
                yield asked.path, answer_form(asked.choice(version), version=version)
                left -= 1


@contextmanager
def client_process(port: int, loads: Sequence[Load]) -> Iterator["subprocess.Popen[str]"]:
    """A process that has read its requests and waits for the start."""
    _, others = cores()
    command = [sys.executable, "-m", "tests.benchmarks.client"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, preexec_fn=harness.pinned(others)
    )
    assert process.stdin
    assert process.stdout
    job = {"port": port, "loads": [vars(load) for load in loads]}
    process.stdin.write(json.dumps(job) + "\n")
    process.stdin.flush()
    process.stdout.readline()
    yield process
    process.wait()


def send(port: int, loads: Sequence[Load]) -> tuple[float, list[float]]:
    """The rate of all together, and how long each took."""
    with ExitStack() as stack:
        processes = [
            stack.enter_context(client_process(port, loads[n::PROCESSES])) for n in range(PROCESSES)
        ]
        start = time.perf_counter()
        for process in processes:
            assert process.stdin
            process.stdin.write("start\n")
            process.stdin.flush()
        lists = [json.loads(process.stdout.readline()) for process in processes if process.stdout]
        elapsed = time.perf_counter() - start
    times = [seconds for part in lists for seconds in part]
    if len(times) < sum(len(load.posts) for load in loads):
        raise SystemExit("A request was refused: what is written above is no measurement.")
    return len(times) / elapsed, times


def measure(rounds: int, requests: int) -> dict[str, Figures]:
    figures = {kind: Figures() for kind in (BARE, PRACTICE, CHOICE)}
    learners = [harness.sign_in() for _ in range(LEARNERS)]
    for number in range(-1, rounds):  # the one before the first warms up
        for kind, own in figures.items():
            each = requests // LEARNERS
            loads = [Load(key, list(posts(kind, user, each))) for user, key in learners]
            rate, times = send(PORTS["bare" if kind == BARE else "real"], loads)
            if number >= 0:
                own.rates.append(rate)
                own.times += times
                print(f"  round {number + 1}, {kind}: {rate:.0f} a second", flush=True)
    return figures


def report(figures: dict[str, Figures]) -> None:
    print(f"{'':16}{'a second':>9}{'range':>12}{'median':>10}{'p99':>10}{'ratio':>7}")
    for kind, own in figures.items():
        half, most = own.milliseconds
        between = f"{min(own.rates):.0f}–{max(own.rates):.0f}"
        ratio = own.rate / figures[BARE].rate
        print(f"{kind:16}{own.rate:9.0f}{between:>12}{half:7.1f} ms{most:7.1f} ms{ratio:7.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=800, help="of each kind in a round")
    options = parser.parse_args()
    server, clients = cores()
    with harness.prepared() as database, ExitStack() as stack:
        subprocess.run([sys.executable, "-m", "tests.benchmarks.bare"], check=True)
        bare = ["tests.benchmarks.bare:application"]
        stack.enter_context(harness.gunicorn(PORTS["bare"], *bare, cores=server))
        stack.enter_context(harness.gunicorn(PORTS["real"], cores=server))
        print(f"{database}, 2 workers on cores {server or 'any'}, clients on {clients or 'any'}")
        report(measure(options.rounds, options.requests))


if __name__ == "__main__":
    main()
