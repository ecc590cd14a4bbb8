"""Where in a list somebody is: the pages of a list, and the way back to the board.

Lists with the newest row first have keyset pagination: `before` is the last id already shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for

PAGE_SIZE = 50
"""Rows per page; must equal the default `limit` of the pages of the store."""

LONGEST_ID = 19
"""Digits of the greatest 64-bit id. Ids of that length are refused, because they may overflow."""


def parse_id(text: str) -> int | None:
    """Return the id in a query parameter or form value; None if it is not a valid id."""
    is_id = text.isascii() and text.isdecimal() and len(text) < LONGEST_ID
    return int(text) if is_id else None


def before_id() -> int | None:
    """Return the id that the rows of the requested page precede; None for the first page."""
    return parse_id(request.args.get("before", ""))


def next_page_url(route: str, ids: Sequence[int]) -> str | None:
    """Return the URL of the page that follows one with these ids; None after the last page."""
    return url_for(route, before=ids[-1]) if len(ids) == PAGE_SIZE else None


def board_url() -> str:
    """Return the address of the board as it was left, whose query is `back` in this request."""
    back = urlencode(parse_qsl(request.values.get("back", "")))
    return f"{url_for('board')}?{back}" if back else url_for("board")
