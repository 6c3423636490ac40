"""Text as search compares and shows it. Pure."""

import re
import unicodedata
from html import escape, unescape

MOST_TERMS = 8
TAG = re.compile(r"<[^>]*>")


def normal(text: str) -> str:
    """Lower case, compatibility forms folded, single spaces: equal text compares equal."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def plain_text(html: str) -> str:
    """The text of our own safe HTML, without the tags inside it."""
    return " ".join(unescape(TAG.sub("", html)).split())


def terms(query: str) -> list[str]:
    """The words of a query, each of which must occur in a hit."""
    return list(dict.fromkeys(normal(query.replace("\0", " ")).split()))[:MOST_TERMS]


def marked(text: str, wanted: list[str]) -> str:
    """The text as HTML with the words wanted in `mark` elements."""
    if not wanted:
        return escape(text)
    longest_first = sorted(wanted, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    html, end = [], 0
    for match in pattern.finditer(text):
        html += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        end = match.end()
    return "".join([*html, escape(text[end:])])


def excerpt(text: str, wanted: list[str], *, length: int = 180) -> str:
    """About `length` characters around the first of the words wanted, cut at spaces."""
    places = (re.search(re.escape(term), text, re.IGNORECASE) for term in wanted)
    first, last = min((match.span() for match in places if match), default=(0, 0))
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = start + length
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space > start else max(end, last)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
