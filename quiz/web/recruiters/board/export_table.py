"""The table that the exports for spreadsheets have: a row for each result, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from quiz.core.language.model import Answers
from quiz.store import BoardRow, Note
from quiz.web.framework.language import N_
from quiz.web.pages.services import Services
from quiz.web.recruiters.board.filter_form import STANDINGS
from quiz.web.recruiters.stages.wording import stage_names
from quiz.web.wording.edition import Edition
from quiz.web.wording.localized import LocalizedRules

Field = str | int | dt.datetime | None

HEADINGS = (
    N_("Number"),
    N_("Time (%(time_zone)s)"),
    N_("Name"),
    N_("E-mail address"),
    N_("Invitation"),
    N_("Status"),
    N_("Best match"),
    N_("Fit in percent"),
)
"""The first columns, as gettext keys; those of positions and questions, notes and link follow."""

NOTES_AT_ONCE = 50
"""For how many results notes are read at a time."""


class ExportTable:
    """Makes the rows of a table of results.

    It has the positions and questions of the present rules and, after them, those that only
    older editions among the results have. It keeps what it needs of the request, because the
    rows are made when the request is over.
    """

    def __init__(self, quiz: Services, team: int, digests: Iterable[str], zone: dt.tzinfo) -> None:
        self._quiz, self._team, self._zone = quiz, team, zone
        self._localized = quiz.localized
        self._language = self._localized.language
        self._stages = stage_names(team)
        self._positions: dict[str, str] = {}
        self._questions: dict[str, str] = {}
        editions = (self._localized, *(self._words(quiz.editions.find(each)) for each in digests))
        for edition in editions:
            for id_ in edition.positions:
                self._positions.setdefault(id_, edition.label(id_))
            for id_, question in edition.questions.items():
                self._questions.setdefault(id_, question.ask)

    def rows(self, results: Iterator[BoardRow]) -> Iterator[list[Field]]:
        """Yield the headings, and then each result in turn."""
        yield self._headings()
        while some := list(islice(results, NOTES_AT_ONCE)):
            notes = self._quiz.store.notes.of_several(self._team, [row.id for row in some])
            for row in some:
                yield self._row(row, notes.get(row.id, ()))

    def _headings(self) -> list[Field]:
        gettext = self._language.gettext
        number, time, *others = map(gettext, HEADINGS)
        # The time zone is given by its name, such as Europe/London.
        headings: list[Field] = [number, time % {"time_zone": self._zone}, *others]
        for position in self._positions.values():
            headings.append(gettext("%(position)s: standing") % {"position": position})
            headings.append(gettext("%(position)s: fit in percent") % {"position": position})
        return [*headings, *self._questions.values(), gettext("Notes"), gettext("Link")]

    def _row(self, row: BoardRow, notes: Sequence[Note]) -> list[Field]:
        gettext = self._language.gettext
        cells: list[Field] = [
            row.id,
            row.created_at.astimezone(self._zone),
            row.name,
            row.email,
            row.title,
            self._stages.get(row.stage),  # None for one that was added after the request
            " / ".join(row.outcome.bests) or gettext("No position"),
            row.fit if row.best else None,
        ]
        for position in self._positions:
            seen = row.outcome.positions.get(position)  # None if its edition has no such position
            cells.append(gettext(STANDINGS[seen.standing]) if seen else None)
            cells.append(seen.fit if seen else None)
        own_words = self._words(self._quiz.editions.find(row.digest))
        return [
            *cells,
            *(_answer(row.answers, own_words, question) for question in self._questions),
            self._notes(notes),
            self._quiz.public_url_for("team_result", result=row.id),
        ]

    def _words(self, edition: Edition) -> LocalizedRules:
        """Return an edition in the language of the page, or else in its first language."""
        code = self._language.code
        return edition.localizations.get(code) or edition.localizations[edition.codes[0]]

    def _notes(self, notes: Sequence[Note]) -> str | None:
        """Return the notes, each with its day and writer; the history of the work is left out."""
        lines = [
            f"{note.at.astimezone(self._zone):%Y-%m-%d} {note.by}: {note.says}"
            for note in notes
            if note.kind == "note"
        ]
        return "\n".join(lines) or None


def _answer(answers: Answers, localized: LocalizedRules, question: str) -> str | None:
    """Return an answer in words; None if the question was not asked."""
    answer = answers.get(question)
    if answer is None:
        return None
    choices = localized.questions[question].choices
    return " / ".join(choices[choice].says for choice in answer)
