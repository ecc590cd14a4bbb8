"""Opens CSV and XLSX files with LibreOffice Calc; installs nothing.

A test that has no LibreOffice fails: it is never skipped.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

HOW_TO_GET_IT = (
    "The tests of exports need LibreOffice Calc, its soffice on PATH: run tests/install-packages, "
    "or install the package libreoffice-calc (apt-get install libreoffice-calc), "
    "and run them again."
)
FILTER = "csv:{separator},34,76,1"
"""Calc's import options: separator, quotes around fields, UTF-8, from line 1."""

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Cell:
    """A cell of a spreadsheet; `formula` is None for a plain value, `linked` is for a hyperlink."""

    def __init__(self, element: ET.Element) -> None:
        self.formula = element.get(f"{TABLE}formula")
        self.kind = element.get(f"{OFFICE}value-type")
        self.text = "\n".join(
            "".join(_characters(paragraph)) for paragraph in element.findall(f"{TEXT}p")
        )
        self.linked = next(element.iter(f"{TEXT}a"), None) is not None
        self.times = int(element.get(f"{TABLE}number-columns-repeated", "1"))


def opened(file: Path, separator: str = ",") -> list[list[Cell]]:
    """Return the rows of a file as LibreOffice Calc opens it, a CSV file with a separator."""
    [rows] = all_opened([file], separator)
    return rows


def all_opened(files: Sequence[Path], separator: str = ",") -> list[list[list[Cell]]]:
    """Return the rows of each file of one folder, opened in one run, which takes a second."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    folder = files[0].parent
    options = [f"--infilter={FILTER.format(separator=ord(separator))}"]
    done = subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *(options if files[0].suffix == ".csv" else ()),
            *("--convert-to", "fods", "--outdir", folder, *files),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    sheets = [file.with_suffix(".fods") for file in files]
    assert all(sheet.exists() for sheet in sheets), done.stdout + done.stderr
    return [_rows(sheet) for sheet in sheets]


def _rows(sheet: Path) -> list[list[Cell]]:
    rows = ET.fromstring(sheet.read_text()).iter(f"{TABLE}table-row")  # noqa: S314 - our own file
    return [
        [
            cell
            for cell in map(Cell, row.findall(f"{TABLE}table-cell"))
            for _ in range(min(cell.times, 100))
        ]
        for row in rows
    ]


def _characters(element: ET.Element) -> list[str]:
    """Return the text of a paragraph in parts; Calc writes spaces, tabs and breaks as elements."""
    found = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            found.append(" " * int(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}tab":
            found.append("\t")
        elif child.tag == f"{TEXT}line-break":
            found.append("\n")
        else:
            found += _characters(child)
        found.append(child.tail or "")
    return found
