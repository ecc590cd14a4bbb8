"""Who may open the page of a result: its owner always, everybody else while its link is open.

A closed, expired, deleted, mistyped and never-made link all give the same page.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, NoReturn

from flask import abort, request

from quiz.store import StoredResult
from quiz.web.framework import sitting
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.framework.route import Arguments
from quiz.web.pages import unknown_links
from quiz.web.pages.services import services


class OpenedResult(NamedTuple):
    """A result, the token it was opened by, whether this browser owns it, and whether it is open.

    It is open where others than its owner may see it.
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
    """Let in whoever has the link of a result, while it is open, and its owner."""
    return {"result": _opened(token)}


def owner(token: str) -> Arguments:
    """Let in the owner of a result only."""
    result = _opened(token)
    if not result.mine:
        abort(404)  # not counted as an unknown link: it leads somewhere, and nobody has guessed
    return {"result": result}


def answers_reader(token: str) -> Arguments:
    """Let in whoever may see the answers of a result."""
    result = _opened(token)
    if not result.answers_shown:
        abort(404)
    return {"result": result}


def require_page_script() -> None:
    """Raise 400 unless a page's own script asks to count that a link was opened.

    The header is one that no form and no other site can send. It stands in for a CSRF token:
    readers of a link have no cookie, and opening it gives them none.
    """
    if request.headers.get("X-Opened") != "link":
        abort(400)


def not_found() -> NoReturn:
    """Raise 404, or 429 where too many links from this network have led nowhere."""
    abort(429 if unknown_links.too_many() else 404)


def _opened(token: str) -> OpenedResult:
    quiz, now = services(), dt.datetime.now(dt.UTC)
    stored = quiz.store.results.find(token) if TOKEN.fullmatch(token) else None
    if stored is None:
        return not_found()
    mine = sitting.owns(stored.id, stored.submission)
    result = OpenedResult(token, stored, mine, stored.is_open(now))
    return result if result.mine or result.open else not_found()
