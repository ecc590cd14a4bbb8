"""Reads the rows of a CSV or XLSX file that somebody sends, within limits of size and number."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice

from quiz.csv_files import encoding_of, separator_of
from quiz.web.framework.language import N_

LARGEST_FILE = 1024 * 1024
"""Bytes of a file that is taken."""

LARGEST_UNPACKED = 16 * 1024 * 1024
"""Bytes that an XLSX file may have once it is unpacked: it is a ZIP archive."""

MOST_PARTS = 200
"""Files in an XLSX file."""

MOST_ROWS = 5000
MOST_COLUMNS = 50
LONGEST_CELL = 500

TOO_LARGE = N_("%(field)s: choose a file of at most 1 MB.")
NOT_TEXT = N_("%(field)s: this file is not UTF-8. Save it again as “CSV UTF-8” or as XLSX.")
DAMAGED = N_("%(field)s: this file cannot be read. Save it again as XLSX, or as CSV in UTF-8.")
TOO_MUCH = N_(
    "%(field)s: this file has more than 5,000 rows, or much more in it than addresses. Save the"
    " addresses alone as CSV."
)

Row = tuple[int, Sequence[str]]
"""The number of a row in its file, from 1, and its cells."""


class FaultyFile(Exception):  # noqa: N818 - named for what it holds
    """A file that cannot be used; `message` is a gettext key that names the `field`."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def read_file(content: bytes) -> list[Row]:
    """Return the rows of a file. Raises FaultyFile."""
    if len(content) > LARGEST_FILE:
        raise FaultyFile(TOO_LARGE)
    rows = list(
        islice(_xlsx(content) if content.startswith(b"PK") else _csv(content), MOST_ROWS + 1)
    )
    if len(rows) > MOST_ROWS:
        raise FaultyFile(TOO_MUCH)
    return rows


def _csv(content: bytes) -> Iterator[Row]:
    try:
        text = content.decode(encoding_of(content))
    except UnicodeDecodeError:
        raise FaultyFile(NOT_TEXT) from None
    if "\0" in text:
        raise FaultyFile(DAMAGED)
    lines = io.StringIO(text, newline="")
    separator, named = separator_of(lines.readline())
    if not named:
        lines.seek(0)
    rows = csv.reader(lines, delimiter=separator)
    try:
        for row in rows:
            yield rows.line_num + named, [cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
    except csv.Error:
        raise FaultyFile(DAMAGED) from None


def _xlsx(content: bytes) -> Iterator[Row]:
    """Yield the rows of the first sheet."""
    try:
        if _unpacks_to_too_much(content):
            raise FaultyFile(TOO_MUCH)  # noqa: TRY301 - what follows reads it
        import openpyxl  # here, because it takes a fourteenth of the start of the server

        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of them may be wrong
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1, values_only=True)
            for number, row in enumerate(rows, 1):
                yield number, ["" if cell is None else str(cell)[:LONGEST_CELL] for cell in row]
        finally:
            book.close()
    except FaultyFile:
        raise
    except Exception as error:  # openpyxl raises errors of many kinds for what is damaged
        raise FaultyFile(DAMAGED) from error


def _unpacks_to_too_much(content: bytes) -> bool:
    """Return whether an archive says so. It cannot say too little: Python reads no more then."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    return len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED
