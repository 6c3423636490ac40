"""A review session: one click, the most urgent first, questions of both kinds in one."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quiz import services
from quiz.models import Attempt, Review
from tests.factories import (
    answer_all,
    make_attempt,
    make_exam,
    make_question,
    make_recall,
    make_topic,
)

REVIEWS = "/quiz/reviews/"
AGO = timedelta(days=4)


def click(client, **more):
    return client.post(REVIEWS, {"start_key": uuid.uuid4(), **more})


def learn(user, number: int) -> list:
    """Questions that were answered wrongly four days ago, and are due since three."""
    then = timezone.now() - AGO
    questions = [make_question() for _ in range(number)]
    answer_all(make_attempt(user, questions, at=then), ["b"] * number, at=then)
    return questions


def session_of(user) -> Attempt:
    return user.attempts.get(kind=Attempt.Kind.REVIEW)


def words(page) -> str:
    return " ".join(page.content.decode().split())


def test_one_click_asks_choice_and_recall_questions_in_one_session(signed_in, user, exam):
    [question] = learn(user, 1)
    recall = make_recall(make_topic())
    answered = make_attempt(user, [recall], at=timezone.now() - AGO).responses.get()
    services.grade(answered, 1, version=0, now=timezone.now() - AGO)
    assert "2 questions due today" in words(signed_in.get(REVIEWS))
    assert click(signed_in).url == reverse("quiz:attempt", args=[session_of(user).pk])
    session, today = session_of(user), timezone.localdate()
    assert session.title == f"Reviews of {today.day} {today:%B}"
    for response in session.responses.all():
        url = reverse("quiz:question", args=[session.pk, response.position])
        is_recall = response.revision.question == recall
        assert ("Think of the answer first" in words(signed_in.get(url))) is is_recall
        other_form = {"version": 0, "chosen": "a"} if is_recall else {"version": 0, "grade": 3}
        assert signed_in.post(url, other_form).status_code == 422
        form = {"version": 0, "grade": 3} if is_recall else {"version": 0, "chosen": "a"}
        assert signed_in.post(url, form).status_code == 302
        assert ("You said: Good" in words(signed_in.get(url))) is is_recall
    assert session.responses.to_choice_questions().get().revision.question == question
    signed_in.post(reverse("quiz:finish", args=[session.pk]))
    told = words(signed_in.get(reverse("quiz:result", args=[session.pk])))
    assert "<h1>1 of 1 right, 1 of 1 recalled</h1>" in told
    assert "<b>1 of 1</b> right of those you had been asked before" in told
    assert "new to you" not in told
    assert "of 2 remembered" in words(signed_in.get(reverse("quiz:history")))
    assert set(user.reviews.values_list("question", "repetitions")) == {
        (question.pk, 2),
        (recall.pk, 2),
    }
    assert "Nothing is due" in words(signed_in.get(REVIEWS))


def test_a_session_of_cards_alone_tells_what_was_recalled(signed_in, user, exam):
    recall = make_recall(make_topic())
    answered = make_attempt(user, [recall], at=timezone.now() - AGO).responses.get()
    services.grade(answered, 1, version=0, now=timezone.now() - AGO)
    click(signed_in)
    session = session_of(user)
    services.grade(session.responses.get(), 1, version=0, now=timezone.now())
    signed_in.post(reverse("quiz:finish", args=[session.pk]))
    told = words(signed_in.get(reverse("quiz:result", args=[session.pk])))
    assert "<h1>0 of 1 recalled</h1>" in told
    assert "New and seen before" not in told
    assert "By exam domain" not in told


def test_a_double_click_and_an_open_session_lead_to_the_same_one(signed_in, user, exam):
    learn(user, 2)
    key = uuid.uuid4()
    first, second = click(signed_in, start_key=key), click(signed_in, start_key=key)
    assert first.url == second.url == click(signed_in).url
    page = signed_in.get(REVIEWS)
    assert "0 of 2 answered" in words(page)
    assert page.context["memory"].open_session == session_of(user).pk
    assert '<span class="tag strong">DVA-C02</span>' in words(page)
    assert first.url in page.content.decode()


def test_the_cap_of_the_plan_holds_until_somebody_catches_up(signed_in, user, exam):
    learn(user, 9)
    urgent = user.reviews.order_by("pk")[4:]
    for n, review in enumerate(urgent):
        Review.objects.filter(pk=review.pk).update(stability=0.01 + n / 1000)
    services.save_plan(user, now=timezone.now(), exam=exam, reviews_a_day=5)
    page = words(signed_in.get(REVIEWS))
    assert "9 questions due today" in page
    assert "5 of them are for today" in page
    click(signed_in)
    session = session_of(user)
    asked = [response.revision.question_id for response in session.responses.all()]
    assert asked == [review.question_id for review in urgent]
    answer_all(session, ["a"] * 5, at=timezone.now())
    page = words(reviews := signed_in.get(REVIEWS))
    assert reviews.context["memory"].open_session is None
    assert "5 done today, as many as your plan says" in page
    assert "Catch up: all 4 now" in page
    assert click(signed_in).url == REVIEWS
    click(signed_in, catch_up="on")
    assert user.attempts.open(timezone.now()).get().responses.count() == 4


def test_nothing_due_says_when_the_next_is_and_starts_nothing(signed_in, user, exam):
    assert "Nothing to review yet" in words(signed_in.get(REVIEWS))
    now = timezone.now()
    answer_all(make_attempt(user, [make_question()], at=now), ["a"], at=now)
    next_day = timezone.localdate() + timedelta(days=2)
    told = f"The next review is on {next_day.day} {next_day:%B %Y}"
    assert told in words(signed_in.get(REVIEWS))
    assert click(signed_in).url == REVIEWS
    assert user.attempts.count() == 1


@pytest.mark.parametrize("key", ["", "x"])
def test_a_form_without_its_key_starts_nothing(signed_in, user, exam, key):
    learn(user, 1)
    assert click(signed_in, start_key=key).url == REVIEWS
    assert user.attempts.count() == 1


def test_an_exam_whose_time_ran_out_is_settled_before_the_page_counts(signed_in, user, exam):
    then = timezone.now() - AGO
    attempt = make_attempt(user, [make_question()], at=then)
    user.attempts.update(mode="exam", deadline=then + timedelta(hours=1))
    response = attempt.responses.select_related("revision", "attempt").get()
    services.choose(response, "b", version=0, now=then)
    assert "1 question due today" in words(signed_in.get(REVIEWS))


def test_a_running_exam_is_not_betrayed_by_the_reviews(signed_in, user, exam):
    then = timezone.now() - AGO
    attempt = make_attempt(user, [make_question(), make_question()], at=then)
    user.attempts.update(mode="exam")
    for response, chosen in zip(attempt.responses.all(), "ab", strict=True):
        services.choose(response, chosen, version=0, now=then)
    assert "Nothing to review yet" in words(signed_in.get(REVIEWS))
    fitting = {"HX-Request": "true", "HX-Target": "fitting"}
    page = signed_in.get(reverse("quiz:start"), {"pool": "due"}, headers=fitting)
    assert "No question fits" in words(page)


def test_the_builder_asks_what_is_due(signed_in, user, exam):
    due = learn(user, 2)
    make_question()
    fitting = {"HX-Request": "true", "HX-Target": "fitting"}
    page = signed_in.get(reverse("quiz:start"), {"pool": "due", "number": 2}, headers=fitting)
    assert "2 questions fit" in words(page)
    form = {"scope": "all", "number": 2, "pool": "due", "start_key": uuid.uuid4()}
    signed_in.post(reverse("quiz:start"), form)
    asked = user.attempts.open(timezone.now()).get().responses.all()
    assert {response.revision.question for response in asked} == set(due)


def test_the_wrong_ones_of_a_session_can_be_practised_whatever_their_kind(signed_in, user, exam):
    learn(user, 2)
    click(signed_in)
    session = session_of(user)
    answer_all(session, ["a", "b"], at=timezone.now())
    signed_in.post(reverse("quiz:again", args=[session.pk]), {"start_key": uuid.uuid4()})
    again = user.attempts.open(timezone.now()).get()
    assert (again.kind, again.responses.count()) == (Attempt.Kind.REVIEW, 1)


@pytest.mark.parametrize("number", [2, 20])
def test_the_page_costs_the_same_for_two_reviews_as_for_twenty(
    signed_in, user, exam, number, django_assert_max_num_queries
):
    learn(user, number)
    with django_assert_max_num_queries(8):
        signed_in.get(REVIEWS)


def test_a_stranger_is_asked_to_sign_in(client, db):
    make_exam()
    assert reverse("account_login") in client.get(REVIEWS).url
