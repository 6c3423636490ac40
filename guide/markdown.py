"""Markdown to safe HTML. Pure: no models, no settings.

The dialect: CommonMark without raw HTML, GitHub tables, `::: tip` callouts,
`diagram` fences with a caption, highlighted code, anchors on headings
(`## Title {#anchor}` sets one), and links to other topics as `topic.md#anchor`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from guide.glossary import Forms, link_first_uses

CALLOUTS = {"tip": "Exam tip", "confused": "Often confused", "warning": "Warning"}
WORDS_PER_MINUTE = 200  # a careful reader of technical prose in a second language
EXPLICIT_ANCHOR = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
HEADING = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
TOPIC_LINK = re.compile(r"([a-z0-9-]+)\.md(#[a-z0-9-]+)?")

HEADING_START = re.compile(r'<h[23] id="([a-z0-9-]+)">')

SECTION_TAGS = {"h2", "h3"}
TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "figcaption", "figure", "h2", "h3", "h4"),
    *("hr", "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead"),
    *("tr", "ul"),
}
ATTRIBUTES = {
    "a": {"class", "href", "aria-label"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "figure": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "pre": {"class", "role", "tabindex", "aria-label"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
}


@dataclass(frozen=True)
class Section:
    """A heading (level 2 or 3) and the plain text below it, up to the next heading."""

    anchor: str
    title: str
    level: int
    line: int  # of the heading, from 1
    text: str


@dataclass(frozen=True)
class Page:
    html: str
    sections: Sequence[Section]
    minutes: int


def slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section"


class _Renderer(RendererHTML):
    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<{tokens[idx].tag} id="{tokens[idx].attrGet("id")}">'

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        opening = tokens[idx - 2]
        anchor, title = opening.attrGet("id"), escape(_plain(tokens[idx - 1]))
        label = f'<a class="anchor" href="#{anchor}" aria-label="Link to {title}">#</a>'
        return f" {label}</{opening.tag}>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        heads = []
        for token in tokens[idx:]:
            if token.type == "thead_close":
                break
            if token.type == "inline":
                heads.append(_plain(token))
        label = escape("Table: " + ", ".join(heads))
        return f'<div class="table" role="group" tabindex="0" aria-label="{label}"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<th scope="col">'

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "<td>"

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        language, _, rest = tokens[idx].info.strip().partition(" ")
        code = tokens[idx].content
        if language == "diagram":
            return _diagram(code, caption=rest.strip())
        return f'<pre class="code" tabindex="0"><code>{_highlighted(code, language)}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self.fence(tokens, idx, options, env)


def _diagram(code: str, *, caption: str) -> str:
    label = escape(caption)
    return (
        f'<figure class="diagram"><pre role="img" tabindex="0" aria-label="{label}">'
        f"{escape(code)}</pre><figcaption>{label}</figcaption></figure>\n"
    )


def _highlighted(code: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(language or "text")
    except ClassNotFound:
        return escape(code)
    html: str = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return html


def _callout_renderer(kind: str) -> Any:
    def render(self: Any, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        if tokens[idx].nesting == -1:
            return "</div>\n"
        return f'<div class="note {kind}"><p class="label">{CALLOUTS[kind]}</p>\n'

    return render


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    for kind in CALLOUTS:
        container_plugin(parser, kind, render=_callout_renderer(kind))
    return parser


_markdown = _parser()


def _plain(inline: Token) -> str:
    parts = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in inline.children or []
    )
    return "".join(parts).strip()


def _anchored(tokens: Sequence[Token]) -> None:
    """Give each heading its anchor, and take an explicit one out of its text."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        opening.tag = closing.tag = HEADING[opening.tag]
        explicit = EXPLICIT_ANCHOR.search(inline.content)
        if explicit and inline.children:
            inline.content = EXPLICIT_ANCHOR.sub("", inline.content)
            inline.children[-1].content = EXPLICIT_ANCHOR.sub("", inline.children[-1].content)
        opening.attrSet("id", explicit[1] if explicit else slug(_plain(inline)))


def _linked(tokens: Sequence[Token]) -> None:
    """Turn links between the files of topics into links between their pages."""
    for token in tokens:
        for child in token.children or []:
            target = TOPIC_LINK.fullmatch(str(child.attrGet("href") or ""))
            if child.type == "link_open" and target:
                child.attrSet("href", f"/guide/{target[1]}/{target[2] or ''}")


def _parsed(text: str) -> list[Token]:
    tokens = _markdown.parse(text)
    _anchored(tokens)
    _linked(tokens)
    return tokens


def _safe(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def _html(tokens: list[Token]) -> str:
    return _safe(_markdown.renderer.render(tokens, _markdown.options, {}))


def render(text: str) -> str:
    """A stem, an explanation, an answer: block Markdown as safe HTML."""
    return _html(_parsed(text))


def render_inline(text: str) -> str:
    """An option or a reason: Markdown without a paragraph around it, as safe HTML."""
    tokens = _markdown.parseInline(text)
    _linked(tokens)
    return _html(tokens)


@lru_cache(maxsize=128)
def render_page(text: str, terms: Forms = ()) -> Page:
    """A page of the guide, with the sections that links and search lead to.

    The first use of each of the terms is linked to the glossary.
    """
    tokens = _parsed(text)
    link_first_uses(tokens, terms)
    read = outline(text)
    return Page(html=_html(tokens), sections=read.sections, minutes=read.minutes)


def with_old_anchors(html: str, moved: Mapping[str, str]) -> str:
    """Headings that can be reached by their anchors of old, too."""

    def reachable(heading: re.Match[str]) -> str:
        names = (old for old, new in moved.items() if new == heading[1])
        return heading[0] + "".join(f'<span id="{escape(old)}"></span>' for old in names)

    return HEADING_START.sub(reachable, html) if moved else html


def _sections(tokens: Sequence[Token]) -> list[Section]:
    """The lead (without anchor) and each section of levels 2 and 3."""
    sections: list[Section] = []
    head, texts = ("", "", 1, 1), list[str]()
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in SECTION_TAGS:
            sections.append(Section(*head, text=" ".join(texts)))
            anchor, title = str(token.attrGet("id")), _plain(tokens[index + 1])
            head, texts = (anchor, title, int(token.tag[1]), _line(token)), []
        elif token.type == "inline" and tokens[index - 1].tag not in SECTION_TAGS:
            texts.append(_plain(token))
        elif token.type in {"fence", "code_block"}:
            texts.append(token.content)
    sections.append(Section(*head, text=" ".join(texts)))
    return sections


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1


@dataclass(frozen=True)
class Link:
    """A link of a text: its topic (empty: the page itself), anchor, and line (from 1)."""

    topic: str
    anchor: str
    line: int


@dataclass(frozen=True)
class Sample:
    """A fenced block: its language, the caption of a diagram, and its line in the text (from 1)."""

    language: str
    caption: str
    code: str
    line: int


@dataclass(frozen=True)
class Outline:
    """What a page holds, read once and without rendering it."""

    sections: Sequence[Section]
    minutes: int
    links: Sequence[Link]
    samples: Sequence[Sample]


@lru_cache(maxsize=128)
def outline(text: str) -> Outline:
    tokens = _markdown.parse(text)
    _anchored(tokens)
    lead, *sections = _sections(tokens)
    words = sum(len(section.text.split()) for section in (lead, *sections))
    return Outline(
        sections=sections,
        minutes=max(1, ceil(words / WORDS_PER_MINUTE)),
        links=_links(tokens),
        samples=_samples(tokens),
    )


def links(text: str) -> list[Link]:
    """Every link of the text."""
    may_link = "[" in text or "<" in text
    return _links(_markdown.parse(text)) if may_link else []


def _links(tokens: Sequence[Token]) -> list[Link]:
    found = []
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                path, _, anchor = str(child.attrGet("href")).partition("#")
                found.append(Link(path.removesuffix(".md"), anchor, _line(token)))
    return found


def samples(text: str) -> Sequence[Sample]:
    """Every fenced block of the text."""
    return outline(text).samples


def _samples(tokens: Sequence[Token]) -> list[Sample]:
    found = []
    for token in tokens:
        if token.type == "fence":
            language, _, rest = token.info.strip().partition(" ")
            found.append(Sample(language, rest.strip(), token.content, _line(token)))
    return found
