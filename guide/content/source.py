"""A YAML document that remembers on which line each of its values stands. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

Loc = Sequence[str | int]
DEEPEST = 20


class _Loader(SafeLoader):
    """Dates stay text, which the records read; a key that stands twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set[str]()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise _error(f"the key {key.value!r} stands twice", key)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)


def _error(problem: str, at: yaml.Event | yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=at.start_mark)  # type: ignore[arg-type]


def _refuse_bombs(text: str) -> None:
    """Refuse what no content file needs, and what can exhaust the stack or the memory."""
    depth = 0
    for event in yaml.parse(text, Loader=SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _error("aliases (*) are not allowed", event)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _error(f"nested more than {DEEPEST} levels deep", event)


@dataclass
class Source:
    """Raises yaml.YAMLError or ValueError where the text can't be read."""

    file: str
    text: str
    first_line: int = 1
    data: Any = field(init=False)
    kept: Sequence[int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        _refuse_bombs(self.text)
        self.data = yaml.load(self.text, Loader=_Loader)  # noqa: S506 (a safe loader)

    @cached_property
    def root(self) -> yaml.Node | None:
        """Composed again where a line is asked for: the nodes are many, and few are needed."""
        return yaml.compose(self.text, Loader=_Loader)

    def keep(self, positions: Iterable[int]) -> None:
        """Forget the other items of the list, so that the n-th left is found at n."""
        self.kept = list(positions)

    def line(self, loc: Loc) -> int:
        """The line of the value at `loc`, or of the nearest one around it."""
        node, line = self.root, 0
        for step in self.in_file(loc):
            inner = _child(node, step)
            if inner is None:
                break
            node, line = inner, inner.start_mark.line
        return line + self.first_line

    def in_file(self, loc: Loc) -> Loc:
        if self.kept is None or not loc or not isinstance(loc[0], int):
            return loc
        return (self.kept[loc[0]], *loc[1:])


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    return None
