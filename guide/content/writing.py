"""Records as the text of content files, always in the same form. Pure."""

from collections.abc import Iterable
from typing import Any

import yaml

from guide.content.records import QuestionRecord, RecallRecord, Record, TopicRecord

BLOCK_FIELDS = {"stem", "explanation"}
FLOW_FIELDS = {"tasks", "review"}


class _Block(str):
    """Text that stands as a block, even on one line."""


class _Flow(dict[str, Any]):
    """A mapping on one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # list items stand under their key, indented

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    if isinstance(text, _Block) or "\n" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text.strip("\n") + "\n", style="|")
    is_plain = dumper.analyze_scalar(text).allow_block_plain
    reads_as_text = dumper.resolve(yaml.ScalarNode, text, (True, False)).endswith(":str")  # type: ignore[no-untyped-call]
    style = None if is_plain and reads_as_text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _flow(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Block, _text)
_Dumper.add_representer(_Flow, _flow)


def _dumped(data: Any) -> str:
    text: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100_000, indent=2
    )
    return text


def _shaped(record: Record) -> dict[str, Any]:
    data = record.model_dump(exclude_defaults=True)
    if isinstance(record, QuestionRecord | RecallRecord):
        for name in BLOCK_FIELDS & data.keys():
            data[name] = _Block(data[name])
    if isinstance(record, QuestionRecord):
        for name in FLOW_FIELDS & data.keys():
            data[name] = _Flow(data[name])
    return data


def records_text(records: Iterable[Record]) -> str:
    """The text of a YAML file: the records as a list, a blank line between them."""
    return "\n".join(_dumped([_shaped(record)]) for record in records)


def page_text(page: TopicRecord) -> str:
    """The text of a page: front matter between --- lines, then the body."""
    front = page.model_dump(exclude={"body"}, exclude_defaults=True)
    return f"---\n{_dumped(front)}---\n{page.body.strip()}\n"
