"""The dashboard: useful from the first answer on, and as cheap after ten thousand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from progress import queries
from quiz.models import Attempt, Response
from tests.factories import NOW, answer_all, make_attempt, make_exam, make_question, make_topic

URL = "/progress/"


def test_a_stranger_sees_a_first_step_and_not_empty_charts(client, exam):
    html = client.get(URL).content.decode()
    assert "Answer ten questions" in html
    assert "Sign in" in html
    assert "heat" not in html


def test_without_content_the_dashboard_is_not_found(client, db):
    assert client.get(URL).status_code == 404


@pytest.fixture
def learner(user, exam):
    """Weak in SQS (domain 1, 60 %), strong in IAM (domain 2, 40 %), never asked about SNS."""
    second = exam.domains.get(number=2).tasks.all()
    sqs, iam = make_topic("sqs"), make_topic("iam")
    weak = [make_question(topic=sqs) for _ in range(3)]
    strong = [make_question(topic=iam, tasks=second) for _ in range(3)]
    make_question(topic=make_topic("sns"))
    attempt = make_attempt(user, weak + strong)
    answer_all(attempt, ["b", "b", "a", "a", "a", ""])
    return user


def test_domains_and_topics_count_answers_only(learner, exam):
    shown = queries.dashboard(learner, exam, NOW)
    assert [(d.name, d.right, d.total) for d in shown.domains] == [
        ("Domain 1", 1, 3),
        ("Domain 2", 2, 2),
    ]
    assert [(t.topic.slug, t.right, t.total) for t in shown.topics] == [
        ("sqs", 1, 3),
        ("iam", 2, 2),
        ("sns", 0, 0),
    ]
    assert (shown.right, shown.answers, shown.percent) == (3, 5, 60)


def test_weakest_is_what_costs_most_in_the_exam(learner, exam):
    shown = queries.dashboard(learner, exam, NOW)
    assert [row.topic.slug for row in shown.weakest] == ["sqs"]  # nothing was wrong in IAM
    sqs = shown.weakest[0]
    mean = (3 + 1) / (5 + 2)
    mastery = (1 + 8 * mean) / (3 + 8)
    assert sqs.mastery == pytest.approx(mastery)
    assert sqs.points == pytest.approx(0.6 * 3 / 4 * (1 - mastery) * 900)


def test_each_weak_topic_leads_to_reading_and_to_a_quiz(client, learner):
    client.force_login(learner)
    html = client.get(URL).content.decode()
    assert 'href="/guide/sqs/"' in html
    assert 'href="/quiz/?scope=topic:sqs&amp;exam=DVA-C02"' in html


def test_activity_counts_answers_by_day(learner, exam):
    Response.objects.filter(position=1).update(answered_at=NOW - timedelta(days=3))
    shown = queries.dashboard(learner, exam, NOW)
    days = {day.day: day.answers for day in shown.days if day.answers}
    assert days == {NOW.date() - timedelta(days=3): 1, NOW.date(): 4}
    assert (shown.answers_this_week, shown.active_days_this_week) == (5, 2)
    assert shown.days[0].day.weekday() == 0


def test_the_exam_is_the_one_that_is_sat_now(client, db):
    today = timezone.localdate()
    make_exam("OLD", last_day=today - timedelta(days=1))
    make_exam("LAST", last_day=today)
    make_exam("NEXT")
    assert client.get(URL).context["exam"].code == "LAST"
    assert client.get(URL, {"exam": "NEXT"}).context["exam"].code == "NEXT"
    assert client.get(URL, {"exam": "OLD"}).context["exam"].code == "LAST"


def give_many_answers(user, exam, questions, number):
    """`number` more responses, straight into the tables, ten to an attempt."""
    start = Attempt.objects.count()
    attempts = Attempt.objects.bulk_create(
        Attempt(
            user=user,
            exam=exam,
            title="Many",
            start_key=f"00000000-0000-0000-0000-{start + n:012d}",
            started_at=NOW - timedelta(hours=n),
        )
        for n in range(number // len(questions))
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            revision_id=question.revision_id,
            option_order=["a", "b", "c", "d"],
            chosen=["a"],
            correct=True,
            answered_at=attempt.started_at,
            version=1,
        )
        for attempt in attempts
        for position, question in enumerate(questions, start=1)
    )


@pytest.mark.parametrize("number", [10, 10_000])
def test_the_dashboard_costs_eleven_queries_for_any_history(
    signed_in, user, exam, number, django_assert_num_queries
):
    questions = [make_question(topic=make_topic()) for _ in range(10)]
    give_many_answers(user, exam, questions, number)
    with django_assert_num_queries(11):
        response = signed_in.get(URL)
    assert response.context["shown"].answers == number


def test_the_table_of_contents_gets_marks_for_who_has_answered(client, learner):
    url = reverse("progress:toc")
    assert client.get(url).status_code == 204
    client.force_login(learner)
    html = client.get(url, {"topic": "sqs"}).content.decode()
    assert "% mastered" in html
    assert html.count("<svg") == 2
    assert 'aria-current="page">Sqs' in html
