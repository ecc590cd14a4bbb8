"""Long pages are sent compressed to whoever takes that."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask, Response

from quiz.web.framework.compression import LONG, send_if_long


@pytest.mark.parametrize(
    ("size", "accepted", "encoding"),
    [
        (LONG - 1, "gzip", None),
        (LONG, "gzip", "gzip"),
        (LONG, "br, gzip;q=0.5", "gzip"),
        (LONG, "gzip;q=0", None),
        (LONG, "", None),
    ],
)
def test_a_long_page_is_compressed_where_that_is_accepted(
    size: int, accepted: str, encoding: str | None
) -> None:
    app = Flask("pages")
    page = b"x" * size

    @app.get("/")
    def show() -> bytes | Response:
        return send_if_long(page)

    answer = app.test_client().get("/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert (gzip.decompress(answer.data) if encoding else answer.data) == page
