"""The dashboard: useful from the first answer on, and as cheap after ten thousand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guide.models import Question
from progress import queries
from progress.estimates import points_to_win
from progress.evidence import MOST_ANSWERS
from quiz.models import Attempt, Plan, Response
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


def test_domains_tasks_and_topics_count_answers_only(learner, exam):
    shown = queries.dashboard(learner, exam, NOW)
    assert [(d.name, d.mastery.right, d.mastery.answers) for d in shown.domains] == [
        ("Domain 1", 1, 3),
        ("Domain 2", 2, 2),
    ]
    assert [(t.name, t.mastery.answers) for t in shown.tasks] == [
        ("1.1 Task 1.1", 3),
        ("2.1 Task 2.1", 2),
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
    assert sqs.points == pytest.approx(points_to_win(0.6 * 3 / 4, sqs.mastery, 900, room=2 / 3))
    assert sqs.mastery.low < sqs.mastery.mean < sqs.mastery.high


def test_what_was_missed_and_is_known_since_costs_nothing(learner, exam):
    asked = Question.objects.filter(topic__slug="sqs").select_related("revision").order_by("pk")
    later = NOW + timedelta(days=1)
    answer_all(make_attempt(learner, list(asked), at=later), "aaa", at=later)
    shown = queries.dashboard(learner, exam, later + timedelta(hours=1))
    assert shown.weakest == []


def test_each_weak_topic_leads_to_the_section_missed_and_to_a_quiz(client, learner):
    client.force_login(learner)
    html = client.get(URL).content.decode()
    assert 'href="/guide/sqs/"' in html
    assert 'href="/guide/sqs/#first-section"' in html
    assert 'href="/quiz/?scope=topic:sqs&amp;exam=DVA-C02"' in html


def test_below_forty_first_answers_the_page_says_what_is_missing(client, learner):
    client.force_login(learner)
    html = client.get(URL).content.decode()
    assert "35 more questions" in html
    assert "likely to pass" not in html


def test_from_forty_first_answers_on_it_tells_score_range_and_chance(signed_in, user, exam):
    questions = [make_question(topic=make_topic()) for _ in range(10)]
    give_many_answers(user, exam, questions, 10)
    shown = queries.dashboard(user, exam, NOW)
    assert shown.readiness.missing == 30  # the same question again is no first answer
    more = [make_question(topic=questions[0].topic) for _ in range(30)]
    earlier = NOW - timedelta(hours=2)
    answer_all(make_attempt(user, more, at=earlier), ["a"] * 20 + ["b"] * 10, at=earlier)
    shown = queries.dashboard(user, exam, NOW)
    assert shown.readiness.enough
    assert exam.lowest_score < shown.readiness.low < shown.readiness.score < shown.readiness.high
    html = signed_in.get(URL).content.decode()
    assert f"{shown.pass_percent} % likely to pass" in html


def test_a_mock_is_drawn_with_its_score_and_leads_to_its_result(signed_in, user, exam):
    attempt = make_attempt(user, [make_question() for _ in range(4)])
    answer_all(attempt, "aaab")
    Attempt.objects.update(kind="mock")
    html = signed_in.get(URL).content.decode()
    assert "Estimated score by mock exam: 775; passing is 720" in html
    assert f'href="/quiz/{attempt.pk}/result/"' in html


def test_answers_of_a_running_exam_tell_nothing(user, exam):
    attempt = make_attempt(user, [make_question() for _ in range(3)])
    Response.objects.update(chosen=["a"], correct=True, answered_at=NOW)
    Attempt.objects.filter(pk=attempt.pk).update(mode="exam")
    shown = queries.dashboard(user, exam, NOW)
    assert shown.answers == 0
    assert sum(day.answers for day in shown.days) == 3  # that they were given is known


def test_the_days_to_the_exam_are_counted_in_the_plan_of_that_exam_only(user, exam):
    plan = Plan(user=user, exam=exam, exam_date=NOW.date() + timedelta(days=50))
    assert queries.dashboard(user, exam, NOW, plan).days_left == 50
    other = make_exam("DVA-C03")
    assert queries.dashboard(user, other, NOW, plan).days_left is None


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


@pytest.mark.parametrize(("number", "queries"), [(10, 16), (10_000, 17)])
def test_the_dashboard_costs_a_few_queries_for_any_history(
    signed_in, user, exam, number, queries, django_assert_num_queries
):
    questions = [make_question(topic=make_topic()) for _ in range(10)]
    give_many_answers(user, exam, questions, number)
    with django_assert_num_queries(queries):
        response = signed_in.get(URL)
    assert response.context["shown"].answers == min(number, MOST_ANSWERS)


def test_first_answers_count_however_many_came_after_them(user, exam):
    questions = [make_question() for _ in range(10)]
    long_ago = NOW - timedelta(days=500)
    answer_all(make_attempt(user, questions, at=long_ago), "a" * 10, at=long_ago)
    give_many_answers(user, exam, questions, MOST_ANSWERS)
    Response.objects.filter(attempt__started_at__gt=long_ago).update(seen_before=True)
    assert queries.dashboard(user, exam, NOW).readiness.answers == 10


def test_the_table_of_contents_gets_marks_for_who_has_answered(client, learner):
    url = reverse("progress:toc")
    assert client.get(url).status_code == 204
    client.force_login(learner)
    html = client.get(url, {"topic": "sqs"}).content.decode()
    assert "% mastered" in html
    assert html.count("<svg") == 2
    assert 'aria-current="page">Sqs' in html
