"""Lists that are shown page by page, the newest first: an address names the last id before it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request, url_for

PAGE_SIZE = 50
LONGEST_ID = 19
"""Digits of the greatest id that both databases know; no quiz ever gives one that long."""


def parse_id(written: str) -> int | None:
    """Return the id that somebody wrote into an address or a form; None where it is none."""
    is_id = written.isascii() and written.isdecimal() and len(written) < LONGEST_ID
    return int(written) if is_id else None


def before_id() -> int | None:
    """Return the id before which the page begins that is asked for; None for the first page."""
    return parse_id(request.args.get("before", ""))


def next_page_url(route: str, ids: Sequence[int]) -> str | None:
    """Return the address of the page after one with these ids; None after the last one."""
    return url_for(route, before=ids[-1]) if len(ids) == PAGE_SIZE else None
