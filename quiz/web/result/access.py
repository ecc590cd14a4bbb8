"""Who may see a result: its owner always, everybody else while its link is open.

A closed, expired, deleted, mistyped and never-made link all give the same page.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, NoReturn

from flask import abort

from quiz.store import StoredResult
from quiz.web.framework import sitting
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.pages import unknown_links
from quiz.web.pages.services import services


class Access(NamedTuple):
    """A result, whether this browser owns it, and whether others may see it."""

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


def open_result(token: str) -> Access:
    """Return the result that a link opens; where this browser may see none, end with 404."""
    quiz, now = services(), dt.datetime.now(dt.UTC)
    stored = quiz.store.results.find(token) if TOKEN.fullmatch(token) else None
    if stored is None:
        return not_found()
    found = Access(stored, sitting.own(stored.id, stored.submission), stored.is_open(now))
    return found if found.mine or found.open else not_found()


def own_result(token: str) -> StoredResult:
    """Return the result that a link of this browser's own opens; else end with 404."""
    found = open_result(token)
    if not found.mine:
        abort(404)  # not missed: the link leads somewhere, and nobody has guessed
    return found.stored


def not_found() -> NoReturn:
    """End with 404, or with 429 where too many addresses have led nowhere."""
    abort(429 if unknown_links.too_many() else 404)
