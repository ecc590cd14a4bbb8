"""Pages are sent compressed to whoever takes that."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask, Response

from quiz.web.framework.compression import ONE_PACKET, compress_pages


@pytest.mark.parametrize(
    ("size", "accepted", "encoding"),
    [
        (ONE_PACKET, "gzip", None),
        (ONE_PACKET + 1, "gzip", "gzip"),
        (ONE_PACKET + 1, "br, gzip;q=0.5", "gzip"),
        (ONE_PACKET + 1, "gzip;q=0", None),
        (ONE_PACKET + 1, "br", None),
        (ONE_PACKET + 1, "", None),
    ],
)
def test_a_page_longer_than_a_packet_is_compressed_where_that_is_accepted(
    size: int, accepted: str, encoding: str | None
) -> None:
    page = b"x" * size
    app = Flask("pages")
    app.add_url_rule("/", "page", lambda: page)
    compress_pages(app)
    for method in ("GET", "HEAD"):
        answer = app.test_client().open("/", method=method, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding
        if method == "GET":
            assert (gzip.decompress(answer.data) if encoding else answer.data) == page
            assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_file_that_is_sent_bit_by_bit_is_left_as_it_is() -> None:
    app, read = Flask("files"), list[int]()

    def rows() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield b"x" * ONE_PACKET

    app.add_url_rule("/", "rows", lambda: Response(rows(), mimetype="text/csv"))
    compress_pages(app)
    answer = app.test_client().get("/", headers={"Accept-Encoding": "gzip"}, buffered=False)
    assert read in ([], [0]), "the rest is not read before the first is sent"
    assert "Content-Encoding" not in answer.headers
    assert len(answer.data) == 3 * ONE_PACKET
