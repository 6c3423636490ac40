"""Check the spelling of the content's words, with the project's own list in words.txt."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from guide.content.problems import Problem

try:
    import spellchecker
except ImportError:  # it comes with the tools for development
    spellchecker = None  # type: ignore[assignment]

WORD = re.compile(r"(?<![\w./:@-])[a-z]{3,}(?:'[a-z]+)?(?![\w/:@])")
NOT_PROSE = re.compile(
    r"`[^`]*`|\]\([^)]*\)|\{#[^}]*\}|^\s*(- )?(id|section|skill|slug): .*|^\s+- \S+#\S+$"
)
FENCE = re.compile(r"^\s*```")


def is_possible() -> bool:
    return spellchecker is not None


def problems(folder: Path) -> list[Problem]:
    """Every word in lower case that neither the dictionary nor words.txt knows, where it stands."""
    places: dict[str, list[tuple[Path, int]]] = defaultdict(list)
    for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.yaml")]):
        for line, word in _words(path.read_text(encoding="utf-8")):
            places[word].append((path, line))
    own = folder / "words.txt"
    known = set(own.read_text(encoding="utf-8").split()) if own.exists() else set[str]()
    unknown = spellchecker.SpellChecker().unknown(places.keys() - known)
    return [
        Problem(str(path), line, f"unknown word {word!r}: mend it, or add it to words.txt")
        for word in sorted(unknown)
        for path, line in places[word]
    ]


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The words in lower case outside code, links and references, with their lines."""
    in_code = False
    for number, line in enumerate(text.splitlines(), start=1):
        if FENCE.match(line):
            in_code = not in_code
        elif not in_code:
            yield from ((number, match[0]) for match in WORD.finditer(NOT_PROSE.sub(" ", line)))
