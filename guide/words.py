"""Text as search compares and shows it. Pure."""

import re
import unicodedata
from html import escape

MOST_TERMS = 8


def normal(text: str) -> str:
    """Lower case, compatibility forms folded, single spaces: equal text compares equal."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def terms(query: str) -> list[str]:
    """The words of a query, each of which must occur in a hit."""
    return list(dict.fromkeys(normal(query).split()))[:MOST_TERMS]


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
    first = min((match.start() for match in places if match), default=0)
    start = text.rfind(" ", 0, max(0, first - length // 3)) + 1
    if start + length >= len(text):
        return ("… " if start else "") + text[start:]
    end = text.rfind(" ", start, start + length)
    return ("… " if start else "") + text[start : end if end > start else start + length] + " …"
