"""What was done on the board, for the page that follows, with a button to undo it."""

from __future__ import annotations

from typing import NamedTuple

from flask import request, url_for

from quiz.store import Recruiter
from quiz.web.pages.services import services
from quiz.web.recruiters.board.filter_form import BoardFilterForm
from quiz.web.recruiters.paging import parse_id

NOTHING = 0
"""Stands for a change of status that changed nothing, because all had that status."""


class Done(NamedTuple):
    """What was done, in words, and the address that undoes it; None where nothing does."""

    words: str
    undo: str | None = None


def what_was_done(recruiter: Recruiter, form: BoardFilterForm) -> Done | None:  # noqa: C901, PLR0911 - one for each kind
    """Return what the address of the page says was done, as far as it is still so."""
    kind, _, number = request.args.get("done", "").partition("-")
    id_, language, store = parse_id(number), form.language, services().store
    if kind == "saved":
        return Done(language.gettext("Saved."))
    if kind == "view_deleted":
        return Done(language.gettext("Done: the view is deleted."))
    if id_ is None:
        return None
    if kind == "view":
        views = store.saved_views.of_team(recruiter.team_id)
        name = next((view.name for view in views if view.id == id_), None)
        words = language.gettext("Done: the view “%(view)s” is saved.")
        return Done(words % {"view": name}) if name else None
    if kind == "undone":
        words = language.ngettext(
            "Undone: one result has its status back.",
            "Undone: %(number)s results have their status back.",
            id_,
        )
        return Done(words % {"number": id_})
    if kind == "stage" and id_ == NOTHING:
        return Done(language.gettext("Nothing to do: all have this status already."))
    if kind == "stage":
        change = store.stage_changes.find(recruiter.team_id, id_)
        if change is None or not change.results:
            return None
        words = language.ngettext(
            "Done: one result is now “%(stage)s”.",
            "Done: %(number)s results are now “%(stage)s”.",
            change.results,
        )
        said = words % {"number": change.results, "stage": form.stage_names[change.stage]}
        return Done(said, url_for("undo_change", stage_change=id_, **form.view))
    if kind == "removed":
        number_of = store.removals.number(recruiter.team_id, id_)
        if not number_of:
            return None
        words = language.ngettext(
            "Done: one result is off the board.",
            "Done: %(number)s results are off the board.",
            number_of,
        )
        return Done(words % {"number": number_of}, url_for("put_back", removal=id_))
    return None
