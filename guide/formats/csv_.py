"""Questions as CSV: a header, a row for each question. Pure."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from guide.formats import table
from guide.formats.base import AnyQuestion, Fault, FormatError, Parsed, text_of


def read(data: bytes) -> list[Parsed]:
    return table.parsed(_rows(text_of(data)))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with the line where each begins."""
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(Fault(line, f"not valid CSV: {error}")) from None


def write(records: Sequence[AnyQuestion]) -> bytes:
    """With a byte order mark, by which spreadsheets know UTF-8."""
    file = StringIO(newline="")
    csv.writer(file).writerows(table.rows(records))
    return file.getvalue().encode("utf-8-sig")
