"""Do the code samples of a page parse? Pure but for `bash -n`, which only reads its input."""

import ast
import json
import subprocess
from collections.abc import Callable

import yaml

from guide.markdown import Sample


class _AnyTag(yaml.SafeLoader):
    """Reads templates with tags of their own, such as CloudFormation's !Ref and !GetAtt."""


_AnyTag.add_multi_constructor("!", lambda loader, suffix, node: None)


def _yaml(code: str) -> None:
    for _ in yaml.load_all(code, Loader=_AnyTag):
        pass


def _bash(code: str) -> None:
    run = subprocess.run(["bash", "-n"], input=code, capture_output=True, text=True, check=False)
    if run.returncode:
        raise ValueError(run.stderr.strip())


PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "yaml": _yaml,
    "python": ast.parse,
    "bash": _bash,
}
LANGUAGES = {
    *PARSERS,
    *("diagram", "text", "http", "sql", "javascript", "dockerfile", "ini", "xml", "graphql"),
}


def problem(sample: Sample) -> str | None:
    """What is wrong with the sample, if anything."""
    if sample.language not in LANGUAGES:
        return f"unknown language {sample.language!r} of a code sample"
    if sample.language == "diagram":
        if not sample.caption:
            return "a diagram needs a caption that says in words what it shows"
        width = max(map(len, sample.code.splitlines()), default=0)
        return f"a diagram is {width} characters wide, 80 at most" if width > 80 else None
    try:
        PARSERS.get(sample.language, str)(sample.code)
    except (ValueError, SyntaxError, RecursionError, yaml.YAMLError) as error:
        return f"the {sample.language} sample does not parse: {str(error).splitlines()[0]}"
    return None
