"""Does the dashboard take longer when there are many people? Run by hand, on PostgreSQL.

    python -m tests.postgres python -m tests.benchmarks.dashboard

Each person has 500 answers. The page of a few of them is fetched with 10 people in the database
(5,000 answers), then with 10,000 (5 million); both times and their ratio are printed.
"""

import argparse
import statistics
import time

from tests.benchmarks import harness

ATTEMPTS, QUESTIONS = 10, 50
PEOPLE = """
INSERT INTO accounts_user (id, password, is_superuser, email, is_staff, is_active, date_joined)
SELECT n, '!', false, 'p' || n || '@example.com', false, true, now()
FROM generate_series(%(first)s::int, %(last)s) n
"""
TAKEN = """
INSERT INTO quiz_attempt (user_id, exam_id, kind, mode, title, selection, start_key,
                          started_at, finished_at)
SELECT n, %(exam)s, CASE a %% 5 WHEN 0 THEN 'mock' ELSE 'quiz' END, 'practice', 'Many', '{}',
       gen_random_uuid(), now() - (a * 6 + 1) * interval '1 day',
       now() - (a * 6 + 1) * interval '1 day' + interval '1 hour'
FROM generate_series(%(first)s::int, %(last)s) n, generate_series(1, %(attempts)s) a
"""
ANSWERED = """
INSERT INTO quiz_response (attempt_id, position, revision_id, option_order, seen_before, chosen,
                           correct, was_right, flagged, answered_at, seconds, version)
SELECT a.id, p, (%(revisions)s::bigint[])[1 + (a.id * 53 + p) %% %(bank)s],
       '["a", "b", "c", "d"]', false, '["a"]', (a.id * p) %% 3 > 0, (a.id * p) %% 3 > 0, false,
       a.started_at + p * interval '1 minute', 40 + p, 1
FROM quiz_attempt a, generate_series(1, %(questions)s) p
WHERE a.user_id BETWEEN %(first)s AND %(last)s
"""
REMEMBERED = """
INSERT INTO quiz_review (user_id, question_id, state, stability, difficulty, due, reviewed_at,
                         repetitions, lapses)
SELECT DISTINCT ON (a.user_id, v.question_id) a.user_id, v.question_id, 2, 5, 5,
       r.answered_at + interval '20 days', r.answered_at, 1, 0
FROM quiz_response r JOIN quiz_attempt a ON a.id = r.attempt_id
JOIN guide_revision v ON v.id = r.revision_id
WHERE a.user_id BETWEEN %(first)s AND %(last)s
"""
BASE = 1_000_000
"""Where the numbers of these people begin."""


def fill(first: int, last: int) -> None:
    """Make the people from `first` to `last`, with their answers and reviews."""
    from django.db import connection

    from guide.models import Exam, Question

    bank = Question.objects.published().with_options()
    revisions = list(bank.order_by("pk").values_list("revision", flat=True))
    values = {
        "first": BASE + first,
        "last": BASE + last,
        "exam": Exam.objects.get(code="DVA-C02").pk,
        "attempts": ATTEMPTS,
        "questions": QUESTIONS,
        "revisions": revisions,
        "bank": len(revisions),
    }
    with connection.cursor() as cursor:
        for statement in (PEOPLE, TAKEN, ANSWERED, REMEMBERED):
            cursor.execute(statement, values)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM quiz_response")
        print(f"{cursor.fetchone()[0]:,} responses of {last:,} people", flush=True)


def measure(rounds: int) -> float:
    """The median of milliseconds for one dashboard, over ten people in turn."""
    from django.test import Client

    from accounts.models import User

    clients = []
    for user in User.objects.filter(pk__range=(BASE + 1, BASE + 10)):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        clients.append(client)
    times = []
    for _ in range(rounds + 1):
        for client in clients:
            start = time.perf_counter()
            reply = client.get("/progress/", {"exam": "DVA-C02"}, headers={"host": "localhost"})
            times.append(1000 * (time.perf_counter() - start))
            assert reply.status_code == 200
            assert b"If you sat" in reply.content
    found = times[len(clients) :]  # the first round warms up
    print(f"  median {statistics.median(found):.0f} ms, slowest {max(found):.0f} ms", flush=True)
    return statistics.median(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with harness.prepared() as database:
        if database != "PostgreSQL":
            raise SystemExit("Run it on PostgreSQL: the numbers of people are made there.")
        fill(1, 10)
        few = measure(options.rounds)
        fill(11, options.people)
        many = measure(options.rounds)
    print(f"ratio {many / few:.2f}")


if __name__ == "__main__":
    main()
