"""No acknowledged answer is lost, and none stored twice, while workers are killed.

python -m tests.benchmarks.crash                            # on SQLite
python -m tests.postgres python -m tests.benchmarks.crash   # on PostgreSQL
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence

from tests.benchmarks import harness
from tests.benchmarks.client import Browser
from tests.benchmarks.learner import Learner

PORT = 8203
WORKERS = 3
STYLES = ("practice", "timed")
PAUSES = (0.2, 1.5)  # seconds between two kills: a new worker needs about one to start


def learners(number: int) -> list[Learner]:
    """Half of them practise; half of each kind have no JavaScript."""
    people = []
    for n in range(number):
        user, session = harness.sign_in()
        browser = Browser(PORT, session, htmx=n % 4 < 2)
        people.append(Learner(user, browser, style=STYLES[n % 2]))
    return people


def kill_until(end: float, master: int) -> int:
    """SIGKILL to one of the workers, again and again; the master starts new ones."""
    kills = 0
    while time.monotonic() < end:
        time.sleep(random.uniform(*PAUSES))
        found = subprocess.run(["pgrep", "-P", str(master)], capture_output=True, text=True)
        if workers := found.stdout.split():
            os.kill(int(random.choice(workers)), signal.SIGKILL)
            kills += 1
    return kills


def run(people: Sequence[Learner], seconds: float) -> int:
    """Everybody answers and workers die, both until the time is over: how many died."""
    with harness.gunicorn(PORT, workers=WORKERS) as master:
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=one.answer_until, args=(end,)) for one in people]
        for thread in threads:
            thread.start()
        kills = kill_until(end, master.pid)
        for thread in threads:
            thread.join()
    return kills


def faults(learner: Learner) -> Counter[str]:
    """What the database holds, against what was acknowledged to this learner."""
    from quiz.models import Attempt, Response

    found: Counter[str] = Counter()
    started = Attempt.objects.filter(user=learner.user_id).count()
    found["lost"] += max(0, learner.attempts - started)
    found["doubled"] += max(0, started - learner.attempts)
    rows: dict[tuple[int, int], list[Response]] = {}
    for row in Response.objects.filter(attempt__user=learner.user_id, version__gt=0):
        rows.setdefault((row.attempt_id, row.position), []).append(row)
    for place in rows.keys() | learner.kept.keys():
        kept, stored = learner.kept.get(place), rows.get(place, [])
        writes = kept.writes if kept else 0
        found["doubled"] += len(stored) > 1 or any(row.version > writes for row in stored)
        found["lost"] += not any(
            kept and row.chosen == kept.chosen and row.version >= writes for row in stored
        )
    return found


def report(database: str, people: Sequence[Learner], kills: int) -> bool:
    """Print the figures: whether all is well."""
    found = sum((faults(one) for one in people), Counter[str]())
    failures = [one.failure for one in people if one.failure]
    print(
        f"{database}: {sum(one.acknowledged for one in people)} acknowledged,",
        f"{sum(one.retried for one in people)} retried, {found['lost']} lost,",
        f"{found['doubled']} doubled, {kills} kills",
    )
    for failure in failures:
        print(f"  a learner had to stop: {failure}")
    return bool(kills) and not failures and not found.total()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--learners", type=int, default=8)
    options = parser.parse_args()
    with harness.prepared() as database:
        people = learners(options.learners)
        kills = run(people, options.seconds)
        return 0 if report(database, people, kills) else 1


if __name__ == "__main__":
    sys.exit(main())
