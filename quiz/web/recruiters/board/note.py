"""A note on a result: changed and deleted by its writer."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, url_for
from werkzeug.wrappers import Response

from quiz.store import BoardRow, Note, Recruiter
from quiz.web.framework.fields import FieldsForm, lines
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.work import LONGEST_NOTE
from quiz.web.recruiters.page import page


class NoteForm(FieldsForm):
    """The text of a note."""

    note = lines(N_("Note"), longest=LONGEST_NOTE, required=True)


def of_writer(result: int, note: int) -> Arguments:
    """Allow the recruiter who wrote a note; raises 404 for others."""
    recruiter = signed_in()
    row = services().store.board.find(recruiter.team_id, result)
    found = services().store.notes.own(recruiter.team_id, result, note, recruiter.id)
    return {"recruiter": recruiter, "row": row or abort(404), "note": found or abort(404)}


def show(recruiter: Recruiter, row: BoardRow, note: Note) -> str:
    """Show a note in a form."""
    return _page(recruiter, row, note, _form(note))


def change(recruiter: Recruiter, row: BoardRow, note: Note) -> Response | tuple[str, int]:
    """Save the changed note, or show the form again with its errors."""
    form = _form(note)
    if not form.validate():
        return _page(recruiter, row, note, form), form.status
    now = datetime.now(UTC)
    if not services().store.notes.change(note, recruiter.team_id, row.id, form.note.data, now):
        abort(404)
    record(recruiter, "note changed", result=row.id)
    return _back(row, "changed")


def ask_delete(recruiter: Recruiter, row: BoardRow, note: Note) -> str:  # noqa: ARG001 - of_writer gives all
    """Ask for confirmation to delete a note."""
    return show_confirmation(_confirmation(row, note))


def delete(recruiter: Recruiter, row: BoardRow, note: Note) -> PageOrResponse:
    """Delete a note once it is confirmed; raises 404 if it is gone."""

    def act() -> Response:
        if not services().store.notes.delete(note, recruiter.team_id, row.id):
            abort(404)
        record(recruiter, "note deleted", result=row.id)
        return _back(row, "deleted")

    return do_if_confirmed(_confirmation(row, note), act)


def _form(note: Note) -> NoteForm:
    return NoteForm(services().localized.language, note=note.says)


def _back(row: BoardRow, done: str) -> Response:
    return redirect_to("team_result", result=row.id, done=done, _anchor="team")


def _confirmation(row: BoardRow, note: Note) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Delete this note?"),
        text=note.says,
        button=gettext("Delete the note"),
        action=url_for("delete_note", result=row.id, note=note.id),
        back_label=gettext("Keep it"),
        back=url_for("team_result", result=row.id, _anchor="team"),
        danger=True,
    )


def _page(recruiter: Recruiter, row: BoardRow, note: Note, form: NoteForm) -> str:
    return page("board/note.html", recruiter, row=row, note=note, form=form)
