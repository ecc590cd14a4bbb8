"""Lines for a spreadsheet: CSV that opens in one as it was written, and runs nothing.

Quotes do not keep a spreadsheet from taking a field for a formula; an apostrophe before it
does, which stays visible. Numbers that the quiz itself writes are left as numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

BOM = "\ufeff"
"""Tells a spreadsheet that what follows is UTF-8."""

FORMULA_START = r"""
    [\s"'`´‘’“”\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*  # what some programs drop
    [=+\-@＝＋－＠−﹦﹢﹣﹫]
    """
"""How a text begins that a spreadsheet might take for a formula, also in full-width signs."""

FORMULA = re.compile(rf"{FORMULA_START} | [\t\r\n]", re.VERBOSE)
INNER_START = re.compile(rf"(?<=[;|\t\r\n]) (?!\n) (?={FORMULA_START})", re.VERBOSE)
"""Where a field would begin for a spreadsheet that does not part fields by commas."""

Field = str | int | None


def safe(field: Field) -> Field:
    """Return a field that no spreadsheet takes for a formula, nor any part of it."""
    if not isinstance(field, str):
        return field
    whole = INNER_START.sub("'", field)
    return f"'{whole}" if FORMULA.match(field) else whole


def csv_lines(rows: Iterable[Iterable[Field]]) -> Iterator[str]:
    """Yield each row as a line that ends as RFC 4180 has it, the first with a BOM before it."""
    written = StringIO(newline="")
    written.write(BOM)
    writer = csv.writer(written)  # which ends lines with CR and LF
    for row in rows:
        writer.writerow([safe(field) for field in row])
        yield written.getvalue()
        written.seek(0)
        written.truncate()
