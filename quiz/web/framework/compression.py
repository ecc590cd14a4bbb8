"""Compresses pages on their way to clients that accept gzip.

Forms are masked differently on each page (see csrf.py), so that the size of a compressed page
tells nothing about their token.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response, request
from isal import igzip
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

ONE_PACKET = 1_400
"""Bytes that travel at once; compressing fewer of them saves no time."""

LEVEL = 2
"""The size of zlib's level 2 in a fifth of its time."""


def compress_pages(app: Flask) -> None:
    """Compress every HTML page that is longer than a packet."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype != "text/html":
            return response
        page = response.get_data()
        if len(page) > ONE_PACKET and _accepts_gzip(request.headers.get("Accept-Encoding")):
            response.set_data(igzip.compress(page, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response


@lru_cache(maxsize=64)
def _accepts_gzip(accept_encoding: str | None) -> bool:
    """Return whether a client with this header accepts gzip; browsers send few different ones."""
    return parse_accept_header(accept_encoding, Accept)["gzip"] > 0
