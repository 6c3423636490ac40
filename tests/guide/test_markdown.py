from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.markdown import ATTRIBUTES, TAGS, links, render, render_inline, render_page, samples

PAGE = """
The lead, before any heading.

## Queue types
Standard and FIFO.

### FIFO queues {#fifo}
Order inside a *group*.

#### Names
They end with `.fifo`.

## Costs & limits
| Limit | Value |
|---|---|
| Size | 1 MiB |
"""


def test_a_page_has_a_lead_and_a_section_for_each_heading_of_levels_two_and_three():
    page = render_page(PAGE)

    assert [(s.anchor, s.title, s.level, s.line) for s in page.sections] == [
        ("queue-types", "Queue types", 2, 4),
        ("fifo", "FIFO queues", 3, 7),
        ("costs-limits", "Costs & limits", 2, 13),
    ]


def test_a_section_holds_the_plain_text_below_its_heading():
    texts = [section.text for section in render_page(PAGE).sections]

    assert texts == [
        "Standard and FIFO.",
        "Order inside a group. Names They end with .fifo.",
        "Limit Value Size 1 MiB",
    ]


def test_code_belongs_to_the_text_of_its_section():
    page = render_page("## Fenced\n```text\none\n```\n\n## Indented\n\n    two\n")

    assert [section.text.strip() for section in page.sections] == ["one", "two"]


@pytest.mark.parametrize(
    ("heading", "anchor", "title"),
    [
        ("Lambda with SQS", "lambda-with-sqs", "Lambda with SQS"),
        ("CI/CD & more!", "ci-cd-more", "CI/CD & more!"),
        ("Über `S3`", "uber-s3", "Über S3"),
        ("Lambda with SQS {#with-sqs}", "with-sqs", "Lambda with SQS"),
        ("`PutItem` {#put-item}", "put-item", "PutItem"),
        ("料金", "section", "料金"),
    ],
)
def test_a_heading_has_an_anchor_made_of_its_title_or_set_behind_it(heading, anchor, title):
    page = render_page(f"## {heading}")

    assert [(section.anchor, section.title) for section in page.sections] == [(anchor, title)]
    assert f'<h2 id="{anchor}">' in page.html
    assert f'href="#{anchor}" aria-label="Link to {title.replace("&", "&amp;")}"' in page.html
    assert "{#" not in page.html


@pytest.mark.parametrize(("marks", "tag"), [("#", "h2"), ("####", "h4"), ("######", "h4")])
def test_headings_stay_below_the_title_of_the_page(marks, tag):
    assert f'<{tag} id="limits">Limits ' in render(f"{marks} Limits")


@pytest.mark.parametrize(
    ("kind", "label"),
    [("tip", "Exam tip"), ("confused", "Often confused"), ("warning", "Warning")],
)
def test_a_callout_is_a_labelled_note(kind, label):
    html = render(f"::: {kind}\nPick **FIFO**.\n:::")

    assert html == (
        f'<div class="note {kind}"><p class="label">{label}</p>\n'
        "<p>Pick <strong>FIFO</strong>.</p>\n</div>\n"
    )


def test_a_table_scrolls_by_keyboard_and_is_labelled_with_its_heads():
    html = render('| Name | "Size" |\n|---|:-:|\n| a | 1 |')

    assert '<div class="table" role="group" tabindex="0"' in html
    assert 'aria-label="Table: Name, &quot;Size&quot;"' in html
    assert '<th scope="col">Name</th>' in html
    assert "<td>1</td>" in html


def test_a_diagram_is_a_picture_with_its_caption_as_alternative_text():
    html = render('```diagram A & B "talk"\nA ──▶ B <tag>\n```')

    label = "A &amp; B &quot;talk&quot;"
    assert f'<pre role="img" tabindex="0" aria-label="{label}">A ──▶ B &lt;tag&gt;' in html
    assert '<figcaption>A &amp; B "talk"</figcaption>' in html


def test_code_is_highlighted_and_scrolls_by_keyboard():
    html = render('```json\n{"a": 1}\n```')

    assert '<pre class="code" tabindex="0"><code>' in html
    assert '<span class="nt">"a"</span>' in html


@pytest.mark.parametrize("text", ["```klingon\na < b\n```", "```\na < b\n```", "    a < b"])
def test_code_in_an_unknown_language_is_shown_as_it_is(text):
    assert "<code>a &lt; b\n</code></pre>" in render(text)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("sqs.md", "/guide/sqs/"),
        ("sqs.md#queue-types", "/guide/sqs/#queue-types"),
        ("#queue-types", "#queue-types"),
        ("https://example.com/sqs.md", "https://example.com/sqs.md"),
    ],
)
@pytest.mark.parametrize("renderer", [render, render_inline])
def test_links_between_the_files_of_topics_lead_to_their_pages(renderer, target, address):
    assert f'<a href="{address}">there</a>' in renderer(f"See [there]({target}).")


def test_links_and_samples_are_found_with_their_lines():
    text = "[a](sqs.md#x)\n\n| A |\n|---|\n| [b](#y) |\n\n- [c](s3.md)\n\n```json\n1\n```\n"

    assert [(link.topic, link.anchor, link.line) for link in links(text)] == [
        ("sqs", "x", 1),
        ("", "y", 5),
        ("s3", "", 7),
    ]
    assert [(s.language, s.caption, s.code, s.line) for s in samples(text)] == [
        ("json", "", "1\n", 9)
    ]


def test_inline_text_has_no_paragraph_around_it():
    assert render_inline("Use `--query`.") == "Use <code>--query</code>."


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (2000, 10)])
def test_minutes_to_read_are_rounded_up(words, minutes):
    assert render_page("word " * words).minutes == minutes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ('a <b onclick="x()">b</b>', "&lt;b onclick="),
        ('<p style="color: red">', "&lt;p style="),
    ],
)
@pytest.mark.parametrize("renderer", [render, render_inline])
def test_raw_html_is_shown_as_text(renderer, text, shown):
    assert shown in renderer(text)


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScript:alert(1)", "java&#115;cript:x", "data:text/html,x"],
)
def test_an_address_that_runs_code_is_no_link(target):
    assert "href" not in render(f"[a]({target}) <{target}>\n\n[b]: {target}\n\n[b]")


FRAGMENTS = st.sampled_from(
    [
        *("<script>", "</script>", "<img src=x onerror=x()>", '" onclick="x()', "' style='x", "<"),
        *("[a](javascript:x)", "[a](<x", "![a](x)", "<svg/onload=x()>", "<!--", "-->", "&lt;", ">"),
        *("```diagram ", "```json ", "```", "~~~", "::: tip", ":::", "\n", "\n\n", "    ", "`"),
        *(
            "# ",
            "## ",
            " {#a}",
            '{#" onclick="x}',
            "| a |",
            "|---|",
            "- ",
            "> ",
            "**",
            "[a]: ",
            "\\",
        ),
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=8), max_size=20).map("".join)


class Elements(HTMLParser):
    """The names of the elements of a text, and of the attributes of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, set[str]] = {}
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.setdefault(tag, set()).update(name for name, _ in attrs)
        self.addresses += [value for name, value in attrs if name == "href"]


@given(TEXTS)
def test_whatever_is_written_nothing_in_the_page_runs_or_restyles_it(text):
    for html in (render(text), render_inline(text), render_page(text).html):
        elements = Elements(html)
        assert elements.found.keys() <= TAGS
        for tag, attributes in elements.found.items():
            assert attributes <= ATTRIBUTES.get(tag, set())
        assert not any(address.lower().startswith("javascript:") for address in elements.addresses)


def test_what_a_page_may_hold_can_neither_run_nor_restyle():
    names = set().union(*ATTRIBUTES.values())

    assert not {"script", "style", "iframe", "object", "embed", "form", "img", "svg"} & TAGS
    assert not {name for name in names if name.startswith("on")} | {"style", "src"} & names
