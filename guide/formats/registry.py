"""The formats by their keys, and reading within limits. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from guide.formats import aiken, anki, csv_, gift, json_, moodle, pdf, xlsx, yaml_
from guide.formats.base import (
    MOST_BYTES,
    AnyQuestion,
    Fault,
    FormatError,
    Parsed,
)


def _everything(record: AnyQuestion) -> bool:
    return True


@dataclass(frozen=True)
class Format:
    key: str
    name: str
    extension: str
    content_type: str
    write: Callable[[Sequence[AnyQuestion]], bytes]
    read: Callable[[bytes], list[Parsed]] | None = None
    holds: Callable[[AnyQuestion], bool] = _everything


FORMATS = {
    one.key: one
    for one in (
        Format("yaml", "YAML", "yaml", "application/yaml", yaml_.write, yaml_.read),
        Format("json", "JSON", "json", "application/json", json_.write, json_.read),
        Format("csv", "CSV", "csv", "text/csv; charset=utf-8", csv_.write, csv_.read),
        Format(
            "xlsx",
            "Excel (XLSX)",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx.write,
            xlsx.read,
        ),
        Format("gift", "GIFT (Moodle)", "gift", "text/plain; charset=utf-8", gift.write, gift.read),
        Format("moodle", "Moodle XML", "xml", "application/xml", moodle.write, moodle.read),
        Format(
            "aiken",
            "Aiken",
            "txt",
            "text/plain; charset=utf-8",
            aiken.write,
            aiken.read,
            aiken.holds,
        ),
        Format("anki", "Anki package", "apkg", "application/octet-stream", anki.write),
        Format("pdf", "PDF to print", "pdf", "application/pdf", pdf.write),
    )
}
READABLE = {key: one for key, one in FORMATS.items() if one.read}
AIKEN = re.compile(rb"^ANSWER:", re.MULTILINE)
EXTENSIONS = {one.extension: key for key, one in READABLE.items()} | {"yml": "yaml"}


def guess(name: str, data: bytes) -> str:
    """The format of a file by its name, or nothing. Moodle writes both GIFT and Aiken as .txt."""
    key = EXTENSIONS.get(PurePath(name).suffix.lower().removeprefix("."), "")
    return "gift" if key == "aiken" and not AIKEN.search(data) else key


def read(data: bytes, format: str) -> list[Parsed]:
    """The questions of a file. Raises FormatError, and nothing else."""
    reader = READABLE[format].read
    assert reader
    if len(data) > MOST_BYTES:
        message = f"has {len(data):,} bytes, {MOST_BYTES:,} at most"
        raise FormatError(Fault(1, message))
    found = reader(data)
    if not found:
        raise FormatError(Fault(1, "holds no question"))
    return found
