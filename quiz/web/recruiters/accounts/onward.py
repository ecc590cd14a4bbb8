"""Where signing in leads to: the page that somebody wanted to see."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from flask import request, url_for

from quiz.web.framework import drafts

SAFE_SUFFIX = re.compile(r"(?:[/?][!-\[\]-~]*)?")
"""What may follow the first path in `next`: nothing, or a path or query in printable ASCII.

It keeps `next` from leading to another site.
"""


def next_url(draft: drafts.Draft | None = None) -> str:
    """Return where to go on: the page of the draft, or `next` from the query, or the board.

    Only the path of a page of recruiters or operators is taken. The board leads operators on.
    """
    wanted = draft.address if draft else request.args.get("next", "")
    for begins in (url_for("board"), url_for("operator")):
        if wanted.startswith(begins) and SAFE_SUFFIX.fullmatch(wanted.removeprefix(begins)):
            return wanted
    return url_for("board")


def onward_query() -> str:
    """Return the query that keeps where to go on; empty for the board."""
    wanted = next_url()
    return "" if wanted == url_for("board") else urlencode({"next": wanted})


def with_query(address: str, query: str) -> str:
    """Return an address with a query, if there is any."""
    return f"{address}?{query}" if query else address
