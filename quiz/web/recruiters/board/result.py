"""The page of a result for the applicant's team, with the team's work on it and its notes."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from flask import abort, request
from werkzeug.wrappers import Response

from quiz.store import BoardFilter, BoardRow, Recruiter
from quiz.web.framework.days import day_of
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board.filter_form import board_filter_form
from quiz.web.recruiters.board.history import history
from quiz.web.recruiters.board.work import WorkForm, changed, work_form
from quiz.web.recruiters.office.signature import signature
from quiz.web.recruiters.page import page
from quiz.web.recruiters.stages.wording import stages_of
from quiz.web.wording.for_recruiters import recruiters_view

MESSAGES = {
    "saved": N_("Saved."),
    "changed": N_("Done: the note is changed."),
    "deleted": N_("Done: the note is deleted."),
}


def of_team(result: int) -> Arguments:
    """Allow recruiters, for results of their own team; raises 404 for others."""
    recruiter = signed_in()
    row = services().store.board.find(recruiter.team_id, result)
    return {"recruiter": recruiter, "row": row or abort(404)}


def show(recruiter: Recruiter, row: BoardRow) -> str:
    """Show a result with the work on it and its notes."""
    return _page(recruiter, row, work_form(recruiter, row))


def save(recruiter: Recruiter, row: BoardRow) -> Response | tuple[str, int]:
    """Save what was changed, and add the note; raises 404 if the result is gone meanwhile."""
    form = work_form(recruiter, row)
    if not form.validate():
        return _page(recruiter, row, form), form.status
    stages = stages_of(recruiter.team_id)
    changes = changed(row, form, stages)
    store, now = services().store, dt.datetime.now(dt.UTC)
    if changes and not store.work.change(recruiter.team_id, [row.id], recruiter.id, changes, now):
        abort(404)
    if changes:
        record(recruiter, "result changed", result=row.id, fields=sorted(changes))
    if form.note.data and not store.notes.add(
        recruiter.team_id, row.id, recruiter.id, form.note.data, now
    ):
        abort(404)
    if form.note.data:
        record(recruiter, "note added", result=row.id)
    view = {**board_filter_form(recruiter).query, "done": "saved"}
    return redirect_to("team_result", result=row.id, _anchor="team", **view)


def _page(recruiter: Recruiter, row: BoardRow, form: WorkForm) -> str:
    quiz = services()
    edition = quiz.editions.find(row.digest)
    localized, language = edition.localized(row.language), quiz.localized.language
    message = MESSAGES.get(request.args.get("done", ""))
    view = board_filter_form(recruiter)
    filters = view.board_filter if view.validate() else BoardFilter()
    beside = quiz.store.board.neighbours(recruiter.team_id, filters, row.id)
    place = {"page": beside.page} if beside and beside.page > 1 else {}
    on_board = {**view.query, **place}
    return page(
        "board/result.html",
        recruiter,
        row=row,
        form=form,
        view=view.query,
        beside=beside,
        on_board=on_board,
        back=urlencode(on_board, doseq=True) or None,
        message=language.gettext(message) if message else None,
        signature=signature(recruiter, language),
        stage=view.stage_names[row.stage],
        notes=history(recruiter, row, language),
        made_on=language.date(day_of(row.created_at)),
        result=recruiters_view(row.outcome, row.answers, edition.rules, localized),
    )
