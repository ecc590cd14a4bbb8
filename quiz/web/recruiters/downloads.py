"""Sends what recruiters export, as CSV, XLSX or JSON; a few are made at once, the rest come back.

An export of 10,000 results takes seconds. Without turns, eight at once would leave no thread for
anybody else. Each is written to the disk before it is sent: so a turn is not kept by whoever
downloads slowly, and an export that fails half-way is a page that says so, and no half of a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from tempfile import TemporaryFile
from typing import IO

from flask import Response, abort, request
from werkzeug.wsgi import wrap_file

from quiz.web.framework.turns import Turns
from quiz.web.recruiters.csv_safe import SEPARATORS, csv_lines
from quiz.web.recruiters.csv_safe import Field as CsvField
from quiz.web.recruiters.xlsx import MIMETYPE, Field, write_xlsx

EXPORTS = Turns(2, waiting=2)

Rows = Callable[[], Iterable[Iterable[Field]]]
"""Records the export, and returns its rows, the first of which are the headings."""


def send_csv(rows: Rows, name: str) -> Response:
    """Send rows as CSV with the separator of the query; raises 404 for one that is none."""
    separator = SEPARATORS.get(request.args.get("separator", "comma")) or abort(404)

    def lines() -> Iterable[str]:
        return csv_lines((map(_csv_field, row) for row in rows()), separator)

    return send_lines(lines, f"{name}.csv", "text/csv")


def send_xlsx(rows: Rows, sheet: str, name: str) -> Response:
    """Send rows as XLSX with one sheet."""
    return _send(lambda file: write_xlsx(rows(), sheet, file), f"{name}.xlsx", MIMETYPE)


def send_lines(lines: Callable[[], Iterable[str]], name: str, mimetype: str) -> Response:
    """Send lines; `lines` records the export and returns them."""
    return _send(lambda file: file.writelines(line.encode() for line in lines()), name, mimetype)


def _csv_field(field: Field) -> CsvField:
    return f"{field:%Y-%m-%d %H:%M}" if isinstance(field, dt.datetime) else field


def _send(write: Callable[[IO[bytes]], object], name: str, mimetype: str) -> Response:
    """Send what `write` writes to a file. Raises Busy.

    For a HEAD request nothing is made, so nothing is recorded, and the length is not known.
    """
    response = Response(iter(()), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.method != "HEAD":
        with EXPORTS.take():
            file = _written(write)
        response.content_length = file.tell()
        file.seek(0)
        response.response = wrap_file(request.environ, file)
        # The server reads the file by itself, as fast as the browser takes it.
        response.direct_passthrough = True
    return response


def _written(write: Callable[[IO[bytes]], object]) -> IO[bytes]:
    """Return a file, at its end, that is closed when the response was sent."""
    file = TemporaryFile()  # noqa: SIM115 - see above
    try:
        write(file)
        file.seek(0, 2)
    except BaseException:
        file.close()
        raise
    return file
