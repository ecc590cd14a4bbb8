"""Access to results: always for their owner, and for everybody else while the link is open.

Closed, expired, deleted, mistyped and invented links all lead to the same page.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, NoReturn

from flask import abort, request

from quiz.store import StoredResult, StoreError
from quiz.web.framework import sitting
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.framework.route import Arguments
from quiz.web.pages import rate_limits
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.services import services

FIRST_DAY = dt.timedelta(days=1)
"""How long after a result was made its owner opens it without showing that it is kept."""


class OpenedResult(NamedTuple):
    """A result, and how this browser may see it.

    `mine` says whether this browser owns the result, `open` whether others can open its link.
    """

    token: str
    stored: StoredResult
    mine: bool
    open: bool

    @property
    def answers_shown(self) -> bool:
        """Whether this browser may see the answers."""
        return self.mine or self.stored.reveal == "answers"

    @property
    def reasons_shown(self) -> bool:
        """Whether this browser may see the reasons."""
        return self.mine or self.stored.reveal != "recommendation"


def link_holder(token: str) -> Arguments:
    """Allow the owner of a result, and everybody with its link while that is open."""
    return {"result": _find(token)}


def owner(token: str) -> Arguments:
    """Allow the owner of a result only; raises 404 for others."""
    result = _find(token)
    if not result.mine:
        abort(404)  # not counted as an unknown link, because the link exists
    return {"result": result}


def answers_reader(token: str) -> Arguments:
    """Allow everybody who may see the answers of a result; raises 404 for others."""
    result = _find(token)
    if not result.answers_shown:
        abort(404)
    return {"result": result}


def require_page_script() -> None:
    """Raise 400 unless the request comes from a page's own script.

    Forms and other sites cannot send this header. It replaces a CSRF token: readers of a link
    have no cookie, and opening the link sets none.
    """
    if request.headers.get("X-Opened") != "link":
        abort(400)


def not_found() -> NoReturn:
    """Raise 404, or 429 if this network has opened too many unknown links."""
    count_unknown_link()
    abort(404)


def count_unknown_link() -> None:
    """Count an unknown link; raise 429 if this network has opened too many.

    Existing links still open then, so nobody is locked out by others on the same network.
    """
    try:
        rate_limits.use(rate_limits.UNKNOWN_LINKS)
    except StoreError as error:
        log_store_error(error)  # what cannot be counted is allowed


def _find(token: str) -> OpenedResult:
    quiz, now = services(), dt.datetime.now(dt.UTC)
    stored = quiz.store.results.find(token) if TOKEN.fullmatch(token) else None
    if stored is None:
        return not_found()
    mine = sitting.owns(stored.id, stored.submission)
    result = OpenedResult(token, stored, mine, stored.is_open(now))
    if not (result.mine or result.open):
        return not_found()
    if not stored.in_use and (not mine or now - stored.created_at >= FIRST_DAY):
        quiz.store.storage.note_opening(stored.id)
    return result
