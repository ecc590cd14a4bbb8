"""Exports the results that the board's filter selects, as CSV and as JSON.

Both are streamed while they are read from the database, so that memory does not limit the
number of results. The export is recorded in the audit log before the response begins.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from flask import Response, request

from quiz.core.decide.report import explained, plain_answers
from quiz.core.language.model import Assessment
from quiz.store import BoardRow, Recruiter
from quiz.web.framework.days import time_zone, today
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import Services, services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board
from quiz.web.recruiters.board.csv_safe import Field, csv_lines
from quiz.web.recruiters.board.filter_form import (
    STANDINGS,
    BoardFilterForm,
    board_filter_form,
)
from quiz.web.wording.localized import LocalizedRules

HEADINGS = (
    N_("Date (%(time_zone)s)"),
    N_("Name"),
    N_("E-mail address"),
    N_("Invitation"),
    N_("Status"),
    N_("Best match"),
    N_("Fit in percent"),
)
"""The first columns, as gettext keys; a column for each position and each question follows."""

VIEW_FIELDS = ("sort", "show")
"""Fields of the filter form that do not filter."""

FormPage = str | tuple[str, int]


def as_csv(recruiter: Recruiter) -> Response | FormPage:
    """Send the results as CSV, in the language of the page."""
    quiz = services()
    form = board_filter_form(recruiter)
    if not form.validate():
        return board.show(recruiter)
    localized = quiz.localized
    rows = _record_and_read(recruiter, form, "CSV")
    zone = time_zone()  # here, because the rows are read when the request is over
    stages = form.stage_names
    found = (_cells(row, quiz, localized, zone, stages) for row in rows)
    cells = chain([_headings(localized, zone)], found)
    return _download(csv_lines(cells), "csv", "text/csv")


def as_json(recruiter: Recruiter) -> Response | FormPage:
    """Send the results as one JSON array; each has the keys of `quiz explain --json`."""
    quiz = services()
    form = board_filter_form(recruiter)
    if not form.validate():
        return board.show(recruiter)
    language = quiz.localized.language.code
    rows = _record_and_read(recruiter, form, "JSON")
    stages = {each.id: each.value for each in quiz.store.stages.names(recruiter.team_id)}
    objects = (_object(row, quiz, language, stages[row.stage]) for row in rows)
    return _download(_array(objects), "json", "application/json")


def _record_and_read(recruiter: Recruiter, form: BoardFilterForm, kind: str) -> Iterator[BoardRow]:
    """Record the export and yield its rows. A HEAD request sends no rows and is not recorded."""
    store, board_filter = services().store, form.board_filter
    if request.method != "HEAD":
        total = store.board.page(recruiter.team_id, board_filter).total
        record(recruiter, "export", form=kind, results=total, filter=_recorded_filter(form))
    return store.board.every(recruiter.team_id, board_filter)


def _recorded_filter(form: BoardFilterForm) -> Mapping[str, str]:
    """Return the filter for the audit log, by field name, without the name that was searched for.

    Invitation, stage and person are given by their names, which can still be read later.
    """
    filters = {name: text for name, text in form.filled_in if name not in VIEW_FIELDS}
    replaced = {
        "name": "",
        "invitation": form.invitation.words,
        "has_status": form.has_status.words,
        "in_charge": form.in_charge.words,
    }
    days = {day.name: day.data.isoformat() for day in (form.first, form.last) if day.data}
    return {name: (replaced | days).get(name, text) for name, text in filters.items()}


def _download(chunks: Iterable[str], extension: str, mimetype: str) -> Response:
    name = f"results-{today().isoformat()}.{extension}"
    response = Response((chunk.encode() for chunk in chunks), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _headings(localized: LocalizedRules, zone: dt.tzinfo) -> list[Field]:
    date, *others = (localized.language.gettext(heading) for heading in HEADINGS)
    return [
        date % {"time_zone": zone},  # by its name, such as Europe/London
        *others,
        *localized.positions,
        *(question.ask for question in localized.questions.values()),
    ]


def _cells(
    row: BoardRow,
    quiz: Services,
    localized: LocalizedRules,
    zone: dt.tzinfo,
    stages: Mapping[int, str],
) -> list[Field]:
    """Return a result as a row of CSV, with the words that its own edition has for the answers.

    The columns are those of the present rules. Questions that only another edition asks are
    left out; the JSON export has them.
    """
    language = localized.language
    edition = quiz.editions.find(row.digest)
    own_words = edition.localizations.get(language.code) or edition.localizations[edition.codes[0]]
    return [
        row.created_at.astimezone(zone).date().isoformat(),
        row.name,
        row.email,
        row.title,
        stages[row.stage],
        " / ".join(row.outcome.bests) or language.gettext("No position"),
        row.fit if row.best else None,
        *(_standing(row.outcome.positions.get(id_), language) for id_ in localized.positions),
        *(_answer(row, own_words, question) for question in localized.questions),
    ]


def _standing(position: Assessment | None, language: Language) -> str | None:
    """Return a standing in words; None if the result's edition has no such position."""
    if position is None:
        return None
    return language.gettext(STANDINGS[position.standing])


def _answer(row: BoardRow, localized: LocalizedRules, question: str) -> str | None:
    """Return an answer in words; None if the question was not asked."""
    answer = row.answers.get(question)
    if answer is None:
        return None
    choices = localized.questions[question].choices
    return " / ".join(choices[choice].says for choice in answer)


def _object(row: BoardRow, quiz: Services, language: str, status: str) -> Mapping[str, object]:
    edition = quiz.editions.find(row.digest)
    code = language if language in edition.codes else edition.codes[0]
    return {
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
