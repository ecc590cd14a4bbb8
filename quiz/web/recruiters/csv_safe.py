"""CSV without formula injection: spreadsheets show every text as it was written.

Quotes do not keep a spreadsheet from evaluating a field as a formula. An apostrophe before it
does, and stays visible. Numbers are written as numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

BOM = "\ufeff"
"""The byte order mark, by which spreadsheets recognize UTF-8."""

FORMULA_START = r"""
    [\s"'`´‘’“”\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*  # some programs ignore these
    [=+\-@＝＋－＠−﹦﹢﹣﹫]
    """
"""Matches the beginning of a text that a spreadsheet may evaluate, with full-width signs too."""

FORMULA = re.compile(rf"{FORMULA_START} | [\t\r\n]", re.VERBOSE)
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def _inner_start(others: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[{others}\r\n]) (?!\n) (?={FORMULA_START})", re.VERBOSE)


INNER_START = _inner_start(";|\t")
ANY_INNER_START = _inner_start(",;|\t")
"""Match the places in a text where a field begins for programs with another separator.

A text with the file's own separator is written in quotes. Most files have commas, and a comma is
frequent in texts, so that it counts only where another separator is written.
"""

Field = str | int | None


def safe(field: Field, separator: str = ",") -> Field:
    """Return a field with an apostrophe before each part that may be evaluated as a formula."""
    if not isinstance(field, str):
        return field
    escaped = (INNER_START if separator == "," else ANY_INNER_START).sub("'", field)
    return f"'{escaped}" if FORMULA.match(field) else escaped


def csv_lines(rows: Iterable[Iterable[Field]], separator: str = ",") -> Iterator[str]:
    """Yield each row as a line of CSV with CR LF as in RFC 4180; the first begins with the BOM."""
    written = StringIO(newline="")
    written.write(BOM)
    writer = csv.writer(written, delimiter=separator)
    for row in rows:
        writer.writerow([safe(field, separator) for field in row])
        yield written.getvalue()
        written.seek(0)
        written.truncate()
