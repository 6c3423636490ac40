import shutil

import pytest
from django.urls import reverse

from guide import glossary, markdown
from guide.loading import load
from guide.models import Term, Topic
from tests.conftest import CONTENT
from tests.factories import NOW

TERMS = glossary.forms(
    [
        ("dead-letter-queue", ["Dead-letter queue", "DLQ"]),
        ("queue", ["Queue"]),
        ("ttl", ["TTL", "time to live"]),
    ]
)
LINK = '<a href="/guide/glossary/#{}" class="term">{}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A DLQ keeps it.", f"<p>A {LINK.format('dead-letter-queue', 'DLQ')} keeps it.</p>"),
        ("Two dlqs, one DLQ.", f"<p>Two {LINK.format('dead-letter-queue', 'dlqs')}, one DLQ.</p>"),
        (
            "A dead-letter queue is a queue.",
            f"<p>A {LINK.format('dead-letter-queue', 'dead-letter queue')} is a "
            f"{LINK.format('queue', 'queue')}.</p>",
        ),
        ("The `TTL` in code.", "<p>The <code>TTL</code> in code.</p>"),
        ("[A TTL](sqs.md) elsewhere.", '<p><a href="/guide/sqs/">A TTL</a> elsewhere.</p>'),
        ("A TTL-like thing, a subqueue.", "<p>A TTL-like thing, a subqueue.</p>"),
        ("**Time to live** is", f"<p><strong>{LINK.format('ttl', 'Time to live')}</strong> is</p>"),
    ],
)
def test_the_first_use_of_a_term_is_linked(text, html):
    assert markdown.render_page(text, TERMS).html.strip() == html


def test_headings_are_not_linked_and_keep_their_anchors():
    page = markdown.render_page("Lead.\n\n## The queue\n\nA queue.", TERMS)
    assert page.sections[0].anchor == "the-queue"
    assert page.html.count('class="term"') == 1
    assert '<h2 id="the-queue">The queue' in page.html


GLOSSARY = """- term: Fan-out
  meaning: One message that goes to many receivers at once.
  section: sns#fan-out

- term: TLS
  meaning: Encryption of what travels over a network.
  section: {section}
"""


@pytest.fixture
def folder(tmp_path, db):
    shutil.copytree(CONTENT, tmp_path / "dva")
    return tmp_path / "dva"


def test_a_glossary_is_loaded_shown_and_linked_but_not_where_it_is_taught(client, folder):
    (folder / "glossary.yaml").write_text(GLOSSARY.format(section="sqs#security"))
    load(folder, now=NOW)
    assert [term.slug for term in Term.objects.all()] == ["fan-out", "tls"]
    html = client.get(reverse("guide:glossary")).content.decode()
    assert 'id="fan-out"' in html
    assert "One message that goes to many receivers at once." in html
    assert 'href="/guide/sns/#fan-out"' in html
    linked = {t.slug for t in Topic.objects.all() if "/guide/glossary/#fan-out" in t.page["html"]}
    assert "kinesis" in linked
    assert "sns" not in linked


def test_a_changed_glossary_changes_the_links_of_pages_that_stay(folder):
    (folder / "glossary.yaml").write_text(GLOSSARY.format(section="sqs#security"))
    load(folder, now=NOW)
    (folder / "glossary.yaml").unlink()
    load(folder, now=NOW)
    assert not Term.objects.exists()
    assert not any("glossary" in topic.page["html"] for topic in Topic.objects.all())


def test_the_glossary_costs_one_query(client, folder, django_assert_num_queries):
    (folder / "glossary.yaml").write_text(GLOSSARY.format(section="sqs#security"))
    load(folder, now=NOW)
    with django_assert_num_queries(1):
        client.get(reverse("guide:glossary"))
