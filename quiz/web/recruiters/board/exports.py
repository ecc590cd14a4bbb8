"""Exports the results that the board's filter selects, as CSV, XLSX and JSON.

They are in the order of the board, and read from the database a few at a time, so that memory
does not limit their number. The export is recorded in the audit log before the response begins.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from flask import Response

from quiz.core.decide.report import explained, plain_answers
from quiz.store import BoardFilter, BoardRow, Recruiter, Which
from quiz.web.framework.days import time_zone, today
from quiz.web.pages.services import Services, services
from quiz.web.recruiters import downloads
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board
from quiz.web.recruiters.board.export_table import ExportTable, Field
from quiz.web.recruiters.board.filter_form import BoardFilterForm, board_filter_form

VIEW_FIELDS = ("sort", "show")
"""Fields of the filter form that do not filter."""

FormPage = str | tuple[str, int]


def as_csv(recruiter: Recruiter) -> Response | FormPage:
    """Send the results as CSV with the separator of the query, in the language of the page."""
    form = board_filter_form(recruiter)
    if not form.validate():
        return board.show(recruiter)
    return send_csv(recruiter, form, form.board_filter)


def as_xlsx(recruiter: Recruiter) -> Response | FormPage:
    """Send the results as XLSX, in the language of the page."""
    form = board_filter_form(recruiter)
    if not form.validate():
        return board.show(recruiter)
    return send_xlsx(recruiter, form, form.board_filter)


def as_json(recruiter: Recruiter) -> Response | FormPage:
    """Send the results as one JSON array; each has the keys of `quiz explain --json`."""
    form = board_filter_form(recruiter)
    if not form.validate():
        return board.show(recruiter)
    return send_json(recruiter, form, form.board_filter)


def send_csv(recruiter: Recruiter, form: BoardFilterForm, which: Which) -> Response:
    """Send the chosen results as CSV with the separator of the query."""
    return downloads.send_csv(_rows(recruiter, form, which, "CSV"), _name())


def send_xlsx(recruiter: Recruiter, form: BoardFilterForm, which: Which) -> Response:
    """Send the chosen results as XLSX."""
    sheet = form.language.gettext("Board")
    return downloads.send_xlsx(_rows(recruiter, form, which, "XLSX"), sheet, _name())


def send_json(recruiter: Recruiter, form: BoardFilterForm, which: Which) -> Response:
    """Send the chosen results as JSON."""

    def lines() -> Iterator[str]:
        quiz = services()
        language = quiz.localized.language.code
        rows = _record_and_read(recruiter, form, which, "JSON")
        with_stages = _with_stages(rows, quiz, recruiter.team_id)
        return _array(_object(row, quiz, language, stage) for row, stage in with_stages)

    return downloads.send_lines(lines, f"{_name()}.json", "application/json")


def _rows(
    recruiter: Recruiter, form: BoardFilterForm, which: Which, kind: str
) -> Callable[[], Iterator[Iterable[Field]]]:
    def rows() -> Iterator[Iterable[Field]]:
        quiz = services()
        digests = quiz.store.board.digests(recruiter.team_id, which)
        table = ExportTable(quiz, recruiter.team_id, digests, time_zone())
        return table.rows(_record_and_read(recruiter, form, which, kind))

    return rows


def _name() -> str:
    return f"results-{today().isoformat()}"


def _record_and_read(
    recruiter: Recruiter, form: BoardFilterForm, which: Which, kind: str
) -> Iterator[BoardRow]:
    """Record the export and return its rows."""
    store = services().store
    whole = isinstance(which, BoardFilter)
    total = store.board.count(recruiter.team_id, which)
    filters = _recorded_filter(form) if whole else {}
    record(recruiter, "export", form=kind, results=total, filter=filters)
    return store.board.every(recruiter.team_id, which, form.board_filter.sort)


def _with_stages(
    rows: Iterable[BoardRow], quiz: Services, team: int
) -> Iterator[tuple[BoardRow, str]]:
    """Yield each row with the value of its stage, which may have been added meanwhile."""
    stages: Mapping[int, str] = {}
    for row in rows:
        if row.stage not in stages:
            stages = {each.id: each.value for each in quiz.store.stages.names(team)}
        yield row, stages[row.stage]


def _recorded_filter(form: BoardFilterForm) -> Mapping[str, str | list[str]]:
    """Return the filter for the audit log, by field name, without the name that was searched for.

    Invitation, stage and person are given by their names, which can still be read later.
    """
    filters = {name: value for name, value in form.query.items() if name not in VIEW_FIELDS}
    named = (form.invitation, form.has_status, form.in_charge)
    replaced = {"name": "", **{field.name: form.words(field) for field in named if field.data}}
    days = {day.name: day.data.isoformat() for day in (form.first, form.last) if day.data}
    return {name: (replaced | days).get(name, value) for name, value in filters.items()}


def _object(row: BoardRow, quiz: Services, language: str, status: str) -> Mapping[str, object]:
    edition = quiz.editions.find(row.digest)
    code = language if language in edition.codes else edition.codes[0]
    return {
        "id": row.id,
        "link": quiz.public_url_for("team_result", result=row.id),
        "made_at": row.created_at.isoformat(),
        "name": row.name,
        "email": row.email,
        "invitation": row.title,
        "status": status,
        "answers": plain_answers(row.answers, edition.rules.questions),
        **explained(row.outcome, edition.rules, code),
    }


def _array(objects: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield a JSON array with one object per line."""
    separator = "[\n"
    for each in objects:
        yield separator + json.dumps(each, ensure_ascii=False)
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"
