"""The page of what was removed from the board, from which it can be put back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter, Removal
from quiz.store.removals import DAYS_TO_PUT_BACK
from quiz.web.framework.days import date_and_time, day_of
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import N_, Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import PageOrResponse, button_confirmation, do_if_confirmed
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.counts_in_words import back_on_board
from quiz.web.recruiters.board.filter_form import board_filter_form
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import parse_id

PUT_BACK = N_("Put back on the board")


class RemovalView(NamedTuple):
    """What was removed at once, in words; `until` is the last day on which to put it back."""

    id: int
    title: str
    number: str
    by: str
    at: str
    until: str


def show(recruiter: Recruiter) -> str:
    """List what the team can still put back; say so after a removal, or after putting back."""
    now = dt.datetime.now(dt.UTC)
    language = services().localized.language
    found = services().store.removals.of_team(recruiter.team_id, now)
    return page(
        "board/removed.html",
        recruiter,
        form=ButtonForm(),
        message=_message(found, language),
        removals=[_removal_view(each, language) for each in found],
        days=DAYS_TO_PUT_BACK,
    )


def of_team(removal: int) -> Arguments:
    """Allow recruiters, for what their own team can put back; raises 404 for all else."""
    recruiter = signed_in()
    found = services().store.removals.of_team(recruiter.team_id, dt.datetime.now(dt.UTC))
    return {
        "recruiter": recruiter,
        "removal": next((each for each in found if each.id == removal), None) or abort(404),
    }


def put_back(recruiter: Recruiter, removal: Removal) -> PageOrResponse:
    """Put back what was removed at once; raises 404 if it was put back meanwhile.

    Where the board undoes a removal, it leads back to the board as it was.
    """
    from_board = request.args.get("to") == "board"
    view = board_filter_form(recruiter).view if from_board else {}
    back = url_for("board", **view) if from_board else url_for("removed")

    def act() -> Response:
        number = services().store.removals.put_back(
            recruiter.team_id, removal.id, dt.datetime.now(dt.UTC)
        )
        if number is None:
            abort(404)
        record(recruiter, "put back", results=number)
        if not from_board:
            return redirect_to("removed", back=number)
        return redirect_to("board", **{**view, "done": f"put_back-{number}"})

    query = {**view, "to": "board"} if from_board else {}
    action = url_for("put_back", removal=removal.id, **query)
    confirmation = button_confirmation(PUT_BACK, action=action, back=back)
    return do_if_confirmed(confirmation, act)


def _message(found: Sequence[Removal], language: Language) -> str | None:
    """Return what was done, if the address says that something was."""
    done, back = parse_id(request.args.get("done", "")), parse_id(request.args.get("back", ""))
    removed = next((each.results for each in found if each.id == done), None)
    if back is not None:
        return back_on_board(back, language)
    if removed is None:
        return None
    words = language.ngettext(
        "Done: one result is off the board.",
        "Done: %(number)s results are off the board.",
        removed,
    )
    return words % {"number": removed}


def _removal_view(removal: Removal, language: Language) -> RemovalView:
    gettext = language.gettext
    until = day_of(removal.at + dt.timedelta(days=DAYS_TO_PUT_BACK)) - dt.timedelta(days=1)
    return RemovalView(
        id=removal.id,
        title=_title(removal, language),
        number=language.ngettext("one result", "%(number)s results", removal.results)
        % {"number": removal.results},
        by=removal.by,
        at=date_and_time(removal.at, language),
        until=gettext("until %(date)s") % {"date": language.date(until)},
    )


def _title(removal: Removal, language: Language) -> str:
    about = removal.about or ""
    if removal.what == "invitation":
        return language.gettext("the invitation “%(title)s”") % {"title": about}
    if removal.what == "before":
        day = language.date(dt.date.fromisoformat(about))
        return language.gettext("all results made before %(date)s") % {"date": day}
    return language.listing(list(removal.names)) or language.gettext("no name")
