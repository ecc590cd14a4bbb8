"""What a team shares, as its link opens it: one result, or several beside each other.

It never shows more of a result than the applicant's own link does at that moment. Nothing
of such a page is kept, so that one that was revoked shows nothing from then on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple, get_args

from markupsafe import Markup

from quiz.core.language.model import Answers
from quiz.store import Reveal, StoredResult
from quiz.store.shares import OpenShare
from quiz.web.framework.days import MOMENT, day_of, time_zone_name, use_time_zone
from quiz.web.framework.language import Language
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.framework.route import Arguments
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import not_found, require_page_script
from quiz.web.result.edition_notice import changed_since
from quiz.web.wording.answers import SectionView, given_answers
from quiz.web.wording.localized import LocalizedRules, PositionText
from quiz.web.wording.outcome import Explanation, ResultView, explanation, result_view
from quiz.web.wording.result_page import result_parts

REVEALS: tuple[Reveal, ...] = get_args(Reveal)


class Cell(NamedTuple):
    """The standing of a position on a result, as chips, and its fit in percent."""

    chips: Markup
    fit: int


class Compared(NamedTuple):
    """One of several results; `cells` are by the positions of the table, in its order.

    Of one that is `withheld` the team would show more than its owner does.
    """

    place: int
    name: str
    made_on: str
    result: ResultView
    why: Explanation
    cells: list[Cell | None]
    answers: list[SectionView] | None
    withheld: bool


class Shown(NamedTuple):
    """What a share shows now: results by their places, and the places that show nothing."""

    share: OpenShare
    results: dict[int, StoredResult]
    hidden: list[int]


def show(token: str, shown: Shown) -> str:
    """Show what is shared; nothing is kept of who opened it."""
    if len(shown.share.results) == 1:
        [stored] = shown.results.values()
        return _one(token, shown, stored)
    return _several(token, shown)


def count_opening(token: str, shown: Shown) -> tuple[str, int]:  # noqa: ARG001 - as share_link_holder gives them
    """Count that somebody opened a share."""
    require_page_script()
    services().store.shares.count_opening(token, dt.datetime.now(dt.UTC))
    return "", 204


def share_link_holder(token: str) -> Arguments:
    """Let in whoever has the link of a share that is open and still shows something."""
    quiz, now = services(), dt.datetime.now(dt.UTC)
    share = quiz.store.shares.open(token, now) if TOKEN.fullmatch(token) else None
    if share is None:
        not_found()
    use_time_zone(share.time_zone)
    results = {
        place: stored for place, stored in share.results.items() if stored and stored.is_open(now)
    }
    hidden = [place for place in share.results if place not in results]
    if not results:
        not_found()
    return {"token": token, "shown": Shown(share, results, hidden)}


def _revealed(share: OpenShare, stored: StoredResult) -> Reveal:
    """Return how much of a result is shown: the lesser of what both say."""
    return min(share.reveal, stored.reveal, key=REVEALS.index)


def _one(token: str, shown: Shown, stored: StoredResult) -> str:
    quiz, localized = services(), _reading(stored)
    view, given = _view(shown.share, stored), _given(shown.share, stored)
    return render(
        "result/team_share_of_one.html",
        localized,
        **_about(token, shown, localized.language),
        result=view,
        parts=result_parts(view, stored.outcome, localized, given),
        since=changed_since(quiz, stored, stored.outcome, localized.language.code),
        name=stored.name if shown.share.names else None,
        made_on=localized.language.date(day_of(stored.created_at)),
        mine=False,
        early=False,
        answers=_answers(shown.share, stored),
        withheld=_revealed(shown.share, stored) != shown.share.reveal,
    )


def _several(token: str, shown: Shown) -> str:
    localized = services().localized
    views = {place: _view(shown.share, stored) for place, stored in shown.results.items()}
    positions = _positions(views.values())
    return render(
        "result/team_share.html",
        localized,
        **_about(token, shown, localized.language),
        positions=list(positions.values()),
        results=[
            _compared(shown.share, place, stored, views[place], positions)
            for place, stored in shown.results.items()
        ],
        hidden=[_numbered(place, localized.language) for place in shown.hidden],
    )


def _view(share: OpenShare, stored: StoredResult) -> ResultView:
    edition = services().editions.find(stored.digest)
    return result_view(
        stored.outcome,
        edition.localized(stored.language),
        edition.least_fit,
        reasons=_revealed(share, stored) != "recommendation",
    )


def _compared(
    share: OpenShare,
    place: int,
    stored: StoredResult,
    view: ResultView,
    positions: Iterable[str],
) -> Compared:
    language = services().localized.language
    its = {each.text.id: Cell(each.chips, each.fit) for each in view.positions}
    return Compared(
        place=place,
        name=(stored.name if share.names else None) or _numbered(place, language),
        made_on=language.date(day_of(stored.created_at)),
        result=view,
        why=explanation(view, stored.outcome, _reading(stored)),
        cells=[its.get(id_) for id_ in positions],
        answers=_answers(share, stored),
        withheld=_revealed(share, stored) != share.reveal,
    )


def _answers(share: OpenShare, stored: StoredResult) -> list[SectionView] | None:
    given = _given(share, stored)
    return None if given is None else given_answers(_reading(stored), given)


def _given(share: OpenShare, stored: StoredResult) -> Answers | None:
    """Return the answers of a result, None where they are not shown."""
    return stored.answers if _revealed(share, stored) == "answers" else None


def _reading(stored: StoredResult) -> LocalizedRules:
    return services().editions.find(stored.digest).localized(stored.language)


def _positions(views: Iterable[ResultView]) -> dict[str, PositionText]:
    """Return the positions of several results, in the order of today's rules, then of others."""
    found = {each.text.id: each.text for view in views for each in view.positions}
    order = [id_ for id_ in services().localized.positions if id_ in found]
    return {id_: found[id_] for id_ in dict.fromkeys([*order, *found])}


def _numbered(place: int, language: Language) -> str:
    return language.gettext("Result %(number)s") % {"number": place}


def _about(token: str, shown: Shown, language: Language) -> dict[str, Any]:
    """Return who shares it, in whose name and until when."""
    share = shown.share
    says = language.gettext("Shared by %(name)s for %(team)s. It can be opened until %(date)s.")
    zone = language.gettext(" (%(aside)s)") % {"aside": time_zone_name(language)}
    until = language.date(day_of(share.ends_at - MOMENT)) + zone
    return {
        "token": token,
        "shared": says % {"name": share.by, "team": share.team, "date": until},
    }
