"""A quiz from start to result, as requests without JavaScript, and as htmx sends them."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import User
from quiz.models import Attempt, Response
from tests.factories import (
    answer_all,
    make_attempt,
    make_exam,
    make_question,
    make_topic,
    make_user,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def attempt(user, exam):
    return make_attempt(user, [make_question(correct="b"), make_question(correct="ac")])


def page_of(attempt, position=1) -> str:
    return reverse("quiz:question", args=[attempt.pk, position])


def start(client, **data):
    form = {"scope": "all", "number": 1, "start_key": uuid.uuid4(), "open": "keep", **data}
    return client.post(reverse("quiz:start"), form)


def test_a_stranger_who_starts_becomes_a_guest(client, exam):
    make_question()
    response = start(client)
    attempt = Attempt.objects.get()
    assert response.url == reverse("quiz:attempt", args=[attempt.pk])
    assert attempt.user.is_guest
    assert client.get(page_of(attempt)).status_code == 200


def test_a_start_that_is_refused_makes_no_guest(client, exam):
    assert start(client, number=5).status_code == 422
    assert not User.objects.exists()


def test_the_same_start_sent_twice_is_one_attempt(signed_in, exam):
    make_question()
    key = uuid.uuid4()
    first, second = start(signed_in, start_key=key), start(signed_in, start_key=key)
    assert first.url == second.url
    assert Attempt.objects.count() == 1


def test_too_few_questions_are_said_and_offered(signed_in, exam):
    make_question()
    response = start(signed_in, number=5)
    assert response.status_code == 422
    assert b"Only 1 question fits. Start with 1?" in response.content
    assert b'name="number" value="1"' in response.content


@pytest.mark.parametrize(
    "bad",
    [
        {"number": 0},
        {"number": "many"},
        {"number": 66},
        {"scope": "topic:nothing"},
        {"scope": "domain:x"},
        {"start_key": "none"},
    ],
)
def test_bad_input_is_answered_with_the_form(signed_in, exam, bad):
    make_question()
    response = start(signed_in, **bad)
    assert response.status_code == 422
    assert b"errorlist" in response.content
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("scope", ["topic:sqs", "subject:queues", "domain:1"])
def test_a_scope_asks_only_what_belongs_to_it(signed_in, exam, scope):
    wanted = make_question(topic=make_topic("sqs", subject="Queues"))
    second = exam.domains.get(number=2).tasks.all()
    make_question(topic=make_topic("iam", subject="Security"), tasks=second)
    start(signed_in, scope=scope)
    assert Response.objects.get().revision.question == wanted
    assert start(signed_in, scope=scope, number=2).status_code == 422


def test_a_domain_is_that_of_the_exam_chosen(signed_in, exam):
    other = make_exam("DVA-C03")
    here, there = exam.domains.get(number=1), other.domains.get(number=2)
    both = make_question(tasks=[here.tasks.get(), there.tasks.get()])
    make_question(
        tasks=[exam.domains.get(number=2).tasks.get(), other.domains.get(number=1).tasks.get()]
    )
    for code, scope in (("DVA-C02", "domain:1"), ("DVA-C03", "domain:2")):
        assert start(signed_in, exam=code, scope=scope).status_code == 302
        assert Response.objects.latest("pk").revision.question == both
        assert start(signed_in, exam=code, scope=scope, number=2).status_code == 422
    twice = make_question(tasks=[here.tasks.get(), other.domains.get(number=1).tasks.get()])
    assert start(signed_in, exam="DVA-C02", scope="domain:1", number=2).status_code == 302
    assert {r.revision.question for r in Attempt.objects.latest("pk").responses.all()} == {
        both,
        twice,
    }


def test_drafts_and_retired_questions_are_not_asked(signed_in, exam):
    from guide import services

    make_question(published=False)
    services.retire(make_question())
    assert start(signed_in).status_code == 422


def test_unseen_questions_come_first(signed_in, exam, user):
    seen, unseen = make_question(), make_question()
    make_attempt(user, [seen])
    start(signed_in)
    assert user.attempts.latest("pk").responses.get().revision.question == unseen


def test_nothing_about_correctness_is_sent_before_the_answer(signed_in, attempt):
    for headers in ({}, HTMX):
        html = signed_in.get(page_of(attempt), headers=headers).content.decode().lower()
        for word in ("correct", "right answer", "this is the reason", "the rule to take away"):
            assert word not in html


def test_an_answer_in_place_shows_verdict_reasons_rule_and_section(signed_in, attempt):
    data = {"version": 0, "chosen": "a"}
    response = signed_in.post(page_of(attempt), data, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert "Wrong" in html
    assert html.count("This is the reason of option") == 4
    assert "The rule to take away" in html
    assert "#first-section" in html


def test_without_javascript_an_answer_redirects_to_the_same_page(signed_in, attempt):
    response = signed_in.post(page_of(attempt), {"version": 0, "chosen": "b"})
    assert (response.status_code, response.url) == (302, page_of(attempt))
    assert "✓" in signed_in.get(page_of(attempt)).content.decode()


@pytest.mark.parametrize(
    ("position", "chosen", "message"),
    [
        (1, [], "Choose an option first."),
        (1, ["a", "b"], "Choose 1 option: you have chosen 2."),
        (2, ["a"], "Choose 2 options: you have chosen 1."),
        (1, ["z"], "Choose among the options shown."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_another_number_of_options_is_refused(
    signed_in, attempt, position, chosen, message, headers
):
    data = {"version": 0, "chosen": chosen}
    response = signed_in.post(page_of(attempt, position), data, headers=headers)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not attempt.responses.answered().exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_answer_gets_409_and_the_current_state(signed_in, attempt, headers):
    signed_in.post(page_of(attempt), {"version": 0, "chosen": "b"})
    response = signed_in.post(page_of(attempt), {"version": 0, "chosen": "a"}, headers=headers)
    assert response.status_code == 409
    html = response.content.decode()
    assert "what you just sent changed nothing" in html
    assert "✓" in html


def test_the_order_of_options_stays(signed_in, attempt):
    first = signed_in.get(page_of(attempt)).content
    orders = [signed_in.get(page_of(attempt)).context["response"].option_order for _ in range(3)]
    assert orders == [attempt.responses.get(position=1).option_order] * 3
    assert first


def test_a_flag_is_set_and_taken_back(signed_in, attempt):
    url = reverse("quiz:flag", args=[attempt.pk, 1])
    signed_in.post(url, {"flagged": "on"})
    signed_in.post(url, {"flagged": "on"}, headers=HTMX)
    assert attempt.responses.get(position=1).flagged
    signed_in.post(url)
    assert not attempt.responses.get(position=1).flagged


def test_the_attempt_leads_to_the_next_open_question_and_then_to_the_result(signed_in, attempt):
    url = reverse("quiz:attempt", args=[attempt.pk])
    assert signed_in.get(url).url == page_of(attempt, 1)
    signed_in.post(page_of(attempt), {"version": 0, "chosen": "b"})
    assert signed_in.get(url).url == page_of(attempt, 2)
    signed_in.post(page_of(attempt, 2), {"version": 0, "chosen": ["a", "b"]})
    result = reverse("quiz:result", args=[attempt.pk])
    assert signed_in.get(result).url == url
    assert signed_in.get(url).url == page_of(attempt, 2)
    signed_in.post(reverse("quiz:finish", args=[attempt.pk]))
    assert signed_in.get(url).url == result


def test_the_result_counts_by_domain_and_topic(signed_in, user, exam):
    task = exam.domains.get(number=2).tasks.all()
    sqs, iam = make_topic("sqs"), make_topic("iam")
    questions = [
        make_question(topic=sqs),
        make_question(topic=sqs),
        make_question(topic=iam, tasks=task),
    ]
    attempt = make_attempt(user, questions)
    answer_all(attempt, ["a", "b", ""])
    response = signed_in.get(reverse("quiz:result", args=[attempt.pk]))
    assert [(p.name, p.right, p.total) for p in response.context["result"].by_domain] == [
        ("Domain 1", 1, 2),
        ("Domain 2", 0, 1),
    ]
    assert [(p.name, p.right, p.total) for p in response.context["result"].by_topic] == [
        ("Sqs", 1, 2),
        ("Iam", 0, 1),
    ]
    html = response.content.decode()
    assert "1 of 3 right" in html
    assert "Not answered" in html
    assert "2 of 3 questions were answered" in html


def test_the_wrong_ones_are_practised_again(signed_in, user, exam):
    questions = [make_question(), make_question(), make_question()]
    attempt = make_attempt(user, questions)
    answer_all(attempt, ["a", "b", ""])
    key = uuid.uuid4()
    url = reverse("quiz:again", args=[attempt.pk])
    for _ in range(2):
        signed_in.post(url, {"start_key": key})
    new = user.attempts.latest("pk")
    assert user.attempts.count() == 2
    assert [r.revision.question for r in new.responses.all()] == questions[1:]


def test_history_has_every_attempt_and_only_ones_own(signed_in, attempt, exam):
    make_attempt(make_user("eve@example.com"), [make_question()])
    page = signed_in.get(reverse("quiz:history")).context["page"]
    assert list(page.object_list) == [attempt]


@pytest.mark.parametrize("name", ["attempt", "result", "finish", "again", "question", "flag"])
def test_somebody_elses_attempt_is_not_found(client, attempt, name):
    client.force_login(make_user("eve@example.com"))
    arguments = [attempt.pk, 1] if name in {"question", "flag"} else [attempt.pk]
    url = reverse(f"quiz:{name}", args=arguments)
    data = {"version": 0, "chosen": "b", "start_key": uuid.uuid4()}
    posts = name in {"finish", "again", "flag", "question"}
    response = client.post(url, data) if posts else client.get(url)
    assert response.status_code == 404
    attempt.refresh_from_db()
    assert attempt.finished_at is None


def test_a_stranger_is_sent_to_sign_in_and_back(client, attempt):
    response = client.get(page_of(attempt))
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={page_of(attempt)}"


@pytest.mark.parametrize("name", ["again", "flag"])
def test_coming_back_by_get_to_what_only_acts_leads_to_the_attempt(signed_in, attempt, name):
    arguments = [attempt.pk, 1] if name == "flag" else [attempt.pk]
    response = signed_in.get(reverse(f"quiz:{name}", args=arguments))
    assert response.url == reverse("quiz:attempt", args=[attempt.pk])
    attempt.refresh_from_db()
    assert attempt.finished_at is None


def test_ending_a_quiz_early_is_asked_first(signed_in, attempt):
    page = signed_in.get(reverse("quiz:finish", args=[attempt.pk])).content.decode()
    assert "End the quiz?" in page
    assert "0 of 2 questions are answered" in page
    attempt.refresh_from_db()
    assert attempt.finished_at is None


def test_a_form_that_came_back_and_asks_for_something_else_is_another_attempt(signed_in, exam):
    make_question(topic=make_topic("sqs"))
    key = uuid.uuid4()
    first, second = (
        start(signed_in, start_key=key),
        start(signed_in, start_key=key, scope="topic:sqs"),
    )
    assert first.url != second.url


def test_a_session_that_ended_keeps_an_answer_waiting_in_its_page(client, attempt):
    reply = client.post(page_of(attempt), {"version": 0, "chosen": "b"}, headers=HTMX)
    assert reply.status_code == 401


def test_a_session_that_ended_sends_the_whole_page_to_sign_in(client, attempt):
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{page_of(attempt)}"}
    response = client.get(page_of(attempt), headers=headers)
    assert (
        response["HX-Redirect"] == f"{reverse('account_login')}?next=%2Fquiz%2F{attempt.pk}%2F1%2F"
    )


def test_an_answer_after_the_end_is_told_so(signed_in, attempt):
    signed_in.post(reverse("quiz:finish", args=[attempt.pk]))
    response = signed_in.post(page_of(attempt), {"version": 0, "chosen": "b"}, headers=HTMX)
    assert response.status_code == 409
    assert "This quiz has ended" in response.content.decode()


def test_what_was_flagged_is_reviewed_also_when_it_was_right(signed_in, user, exam):
    attempt = make_attempt(user, [make_question(), make_question()])
    signed_in.post(reverse("quiz:flag", args=[attempt.pk, 1]), {"flagged": "on"})
    answer_all(attempt, ["a", "a"])
    response = signed_in.get(reverse("quiz:result", args=[attempt.pk]))
    assert [r.position for r in response.context["review"]] == [1]
    assert not response.context["result"].missed


@pytest.mark.parametrize("address", ["/quiz/9999999999999999999999999/1/", "/quiz/?exam=%00"])
def test_strange_addresses_are_answered(signed_in, exam, address):
    assert signed_in.get(address).status_code in {200, 404}
