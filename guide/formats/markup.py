"""HTML of other programs as Markdown: what a question needs, and nothing that runs. Pure."""

import re
from html import unescape

HIDDEN = {"script", "style", "template", "iframe", "object", "video", "audio", "head"}
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "tt": "`", "kbd": "`"}
BLOCKS = {"p", "div", "ul", "ol", "table", "blockquote", *(f"h{n}" for n in range(1, 7))}
SPECIAL = re.compile(r"[\\`*\[\]<>]|\b_|_\b")
# Linear, whatever the text: html.parser takes minutes for some that are made for that.
TOKEN = re.compile(
    r"<!--(?:.*?-->|.*)|<[!?][^<>]*>|<(/?)([a-z][a-z0-9]*)([^<>]*)>|[^<]+|<", re.DOTALL | re.I
)
SOME_HTML = re.compile(r"</?[a-z][a-z0-9]*[^<>]*>|&#?\w+;", re.I)
ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]+)"|'([^']+)')""", re.I)


class _Markdown:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lists: list[str] = []
        self.hidden = self.pre = self.code = 0

    def feed(self, html: str) -> None:
        for token in TOKEN.finditer(html):
            slash, name, rest = token.groups()
            if name and slash:
                self.close(name.lower())
            elif name:
                self.open(name.lower(), rest)
            elif not token[0].startswith(("<!", "<?")):
                self.add(unescape(token[0]))

    def open(self, tag: str, attributes: str) -> None:
        if tag in HIDDEN:
            self.hidden += 1
        elif tag == "img":
            alt = ALT.search(attributes)
            self.parts.append(f"(picture: {unescape(alt[1] or alt[2]) if alt else 'no text'})")
        elif tag == "br":
            self.parts.append("\n" if self.pre else "\\\n")
        elif tag in {"li", "tr"}:
            self.parts.append("\n- " if self.lists[-1:] == ["ul"] or tag == "tr" else "\n1. ")
        elif tag == "pre":
            self.pre += 1
            self.parts.append("\n\n```text\n")
        else:
            self.open_inline(tag)

    def open_inline(self, tag: str) -> None:
        if tag in MARKS and not self.pre:
            self.code += MARKS[tag] == "`"
            self.parts.append(MARKS[tag])
        elif tag in BLOCKS:
            if tag in {"ul", "ol"}:
                self.lists.append(tag)
            self.parts.append("\n\n")

    def close(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag == "pre":
            self.pre = max(0, self.pre - 1)
            self.parts.append("\n```\n\n")
        elif tag in MARKS and not self.pre:
            self.code = max(0, self.code - (MARKS[tag] == "`"))
            self.parts.append(MARKS[tag])
        elif tag in BLOCKS:
            if self.lists[-1:] == [tag]:
                self.lists.pop()
            self.parts.append("\n\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def add(self, data: str) -> None:
        if self.hidden:
            return
        if not self.pre:
            data = re.sub(r"\s+", " ", data)
            if not self.parts or self.parts[-1].endswith("\n"):
                data = data.lstrip()
            data = data if self.code else SPECIAL.sub(r"\\\g<0>", data)
        self.parts.append(data)


def to_markdown(html: str) -> str:
    writer = _Markdown()
    writer.feed(html)
    text = re.sub(r" +\n", "\n", "".join(writer.parts))
    return re.sub(r"\n{3,}", "\n\n", text).strip().removesuffix("\\").strip()


def as_markdown(text: str, format: str) -> str:
    """A text in one of Moodle's formats: html, moodle (HTML with line breaks), plain, markdown."""
    marked_up = format == "html" or (format == "moodle" and SOME_HTML.search(text))
    return to_markdown(text) if marked_up else text.strip()
