"""What a revision shows, read back: its texts, its key, its Markdown. Pure."""

import re
from html.parser import HTMLParser
from typing import Any

from guide.content.comparing import asked_texts


def content_texts(content: dict[str, Any]) -> dict[str, str]:
    """As `comparing.record_texts`; but it holds no exam tasks, and nothing for editors alone."""
    section = f"{content['topic']['slug']}#{content['section']['anchor']}"
    stem, explanation = as_markdown(content["stem"]), as_markdown(content["explanation"])
    if content["kind"] == "recall":
        return {"Prompt": stem, "Answer": explanation, "Section": section}
    options = [
        (o["key"], as_markdown(o["text"]), o["correct"], as_markdown(o["why"]))
        for o in content["options"]
    ]
    return asked_texts(stem, options, explanation, section) | {
        "Sources": "\n".join(content["sources"]),
        "Fixed order": "yes" if content["fixed_order"] else "no",
    }


def same_key(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether the same options are right. An option is the same by its text, else by its letter."""
    texts = {option["text"] for option in new["options"]}
    by_text = {option["text"]: option for option in old["options"]}
    by_letter = {o["key"]: o for o in old["options"] if o["text"] not in texts}
    for option in new["options"]:
        match = by_text.get(option["text"]) or by_letter.pop(option["key"], {})
        if match.get("correct", False) != option["correct"]:
            return False
    return not any(option["correct"] for option in by_letter.values())


def asks_the_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a learner is asked the same, and the same is right; reasons are no part of it."""

    def asked(content: dict[str, Any]) -> tuple[object, ...]:
        options = sorted((option["text"], option["correct"]) for option in content["options"])
        return content["select"], content["stem"], options

    return asked(old) == asked(new)


MARKS = {"code": "`", "strong": "**", "em": "*", "s": "~~"}


class _Markdown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.in_block = "", False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "pre":
            self.in_block = True
            self.text += "```text\n"
        elif tag == "li":
            self.text += "- "
        elif not self.in_block:
            self.text += MARKS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.in_block = False
            self.text = self.text.rstrip("\n") + "\n```\n\n"
        elif tag == "p":
            self.text += "\n"
        elif not self.in_block:
            self.text += MARKS.get(tag, "")

    def handle_data(self, data: str) -> None:
        self.text += data


def as_markdown(html: str) -> str:
    """Our own safe HTML as the Markdown that it may have come from; colours of code are lost."""
    parser = _Markdown()
    parser.feed(html)
    parser.close()
    return re.sub(r"\n{3,}", "\n\n", parser.text).strip()
