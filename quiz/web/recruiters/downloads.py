"""Sends what recruiters export, as CSV, XLSX or JSON: a few at a time, and the rest come back.

An export of 10,000 results takes 5 to 10 seconds. Without turns, eight at once would leave no
thread for anybody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from tempfile import TemporaryFile

from flask import Response, abort, request
from werkzeug.wsgi import wrap_file

from quiz.web.framework.turns import Turns
from quiz.web.recruiters.board.csv_safe import SEPARATORS, csv_lines
from quiz.web.recruiters.board.csv_safe import Field as CsvField
from quiz.web.recruiters.board.xlsx import MIMETYPE, Field, write_xlsx

EXPORTS = Turns(2, waiting=2)

Rows = Callable[[], Iterable[Iterable[Field]]]
"""Records the export, and returns its rows, the first of which are the headings."""


def send_csv(rows: Rows, name: str) -> Response:
    """Send rows as CSV with the separator of the query; raises 404 for one that is none."""
    separator = SEPARATORS.get(request.args.get("separator", "comma")) or abort(404)

    def lines() -> Iterator[str]:
        return csv_lines((map(_csv_field, row) for row in rows()), separator)

    return send_lines(lines, f"{name}.csv", "text/csv")


def send_xlsx(rows: Rows, sheet: str, name: str) -> Response:
    """Send rows as XLSX with one sheet.

    The file ends with its table of contents, so it is written to the disk before it is sent.
    """
    with EXPORTS.take():
        found = rows()
        file = TemporaryFile()  # noqa: SIM115 - closed when the response was sent
        if request.method != "HEAD":
            write_xlsx(found, sheet, file)
    file.seek(0)
    return _download(wrap_file(request.environ, file), f"{name}.xlsx", MIMETYPE)


def send_lines(lines: Callable[[], Iterator[str]], name: str, mimetype: str) -> Response:
    """Send lines as they are made, which begins with a turn and keeps it until they end."""
    chunks = EXPORTS.held(lambda: (line.encode() for line in lines()))
    return _download(chunks, name, mimetype)


def _csv_field(field: Field) -> CsvField:
    return f"{field:%Y-%m-%d %H:%M}" if isinstance(field, dt.datetime) else field


def _download(chunks: Iterable[bytes], name: str, mimetype: str) -> Response:
    response = Response(chunks, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
