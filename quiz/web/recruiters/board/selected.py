"""Changes that are made on the board itself: of one row, or of many results at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from urllib.parse import urlencode

from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from quiz.store import Action, BoardFilter, BulkChange, BulkKind, Recruiter, Which
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import PageOrResponse, button_confirmation, do_if_confirmed
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board, exports, mail
from quiz.web.recruiters.board.done import NOTHING, can_undo
from quiz.web.recruiters.board.filter_form import BoardFilterForm, board_filter_form
from quiz.web.recruiters.board.history import names_of_people
from quiz.web.recruiters.board.rows_form import RowsForm
from quiz.web.recruiters.paging import parse_id
from quiz.web.recruiters.shares.new_share import MOST_RESULTS


def change(recruiter: Recruiter) -> ResponseReturnValue:
    """Do what the address of the pressed button says, with a row or with the selection."""
    rows, form = RowsForm(), board_filter_form(recruiter)
    if not rows.validate():
        return board.show_problem(recruiter, rows), rows.status
    if "row" in request.args:
        return _change_row(recruiter, rows, form)
    if not form.validate():
        abort(404)
    which: Which = form.board_filter if rows.whole.data else rows.ticked
    problem = _problem(recruiter, rows, which, form)
    if problem:
        rows.form_errors.append(problem)
        return board.show_problem(recruiter, rows), rows.status
    act = ACTIONS.get(request.args.get("do", "")) or abort(404)
    return act(recruiter, which, form)


def of_team(bulk_change: int) -> Arguments:
    """Allow recruiters, for changes that they can undo; raises 404 for others."""
    recruiter = signed_in()
    found = services().store.bulk_changes.find(recruiter.team_id, bulk_change)
    if found is None or not can_undo(recruiter, found):
        abort(404)
    return {"recruiter": recruiter, "bulk_change": found}


def undo(recruiter: Recruiter, bulk_change: BulkChange) -> PageOrResponse:
    """Undo a change of many, where nobody has changed the results since."""
    view = board_filter_form(recruiter).view

    def act() -> Response:
        number = services().store.bulk_changes.undo(
            recruiter.team_id, bulk_change.id, recruiter.id, dt.datetime.now(dt.UTC)
        )
        record(recruiter, UNDONE[bulk_change.kind], results=number)
        return redirect_to("board", **{**view, "done": f"undone_{bulk_change.kind}-{number}"})

    confirmation = button_confirmation(
        N_("Undo"),
        action=url_for("undo_change", bulk_change=bulk_change.id, **view),
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


def _problem(
    recruiter: Recruiter, rows: RowsForm, which: Which, form: BoardFilterForm
) -> str | None:
    """Return why nothing can be done with this selection."""
    gettext = form.language.gettext
    if not isinstance(which, BoardFilter) and not which:
        return gettext("Select results first.")
    match request.args.get("do"):
        case "note" if not rows.note.data:
            return gettext("Write a note first.")
        case "share" if services().store.board.count(recruiter.team_id, which) > MOST_RESULTS:
            return gettext("Choose at most %(most)s results for one link.") % {"most": MOST_RESULTS}
        case _:
            return None


def _set_stage(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    stage = _stage(form, request.args.get("to", ""))
    made = services().store.bulk_changes.change(
        recruiter.team_id, which, recruiter.id, "stage", stage, dt.datetime.now(dt.UTC)
    )
    if made:
        record(recruiter, "stage set", stage=form.stage_names[stage], results=made.results)
    return _done(form, "stage", made)


def _put_in_charge(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    """Put a person in charge, or nobody where the address names none."""
    to = request.args.get("to", "")
    person = parse_id(to) if to else None
    name = names_of_people(recruiter.team_id).get(person or 0)
    if to and name is None:
        abort(404)
    made = services().store.bulk_changes.change(
        recruiter.team_id, which, recruiter.id, "in_charge", person, dt.datetime.now(dt.UTC)
    )
    if made:
        record(recruiter, "in charge set", name=name or "", results=made.results)
    return _done(form, "in_charge", made)


def _add_note(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    made = services().store.bulk_changes.add_note(
        recruiter.team_id, which, recruiter.id, RowsForm().note.data, dt.datetime.now(dt.UTC)
    )
    if made:
        record(recruiter, "notes added", results=made.results)
    return _done(form, "note", made)


def _done(form: BoardFilterForm, kind: BulkKind, made: BulkChange | None) -> Response:
    """Lead back to the board, which says what was done."""
    done = f"{kind}-{made.id if made else NOTHING}"
    return redirect_to("board", **{**form.view, "done": done})


def _mail(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    """Lead to the page that writes to the selected people.

    An e-mail in the recruiter's own program is noted; a template is, when it is sent.
    """
    query: dict[str, object] = (
        {"whole": "yes"} if isinstance(which, BoardFilter) else {"result": which}
    )
    if "own" in request.args or not mail.templates_of(recruiter):
        number = services().store.board.count(recruiter.team_id, which)
        record(recruiter, "mail prepared", results=number)
        services().store.bulk_changes.note_mail(
            recruiter.team_id, which, recruiter.id, dt.datetime.now(dt.UTC)
        )
        query["own"] = "yes"
    return redirect_to("mail", **{**form.query, **query})


def _share(recruiter: Recruiter, which: Which, form: BoardFilterForm) -> Response:
    """Lead to the page on which the selected results are shared, in the order of the page."""
    if isinstance(which, BoardFilter):
        which = [row.id for row in services().store.board.page(recruiter.team_id, which).rows]
    back = urlencode(form.view, doseq=True) or None
    return redirect_to("new_share", result=which, back=back)


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


UNDONE: Mapping[BulkKind, Action] = {
    "stage": "stage undone",
    "in_charge": "in charge undone",
    "note": "notes undone",
}
"""What the audit says of undoing each kind of change."""

ACTIONS: Mapping[str, Callable[[Recruiter, Which, BoardFilterForm], Response]] = {
    "stage": _set_stage,
    "in_charge": _put_in_charge,
    "note": _add_note,
    "mail": _mail,
    "share": _share,
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "remove": _remove,
}
"""What the buttons of the bar do, by the word in their address."""
