"""The page of a result for the applicant's team, with its status and the team's notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple, get_args

from flask import abort
from werkzeug.wrappers import Response

from quiz.store import BoardRow, Note, Recruiter, Status
from quiz.web.framework.compression import pack, send
from quiz.web.framework.days import clock_time, day_of
from quiz.web.framework.fields import FieldsForm, lines, selection
from quiz.web.framework.language import N_, Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.board.filter_form import STATUSES
from quiz.web.recruiters.page import page
from quiz.web.wording.answers import given_answers
from quiz.web.wording.outcome import result_view

LONGEST_NOTE = 4000


class StatusForm(FieldsForm):
    """The status of a result within the team."""

    to = selection(N_("Status"), get_args(Status))


class NoteForm(FieldsForm):
    """A new note, which only the team can read."""

    note = lines(N_("New note"), longest=LONGEST_NOTE, required=True)


def of_team(result: int) -> Arguments:
    """Allow recruiters, for results of their own team; raises 404 for others."""
    recruiter = signed_in()
    row = services().store.board.find(recruiter.team_id, result)
    return {"recruiter": recruiter, "row": row or abort(404)}


def show(recruiter: Recruiter, row: BoardRow) -> Response:
    """Show a result with its status and notes."""
    note = NoteForm(services().localized.language)
    return send(pack(_page(recruiter, row, _status_form(row), note)))


def change_status(recruiter: Recruiter, row: BoardRow) -> Response:
    """Change the status of a result; of concurrent changes the last one counts."""
    form = _status_form(row)
    if not form.validate():
        return send(pack(_page(recruiter, row, form, NoteForm(form.language))), form.status)
    change, now = services().store.notes.change_status, datetime.now(UTC)
    return _act_and_redirect(
        row, lambda: change(recruiter.team_id, row.id, recruiter.id, form.to.data, now)
    )


def add_note(recruiter: Recruiter, row: BoardRow) -> Response:
    """Add a note to a result."""
    form = NoteForm(services().localized.language)
    if not form.validate():
        return send(pack(_page(recruiter, row, _status_form(row), form)), form.status)
    add, now = services().store.notes.add, datetime.now(UTC)
    return _act_and_redirect(
        row, lambda: add(recruiter.team_id, row.id, recruiter.id, form.note.data, now)
    )


def _status_form(row: BoardRow) -> StatusForm:
    return StatusForm(services().localized.language, to=row.status)


def _act_and_redirect(row: BoardRow, act: Callable[[], bool]) -> Response:
    """Call `act` and redirect to the result; raises 404 if it was withdrawn in the meantime."""
    if not act():
        abort(404)
    return redirect_to("team_result", result=row.id, _anchor="team")


def _page(recruiter: Recruiter, row: BoardRow, status: StatusForm, note: NoteForm) -> str:
    quiz = services()
    edition = quiz.editions.find(row.digest)
    localized, language = edition.localized(row.language), quiz.localized.language
    notes = quiz.store.notes.of(recruiter.team_id, row.id)
    return page(
        "board/result.html",
        recruiter,
        row=row,
        form=status if status.errors else note,
        status_form=status,
        note_form=note,
        statuses=[(value, language.gettext(words)) for value, words in STATUSES.items()],
        notes=[_note_view(each, language) for each in notes],
        made_on=language.date(day_of(row.created_at)),
        result=result_view(row.outcome, localized, edition.least_fit, reasons=True),
        answers=given_answers(localized, row.answers),
    )


class NoteView(NamedTuple):
    """A note, or a change of status, as the page shows it; `at` is in UTC."""

    kind: str
    text: str
    by: str
    at: str


def _note_view(note: Note, language: Language) -> NoteView:
    text = note.says
    if note.kind == "status":
        changed = language.gettext("Status changed to “%(status)s”")
        text = changed % {"status": language.gettext(STATUSES[_status(note)])}
    return NoteView(
        kind=note.kind,
        text=text,
        by=note.by,
        at=f"{language.date(day_of(note.at))}, {clock_time(note.at)}",
    )


def _status(note: Note) -> Status:
    return next(status for status in STATUSES if status == note.says)
