"""Changes that are made on the board itself, without opening a result."""

from __future__ import annotations

import datetime as dt

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from quiz.store import Recruiter
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board
from quiz.web.recruiters.board.filter_form import board_filter_form
from quiz.web.recruiters.board.rows_form import RowsForm


def change(recruiter: Recruiter) -> ResponseReturnValue:
    """Change the stage of a row, and show the same page of the board again.

    The script of the board asks for JSON, and stays on the page.
    """
    rows = RowsForm()
    if not rows.validate():
        return board.show_problem(recruiter, rows), rows.status
    form = board_filter_form(recruiter)
    stage = next((each for each in form.stages if each.value == rows.stage), None)
    if stage is None or rows.row is None:
        abort(404)
    store, now = services().store, dt.datetime.now(dt.UTC)
    if not store.work.change(recruiter.team_id, [rows.row], recruiter.id, {"stage": stage.id}, now):
        abort(404)
    record(recruiter, "result changed", result=rows.row, fields=["stage"])
    if request.accept_mimetypes.best == "application/json":
        return jsonify(says=form.language.gettext("Saved."))
    return redirect_to("board", _anchor=f"r{rows.row}", **{**form.view, "done": "saved"})
