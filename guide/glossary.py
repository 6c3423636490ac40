"""Link the first use of each term of the glossary on a page. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

Forms = tuple[tuple[str, str], ...]  # (a form in lower case, the slug of its term), longest first


def forms(terms: Iterable[tuple[str, Iterable[str]]]) -> Forms:
    """The forms under which terms stand in texts: (slug, forms) of each, in what order matters."""
    pairs = {form.lower(): slug for slug, named in terms for form in named}
    return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def link_first_uses(tokens: Sequence[Token], wanted: Forms) -> None:
    """Put a link to the glossary around the first use of each term outside headings and links."""
    if not wanted:
        return
    slugs = dict(wanted)
    pattern = re.compile(
        r"(?<![\w-])(" + "|".join(re.escape(form) for form, _ in wanted) + r")(s?)(?![\w-])",
        re.IGNORECASE,
    )
    used = set[str]()
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type != "heading_open":
            token.children = list(_children(token.children or [], pattern, slugs, used))


def _children(
    children: Sequence[Token], pattern: re.Pattern[str], slugs: dict[str, str], used: set[str]
) -> Iterator[Token]:
    links = 0
    for child in children:
        links += child.type == "link_open"
        links -= child.type == "link_close"
        if child.type == "text" and not links:
            yield from _split(child.content, pattern, slugs, used)
        else:
            yield child


def _split(
    text: str, pattern: re.Pattern[str], slugs: dict[str, str], used: set[str]
) -> Iterator[Token]:
    end = 0
    for match in pattern.finditer(text):
        slug = slugs[match[1].lower()]
        if slug in used:
            continue
        used.add(slug)
        yield _text(text[end : match.start()])
        attributes: dict[str, str | int | float] = {
            "href": f"/guide/glossary/#{slug}",
            "class": "term",
        }
        yield Token("link_open", "a", 1, attrs=attributes)
        yield _text(match[0])
        yield Token("link_close", "a", -1)
        end = match.end()
    yield _text(text[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
