"""Questions as a sheet of Excel: the rows of the CSV. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook

from guide.formats import table
from guide.formats.base import (
    LONGEST_TEXT,
    MOST_QUESTIONS,
    UNFIT,
    AnyQuestion,
    Fault,
    FormatError,
    Parsed,
)

MOST_ENTRIES = 100
MOST_UNPACKED = 60_000_000  # bytes
HIGHEST_RATIO = 200  # of what is unpacked to what is packed
MOST_CELLS = 2 * len(table.COLUMNS)  # in a row


def read(data: bytes) -> list[Parsed]:
    _refuse_bombs(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        numbered = list(_rows(book.worksheets[0]))
        book.close()
    except FormatError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes happen
        raise FormatError(Fault(1, f"is not a sheet of Excel: {error}")) from None
    return table.parsed(numbered)


def _refuse_bombs(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError, LookupError):
        raise FormatError(Fault(1, "is not an XLSX file")) from None
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, HIGHEST_RATIO * len(data)):
        message = f"would unpack to {len(entries)} files with {unpacked:,} bytes, which is too much"
        raise FormatError(Fault(1, message))


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its number."""
    most = MOST_QUESTIONS + 2
    for number, cells in enumerate(sheet.iter_rows(max_row=most, max_col=MOST_CELLS), start=1):
        if formula := next((cell for cell in cells if cell.data_type == "f"), None):
            raise FormatError(Fault(number, f"cell {formula.coordinate} is a formula"))
        texts = [_text(cell.value) for cell in cells]
        if unfit := next((text for text in texts if UNFIT.search(text)), None):
            raise FormatError(Fault(number, f"has a control character: {unfit[:40]!r}"))
        if any(map(str.strip, texts)):
            yield number, texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_\n", "\n").replace("\r\n", "\n")


def write(records: Sequence[AnyQuestion]) -> bytes:
    """Raises FormatError where a text is longer than a cell can be."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Questions")
    sheet.freeze_panes = "B2"
    for number, cells in enumerate(table.rows(records), start=1):
        if max(map(len, cells)) > LONGEST_TEXT:
            raise FormatError(Fault(number, f"{cells[0]} has a text too long for a cell"))
        sheet.append([UNFIT.sub("\N{REPLACEMENT CHARACTER}", cell) for cell in cells])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
