"""The quiz in a frame of another site: the addresses that a frame opens, and who may frame them.

They all begin with `/embed/` and the code of an invitation, and have a session of their own (see
session_cookie.py). The access function of such a route says which sites may frame the page; all
other pages can be framed by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flask import g, has_request_context, request, url_for

from quiz.web.framework.invitation_codes import CODE

FIRST_PART = "embed"
PREFIX = "framed_"
"""What the names of their routes begin with; the rest is the name of the same page elsewhere."""

PATH = re.compile(rf"(/{FIRST_PART}/{CODE.pattern})(?:/.*)?", re.DOTALL)


class Frame(NamedTuple):
    """A frame of another site: the code of its invitation, and the sites that may frame it."""

    code: str
    sites: tuple[str, ...]


def path_of_frame(path: str) -> str | None:
    """Return the part of a path that all pages of one invitation in frames share; else None."""
    found = PATH.fullmatch(path)
    return found[1] if found else None


def enter(code: str, sites: Sequence[str]) -> None:
    """Let these sites frame the page of this request, whose links then stay in the frame."""
    g.frame = Frame(code, tuple(sites))


def current() -> Frame | None:
    """Return the frame of this request; None for a page of its own."""
    found: Frame | None = g.get("frame") if has_request_context() else None
    return found


def address(name: str, /, **values: object) -> str:
    """Return the address of a page of the sitting: in a frame, the one that stays in it."""
    frame = current()
    if frame is None:
        return url_for(name, **values)  # type: ignore[arg-type]  # Flask's own types are narrower
    return url_for(PREFIX + name, **{**values, "code": frame.code})  # type: ignore[arg-type]


def beginning() -> str:
    """Return where the quiz begins: in a frame at its invitation, else at the start page."""
    return address("invitation") if current() else url_for("start")


def was_opened_by_itself() -> bool:
    """Return whether the browser says that a tab, and no frame, opens the page."""
    return request.headers.get("Sec-Fetch-Dest") == "document"
