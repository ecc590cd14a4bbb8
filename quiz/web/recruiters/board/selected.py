"""Changes that are made on the board itself: of one row, or of many results at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from quiz.store import BoardFilter, Recruiter, StageChange
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import PageOrResponse, button_confirmation, do_if_confirmed
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board, exports
from quiz.web.recruiters.board.done import NOTHING
from quiz.web.recruiters.board.filter_form import BoardFilterForm, board_filter_form
from quiz.web.recruiters.board.rows_form import RowsForm
from quiz.web.recruiters.shares.new_share import MOST_RESULTS

Which = Sequence[int] | BoardFilter


def change(recruiter: Recruiter) -> ResponseReturnValue:
    """Do what the address of the pressed button says, with a row or with the selection."""
    rows, form = RowsForm(), board_filter_form(recruiter)
    if not rows.validate():
        return board.show_problem(recruiter, rows), rows.status
    if "row" in request.args:
        return _change_row(recruiter, rows, form)
    if not form.validate():
        abort(404)
    which: Which = form.board_filter if rows.whole.data else [id_ for id_ in rows.ticked if id_]
    problem = _problem(recruiter, which, form)
    if problem:
        rows.form_errors.append(problem)
        return board.show_problem(recruiter, rows), rows.status
    act = ACTIONS.get(request.args.get("do", "")) or abort(404)
    return act(recruiter, which, form)


def of_team(stage_change: int) -> Arguments:
    """Allow recruiters, for changes in their own team; raises 404 for others."""
    recruiter = signed_in()
    found = services().store.stage_changes.find(recruiter.team_id, stage_change)
    return {"recruiter": recruiter, "stage_change": found or abort(404)}


def undo(recruiter: Recruiter, stage_change: StageChange) -> PageOrResponse:
    """Undo a change of many, where nobody has changed the results since."""
    view = board_filter_form(recruiter).view

    def act() -> Response:
        number = services().store.stage_changes.undo(
            recruiter.team_id, stage_change.id, recruiter.id, dt.datetime.now(dt.UTC)
        )
        record(recruiter, "stage undone", results=number)
        return redirect_to("board", **{**view, "done": f"undone-{number}"})

    confirmation = button_confirmation(
        N_("Undo"),
        action=url_for("undo_change", stage_change=stage_change.id, **view),
        back=url_for("board", **view),
    )
    return do_if_confirmed(confirmation, act)


def _change_row(recruiter: Recruiter, rows: RowsForm, form: BoardFilterForm) -> ResponseReturnValue:
    """Change the stage of a row. The script of the board asks for JSON, and stays on the page."""
    stage = _stage(form, rows.stage)
    store, now = services().store, dt.datetime.now(dt.UTC)
    if rows.row is None or not store.work.change(
        recruiter.team_id, [rows.row], recruiter.id, {"stage": stage}, now
    ):
        abort(404)
    record(recruiter, "result changed", result=rows.row, fields=["stage"])
    if request.accept_mimetypes.best == "application/json":
        return jsonify(says=form.language.gettext("Saved."))
    return redirect_to("board", _anchor=f"r{rows.row}", **{**form.view, "done": "saved"})


def _problem(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> str | None:
    """Return why nothing can be done with this selection."""
    gettext = form.language.gettext
    if not isinstance(which, BoardFilter) and not which:
        return gettext("Select results first.")
    match request.args.get("do"):
        case "stage" if not request.form.get("stage"):
            return gettext("Choose a status first.")
        case "share" if services().store.board.count(recruiter.team_id, which) > MOST_RESULTS:
            return gettext("Choose at most %(most)s results for one link.") % {"most": MOST_RESULTS}
        case _:
            return None


def _set_stage(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    stage = _stage(form, request.form.get("stage", ""))
    made = services().store.stage_changes.change(
        recruiter.team_id, which, recruiter.id, stage, dt.datetime.now(dt.UTC)
    )
    if made:
        name = form.stage_names[stage]
        record(recruiter, "stage set", stage=name, results=made.results)
    done = f"stage-{made.id if made else NOTHING}"
    return redirect_to("board", **{**form.view, "done": done})


def _share(recruiter: Recruiter, which: Which, _form: BoardFilterForm) -> Response:
    """Lead to the page on which the selected results are shared, in the order of the page."""
    if isinstance(which, BoardFilter):
        ids = [row.id for row in services().store.board.page(recruiter.team_id, which).rows]
    else:
        ids = [int(each) for each in request.form.getlist("result") if each.isdecimal()]
    return redirect_to("new_share", result=ids)


def _remove(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    removed = services().store.removals.remove_results(
        recruiter.team_id, recruiter.id, which, dt.datetime.now(dt.UTC)
    )
    if removed is None:
        abort(404)
    record(recruiter, "removal", what="results", **asdict(removed.counts))
    return redirect_to("board", **{**form.view, "done": f"removed-{removed.removal}"})


def _stage(form: BoardFilterForm, value: str) -> int:
    return next((each.id for each in form.stages if each.value == value), None) or abort(404)


def _csv(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    return exports.send_csv(recruiter, form, which)


def _xlsx(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    return exports.send_xlsx(recruiter, form, which)


def _json(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    return exports.send_json(recruiter, form, which)


ACTIONS: Mapping[str, Callable[[Recruiter, Which, BoardFilterForm], Response]] = {
    "stage": _set_stage,
    "share": _share,
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "remove": _remove,
}
"""What the buttons of the bar do, by the word in their address."""
