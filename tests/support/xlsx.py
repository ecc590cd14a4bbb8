"""Reads the sheet of an XLSX file without the library that wrote it."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_xlsx(file: bytes) -> list[list[str]]:
    """Return the cells of each row as texts, all rows of one length; no cell is a formula."""
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    assert next(sheet.iter(f"{MAIN}f"), None) is None, "there is a formula"
    rows = [
        {_column(cell.get("r", "")): "".join(cell.itertext()) for cell in row}
        for row in sheet.iter(f"{MAIN}row")
    ]
    width = 1 + max(column for row in rows for column in row)
    return [[row.get(column, "") for column in range(width)] for row in rows]


def _column(reference: str) -> int:
    """Return the number of a cell's column from 0: AB12 has 27."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
