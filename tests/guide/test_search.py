"""Search finds the same on every database: titles first, then text."""

import pytest
from django.urls import reverse

from guide import queries, services
from guide.models import Question
from tests.factories import make_question, make_recall, make_topic


@pytest.fixture
def topics(db):
    sqs = make_topic(
        "sqs",
        body="Queues.\n\n## Visibility timeout\n\nA message is hidden.\n\n"
        "## Größe & limits\n\nUp to 1 MiB with 100% of the _timeout_ <b>.",
    )
    sns = make_topic("sns", body="Topics.\n\n## Fan-out\n\nNo visibility of the timeout here.")
    make_recall(sqs, "How long is the timeout?", "Thirty secret seconds.")
    return sqs, sns


def found(query: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.url) for hit in queries.search(query).hits]


def test_titles_come_before_recall_and_text(topics):
    assert found("timeout") == [
        ("Section", "/guide/sqs/#visibility-timeout"),
        ("Check yourself", f"/guide/sqs/#{Question.objects.recall().get().code}"),
        ("Section", "/guide/sqs/#grosse-limits"),
        ("Section", "/guide/sns/#fan-out"),
    ]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("SQS", 1),
        ("VISIBILITY hidden", 1),
        ("visibility timeout", 2),
        ("GRÖSSE", 1),
        ("größe", 1),
        ("100%", 1),
        ("%", 1),
        ("_timeout_", 0),
        ("1 mib", 1),
        ("fan-out", 1),
        ("nothing of this", 0),
        ("", 0),
        ("   ", 0),
    ],
)
def test_every_word_must_occur_in_any_case_and_signs_mean_themselves(topics, query, hits):
    assert len(found(query)) == hits


def test_answers_are_never_found(topics, exam):
    make_question()
    assert found("secret") == []
    assert found("take away") == []


def test_a_retired_recall_question_is_not_found(topics):
    services.retire(Question.objects.recall().get())
    assert "Check yourself" not in {kind for kind, _ in found("timeout")}


def test_hits_are_marked_and_escaped(client, topics):
    html = client.get(reverse("guide:search"), {"q": "<b>"}).content.decode()
    assert "<mark>&lt;b&gt;</mark>" in html
    html = client.get(reverse("guide:search"), {"q": "hidden"}).content.decode()
    assert "<mark>hidden</mark>" in html


def test_a_misspelt_word_is_answered_with_the_nearest(client, topics):
    html = client.get(reverse("guide:search"), {"q": "visibilty timeuot"}).content.decode()
    assert "Nothing has all of these words" in html
    assert "/guide/sqs/#visibility-timeout" in html


def test_htmx_gets_the_hits_alone(client, topics):
    response = client.get(reverse("guide:search"), {"q": "sqs"}, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<section id="hits"')


@pytest.mark.parametrize(
    "query", ["\x00", "a" * 5000, "'; drop table", "<script>alert(1)</script>"]
)
def test_strange_queries_are_answered(client, topics, query):
    response = client.get(reverse("guide:search"), {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_unpublished_change_of_a_prompt_is_not_found(topics):
    question = Question.objects.recall().get()
    question.stem = "What is the unpublished wording?"
    question.save()
    assert found("unpublished") == []
    (hit,) = [hit for hit in queries.search("how long").hits if hit.kind == "Check yourself"]
    assert hit.title == "<mark>How</mark> <mark>long</mark> is the timeout?"
