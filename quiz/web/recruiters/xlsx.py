"""Writes a table as an XLSX file in which every text is a text, never a formula or a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import IO

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767
"""The most characters that a cell may have."""

Field = str | int | dt.datetime | None


def write_xlsx(rows: Iterable[Iterable[Field]], name: str, file: IO[bytes]) -> None:
    """Write rows, the first of which are the headings, as the only sheet of a file.

    Each row is written to a temporary file before the next one is read, so that memory does not
    limit their number. Moments are written as they are, without a time zone.
    """
    # Importing it takes 0.1 s, and few visitors ask for a spreadsheet.
    from xlsxwriter import Workbook

    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(name)
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 16_383, 18)
        for number, row in enumerate(rows):
            for column, field in enumerate(row):
                if isinstance(field, dt.datetime):
                    sheet.write_datetime(number, column, field.replace(tzinfo=None), moment)
                elif isinstance(field, int):
                    sheet.write_number(number, column, field)
                elif field:
                    text = field if len(field) <= LONGEST_TEXT else field[: LONGEST_TEXT - 1] + "…"
                    sheet.write_string(number, column, text, heading if number == 0 else None)
