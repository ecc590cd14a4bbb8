"""What the filter of the board shows, to take away: for a spreadsheet, and as JSON.

Both are sent while they are read, so that any number of results fits into memory. That
something was taken away is noted before the first of it is sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from flask import Response, request

from quiz.core.decide.report import explained, plain_answers
from quiz.core.language.model import Assessment
from quiz.store import BoardRow, Recruiter
from quiz.web.framework.days import today
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import Services, services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board
from quiz.web.recruiters.board.csv_safe import Field, csv_lines
from quiz.web.recruiters.board.filter_form import (
    STANDINGS,
    STATUSES,
    BoardFilterForm,
    board_filter_form,
)
from quiz.web.wording.localized import LocalizedRules

HEADINGS = (
    N_("Date"),
    N_("Name"),
    N_("E-mail address"),
    N_("Invitation"),
    N_("Status"),
    N_("Best match"),
    N_("Fit in percent"),
)
"""The first columns; a column for each position and each question follows."""

VIEW_FIELDS = ("sort", "show")
FormPage = str | tuple[str, int]


def as_csv(recruiter: Recruiter) -> Response | FormPage:
    """Send the results as lines for a spreadsheet, in the language of the page."""
    quiz = services()
    form = board_filter_form(recruiter)
    if not form.validate():
        return board.show(recruiter)
    localized = quiz.localized
    rows = _record_and_read(recruiter, form, "CSV")
    cells = chain([_headings(localized)], (_cells(row, quiz, localized) for row in rows))
    return _download(csv_lines(cells), "csv", "text/csv")


def as_json(recruiter: Recruiter) -> Response | FormPage:
    """Send the results as one JSON array, each in the words of `quiz explain --json`."""
    quiz = services()
    form = board_filter_form(recruiter)
    if not form.validate():
        return board.show(recruiter)
    language = quiz.localized.language.code
    rows = _record_and_read(recruiter, form, "JSON")
    return _download(
        _array(_object(row, quiz, language) for row in rows), "json", "application/json"
    )


def _record_and_read(recruiter: Recruiter, form: BoardFilterForm, kind: str) -> Iterator[BoardRow]:
    """Note that the results are taken away, and return them; asking for the head takes nothing."""
    store, filters = services().store, form.board_filter
    if request.method != "HEAD":
        total = store.board.page(recruiter.team_id, filters).total
        record(recruiter, "export", form=kind, results=total, filter=_recorded_filter(form))
    return store.board.every(recruiter.team_id, filters)


def _recorded_filter(form: BoardFilterForm) -> Mapping[str, str]:
    """Return the filter as the audit keeps it: without the name that was searched for.

    The invitation stands in it by its title, which outlives it.
    """
    sent = {name: said for name, said in form.sent if name not in VIEW_FIELDS}
    instead = {"name": "", "invitation": form.invitation.words}
    days = {day.name: day.data.isoformat() for day in (form.first, form.last) if day.data}
    return {name: (instead | days).get(name, said) for name, said in sent.items()}


def _download(chunks: Iterable[str], ending: str, mimetype: str) -> Response:
    name = f"results-{today().isoformat()}.{ending}"
    response = Response((chunk.encode() for chunk in chunks), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _headings(localized: LocalizedRules) -> list[Field]:
    gettext = localized.language.gettext
    return [
        *(gettext(heading) for heading in HEADINGS),
        *localized.positions,
        *(question.ask for question in localized.questions.values()),
    ]


def _cells(row: BoardRow, quiz: Services, localized: LocalizedRules) -> list[Field]:
    """Return a result as a line; each answer in the words of its own edition.

    The columns are those of today's rules: what only another edition asks stands in JSON.
    """
    language = localized.language
    edition = quiz.editions.find(row.digest)
    its = edition.localizations.get(language.code) or edition.localizations[edition.codes[0]]
    return [
        row.created_at.date().isoformat(),
        row.name,
        row.email,
        row.title,
        language.gettext(STATUSES[row.status]),
        row.best or language.gettext("No position"),
        row.fit if row.best else None,
        *(_standing(row.outcome.positions.get(id_), language) for id_ in localized.positions),
        *(_answer(row, its, question) for question in localized.questions),
    ]


def _standing(position: Assessment | None, language: Language) -> str | None:
    """Return how a position stood; None for one that the result's edition does not know."""
    if position is None:
        return None
    return language.gettext(STANDINGS[position.standing])


def _answer(row: BoardRow, localized: LocalizedRules, question: str) -> str | None:
    """Return an answer in words; None where the question was not asked."""
    given = row.answers.get(question)
    if given is None:
        return None
    text = localized.questions[question]
    return " / ".join(text.choices[choice].says for choice in given)


def _object(row: BoardRow, quiz: Services, language: str) -> Mapping[str, object]:
    edition = quiz.editions.find(row.digest)
    code = language if language in edition.codes else edition.codes[0]
    return {
        "made_at": row.created_at.isoformat(),
        "name": row.name,
        "email": row.email,
        "invitation": row.title,
        "status": row.status,
        "answers": plain_answers(row.answers, edition.rules.questions),
        **explained(row.outcome, edition.rules, code),
    }


def _array(objects: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield a JSON array, an object a line."""
    before = "[\n"
    for each in objects:
        yield before + json.dumps(each, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"
