"""Pages of the guide: public, the same for everybody, one query each."""

import pytest
from django.urls import reverse

from guide import services
from tests.factories import NOW, make_recall, make_topic

BODY = """A queue holds messages.

## Queue types

Standard and FIFO. See [the other](sns.md#fan-out).

## Dead letters {#dlq}

Where poison goes.
"""


@pytest.fixture
def topic(db):
    return make_topic("sqs", body=BODY)


def html_of(client, topic) -> str:
    return client.get(topic.get_absolute_url()).content.decode()


def test_a_topic_page_costs_one_query(client, topic, django_assert_num_queries):
    make_recall(topic)
    for _ in range(10):
        make_topic()
    with django_assert_num_queries(1):
        client.get(topic.get_absolute_url())


def test_index_and_search_cost_few_queries(client, topic, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        client.get(reverse("guide:index"))
    with django_assert_max_num_queries(3):
        client.get(reverse("guide:search"), {"q": "queue"})


def test_a_page_shows_text_sections_recall_and_sources(client, topic):
    make_recall(topic, "What holds messages?", "A *queue*.")
    html = html_of(client, topic)
    assert '<h2 id="dlq">Dead letters' in html
    assert '<a href="#queue-types">Queue types</a>' in html
    assert 'href="/guide/sns/#fan-out"' in html
    assert "<summary><p>What holds messages?</p>" in html
    assert "<em>queue</em>" in html
    assert "AWS Developer Guide: A page" in html
    assert "checked November 2026" in html


def test_neighbours_follow_the_order_of_reading(client, db):
    first, second, third = make_topic("one"), make_topic("two"), make_topic("three")
    html = html_of(client, second)
    assert f'rel="prev" href="{first.get_absolute_url()}"' in html
    assert f'rel="next" href="{third.get_absolute_url()}"' in html
    assert 'rel="prev"' not in html_of(client, first)


def test_a_page_is_the_same_for_everybody_and_may_be_kept(client, topic, user):
    stranger = client.get(topic.get_absolute_url())
    client.force_login(user)
    known = client.get(topic.get_absolute_url())
    assert stranger.content == known.content
    assert "Cookie" not in known.headers.get("Vary", "")
    assert not stranger.cookies
    assert known["Cache-Control"] == "public, no-cache"
    headers = {"If-None-Match": known["ETag"]}
    assert client.get(topic.get_absolute_url(), headers=headers).status_code == 304


def test_an_unknown_topic_is_not_found(client, db):
    assert client.get("/guide/nothing/").status_code == 404


def test_a_saved_topic_is_rendered_again(client, topic):
    topic.body = BODY.replace("Where poison goes.", "Where <b>bad</b> messages go.")
    services.save_topic(topic, now=NOW)
    assert "Where &lt;b&gt;bad&lt;/b&gt; messages go." in html_of(client, topic)


def test_a_section_that_a_question_points_to_does_not_go(topic):
    make_recall(topic)
    topic.body = "Nothing is left.\n\n## Dead letters {#dlq}\n\nBut this."
    with pytest.raises(services.SectionInUse, match="queue-types"):
        services.save_topic(topic, now=NOW)
    topic.refresh_from_db()
    assert topic.body == BODY
    assert topic.sections.count() == 2


def test_sections_keep_their_rows_when_the_text_changes(topic):
    before = dict(topic.sections.values_list("anchor", "pk"))
    topic.body = BODY.replace("## Dead letters", "## Dead-letter queues") + "\n## New\n\nMore.\n"
    services.save_topic(topic, now=NOW)
    after = dict(topic.sections.values_list("anchor", "pk"))
    assert {anchor: after[anchor] for anchor in before} == before
    assert set(after) == {"queue-types", "dlq", "new"}
