"""A result in short, with its owner's link, on a page that does not make the browser its owner.

Booths show it, and frames of other sites; whoever answered takes it over with the owner's link.
The session holds it, and not the address, which would be that of the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import session
from markupsafe import Markup

from quiz.store import KeptResult
from quiz.web.framework import sitting
from quiz.web.framework.link_tokens import owner_token
from quiz.web.pages.services import services
from quiz.web.wording.localized import LocalizedRules, PositionText
from quiz.web.wording.outcome import PositionView, result_view
from quiz.web.wording.standings import percent


class TakenResult(NamedTuple):
    """A result that is shown in short: the tokens of its link and of its owner's link.

    `complete` is False if the team did not get it. It is kept in the session.
    """

    token: str
    owner_token: str
    complete: bool


class Fit(NamedTuple):
    """A position in short: its fit, as a number and in words, and its standings as chips."""

    text: PositionText
    fit: int
    percent: str
    chips: Markup


class ResultInShort(NamedTuple):
    """A result in short, in the language of `localized`, and the token of its owner's link."""

    localized: LocalizedRules
    best: PositionView | None
    tied: Sequence[PositionView]
    fits: Sequence[Fit]
    complete: bool
    owner_token: str


def keep(submission: str, token: str, kept: KeptResult, *, complete: bool) -> None:
    """Make the owner's link of a result, and remember the result in place of the sitting.

    The link is derived from the submission, so that one sent twice has one link.
    """
    owner = owner_token(services().settings.secret_key, submission, kept.address_number)
    services().store.links.make_owner_link(kept.id, owner)
    sitting.start_again()
    session["taken"] = TakenResult(token, owner, complete)


def forget() -> None:
    """Forget the result."""
    session.pop("taken", None)


def is_kept() -> bool:
    """Return whether there is a result to show."""
    return "taken" in session


def in_short() -> ResultInShort | None:
    """Return the result in short; None where there is none, or it was deleted meanwhile."""
    shown = TakenResult(*session["taken"]) if is_kept() else None
    stored = services().store.results.find(shown.token) if shown else None
    if shown is None or stored is None:
        return None
    edition = services().editions.find(stored.digest)
    localized = edition.localized(stored.language)
    result = result_view(stored.outcome, localized, edition.least_fit, reasons=True)
    return ResultInShort(
        localized,
        result.best,
        result.tied,
        [Fit(each.text, each.fit, percent(each.fit), each.chips) for each in result.positions],
        shown.complete,
        shown.owner_token,
    )
