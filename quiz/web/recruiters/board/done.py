"""What was done on the board, for the page that follows, with a button to undo it."""

from __future__ import annotations

from typing import NamedTuple

from flask import request, url_for

from quiz.store import BulkChange, Recruiter
from quiz.web.framework.language import Language
from quiz.web.pages.services import services
from quiz.web.recruiters.board.counts_in_words import back_on_board
from quiz.web.recruiters.board.filter_form import BoardFilterForm
from quiz.web.recruiters.board.history import names_of_people
from quiz.web.recruiters.paging import parse_id

NOTHING = 0
"""Stands for a change that changed nothing, because all results were so already."""


class Done(NamedTuple):
    """What was done, in words, and the address that undoes it; None where nothing does."""

    words: str
    undo: str | None = None


def what_was_done(recruiter: Recruiter, form: BoardFilterForm) -> Done | None:  # noqa: PLR0911 - one for each kind
    """Return what the address of the page says was done, as far as it is still so."""
    kind, _, number = request.args.get("done", "").partition("-")
    id_, language = parse_id(number), form.language
    match kind:
        case "saved":
            return Done(language.gettext("Saved."))
        case "view_deleted":
            return Done(language.gettext("Done: the view is deleted."))
        case _ if id_ is None:
            return None
        case "view":
            return _view_saved(recruiter, id_, language)
        case "undone_stage" | "undone_in_charge" | "undone_note" | "put_back" | "mailed":
            return Done(_counted(kind, id_, language))
        case "stage" if id_ == NOTHING:
            return Done(language.gettext("Nothing to do: all have this status already."))
        case "in_charge" | "note" if id_ == NOTHING:
            return Done(language.gettext("Nothing to do: that is already so."))
        case "stage" | "in_charge" | "note":
            return _changed(recruiter, id_, form)
        case "removed":
            return _removed(recruiter, id_, form)
        case _:
            return None


def _view_saved(recruiter: Recruiter, view_id: int, language: Language) -> Done | None:
    views = services().store.saved_views.of_team(recruiter.team_id)
    name = next((view.name for view in views if view.id == view_id), None)
    words = language.gettext("Done: the view “%(view)s” is saved.")
    return Done(words % {"view": name}) if name else None


def can_undo(recruiter: Recruiter, change: BulkChange) -> bool:
    """Return whether a recruiter can undo a change of the team; a note only its writer can."""
    return change.kind != "note" or change.by == recruiter.id


def _counted(kind: str, number: int, language: Language) -> str:
    match kind:
        case "put_back":
            return back_on_board(number, language)
        case "mailed":
            words = language.ngettext(
                "Done: one e-mail is on its way. The history of the result says whether it was"
                " sent.",
                "Done: %(number)s e-mails are on their way. The histories of the results say"
                " whether they were sent.",
                number,
            )
        case "undone_stage":
            words = language.ngettext(
                "Undone: one result has its status back.",
                "Undone: %(number)s results have their status back.",
                number,
            )
        case "undone_in_charge":
            words = language.ngettext(
                "Undone: the person in charge of one result is as before.",
                "Undone: the people in charge of %(number)s results are as before.",
                number,
            )
        case _:
            words = language.ngettext(
                "Undone: one note is deleted.", "Undone: %(number)s notes are deleted.", number
            )
    return words % {"number": number}


def _changed(recruiter: Recruiter, change_id: int, form: BoardFilterForm) -> Done | None:
    change = services().store.bulk_changes.find(recruiter.team_id, change_id)
    if change is None or not change.results:
        return None
    undo = url_for("undo_change", bulk_change=change_id, **form.view)
    said = _in_words(recruiter, change, form)
    return Done(said, undo if can_undo(recruiter, change) else None)


def _in_words(recruiter: Recruiter, change: BulkChange, form: BoardFilterForm) -> str:
    number, ngettext = change.results, form.language.ngettext
    values: dict[str, object] = {"number": number}
    if change.kind == "note":
        words = ngettext(
            "Done: the note is on one result.", "Done: the note is on %(number)s results.", number
        )
    elif change.kind == "stage":
        words = ngettext(
            "Done: one result is now “%(stage)s”.",
            "Done: %(number)s results are now “%(stage)s”.",
            number,
        )
        values["stage"] = form.stage_names[int(change.says)]
    elif change.says:
        words = ngettext(
            "Done: %(name)s is in charge of one result.",
            "Done: %(name)s is in charge of %(number)s results.",
            number,
        )
        values["name"] = names_of_people(recruiter.team_id)[int(change.says)]
    else:
        words = ngettext(
            "Done: nobody is in charge of one result any more.",
            "Done: nobody is in charge of %(number)s results any more.",
            number,
        )
    return words % values


def _removed(recruiter: Recruiter, removal: int, form: BoardFilterForm) -> Done | None:
    number = services().store.removals.number(recruiter.team_id, removal)
    if not number:
        return None
    words = form.language.ngettext(
        "Done: one result is off the board.",
        "Done: %(number)s results are off the board.",
        number,
    )
    undo = url_for("put_back", removal=removal, to="board", **form.view)
    return Done(words % {"number": number}, undo)
