"""Addresses as people paste and type them lead to the page that was meant.

Mail programs and chats make what follows an address a part of it: `/r/TOKEN.`, `/r/TOKEN。`,
`/r/TOKENです`. People type `/I/CODE` and `/i/CODE/`, also in full-width letters.
"""

from __future__ import annotations

import re
import string
from collections.abc import Container

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from quiz.text import ascii_beginning

PLAIN = re.compile(r"/(?:[!-~]*[A-Za-z0-9_-])?")
"""A path without anything that was pasted along with it."""

MARKS = "".join(sign for sign in string.punctuation if sign not in "_-")


def use_pasted_addresses(app: Flask, tolerant: Container[str]) -> None:
    """Redirect from an address that leads nowhere to the one that was meant, if there is one.

    `tolerant` are the names of routes that read what they are given as it was meant.
    """

    @app.before_request
    def open_what_was_meant() -> Response | None:
        path = request.path
        if request.method not in ("GET", "HEAD"):
            return None
        if request.endpoint and (request.endpoint in tolerant or PLAIN.fullmatch(path)):
            return None
        meant = plain_path(path)
        for candidate in (meant, meant.lower()):
            if candidate != path and _leads_to_a_page(candidate):
                query = request.query_string.decode("latin-1")
                return redirect(f"{candidate}?{query}" if query else candidate)
        return None


def plain_path(path: str) -> str:
    """Return a path without space, invisible characters and what was pasted after it."""
    return f"/{ascii_beginning(path).rstrip(MARKS).lstrip('/')}"


def _leads_to_a_page(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, "GET"))
    except HTTPException:
        return False
