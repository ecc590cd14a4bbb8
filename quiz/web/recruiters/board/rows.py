"""View models of the board's table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babel.dates import format_date

from quiz.core.language.model import Answer, Standing
from quiz.store import BoardRow, Recruiter, Stage
from quiz.web.framework.days import day_of
from quiz.web.framework.language import Language
from quiz.web.recruiters.board.columns import Column, columns, shown_columns
from quiz.web.recruiters.board.filter_form import STANDINGS
from quiz.web.recruiters.board.history import names_of_people
from quiz.web.recruiters.stages.wording import stage_options
from quiz.web.wording.edition import Editions
from quiz.web.wording.localized import LocalizedRules, PositionText
from quiz.web.wording.standings import percent


class StandingView(NamedTuple):
    """The standing of a position, which decides its sign, and in words, and its fit in percent."""

    sign: Standing
    words: str
    fit: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A result as a row of the board.

    `standings` has an item for each position with a column, None where the result's edition does
    not have it. `answers` are those to the questions with a column, None where one was not asked.
    `stages` are the values and names of the stages to choose from, `stage` is the value of its
    own. `look` is how the best match is drawn, None where there is none or today's rules do not
    have it; `percent` is its fit.
    """

    id: int
    name: str | None
    made_on: str
    best: str | None
    look: PositionText | None
    percent: int
    fit: str
    standings: Mapping[str, StandingView | None]
    answers: Mapping[str, str | None]
    email: str | None
    invitation: str
    in_charge: str | None
    due_on: str | None
    stage: str
    stages: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The rows of a page, and their columns after the name."""

    columns: tuple[Column, ...]
    rows: tuple[RowView, ...]


def board_view(
    recruiter: Recruiter,
    rows: Sequence[BoardRow],
    editions: Editions,
    question: str | None,
    stages: Sequence[Stage],
) -> BoardView:
    """Return the view of rows in the language of the page, with the words of their own editions.

    It has the columns that the recruiter has chosen, and that of `question`.
    """
    today = editions.today
    positions = dict.fromkeys(today.rules.positions)
    for row in rows:
        positions |= dict.fromkeys(row.outcome.positions)
    localized = today.localized()
    shown = shown_columns(recruiter, columns(localized, positions), question)
    with_position = [each.about for each in shown if each.kind == "position"]
    with_question = [each.about for each in shown if each.kind == "question"]
    language, people = localized.language, names_of_people(recruiter.team_id)
    values = {stage.id: stage.value for stage in stages}

    def row_view(row: BoardRow) -> RowView:
        own = editions.find(row.digest).localized()
        return RowView(
            id=row.id,
            name=row.name,
            made_on=short_date(day_of(row.created_at), language),
            best=" · ".join(map(localized.label, row.outcome.bests)) or None,
            look=localized.positions.get(row.outcome.best or ""),
            percent=row.fit or 0,
            fit=percent(row.fit),
            standings={id_: _standing_view(row, id_, language) for id_ in with_position},
            answers={id_: answer_in_words(own, id_, row.answers.get(id_)) for id_ in with_question},
            email=row.email,
            invitation=row.title,
            in_charge=people.get(row.in_charge) if row.in_charge else None,
            due_on=short_date(row.due_on, language) if row.due_on else None,
            stage=values[row.stage],
            stages=stage_options(stages, language, row.stage),
        )

    return BoardView(shown, tuple(map(row_view, rows)))


def answer_in_words(localized: LocalizedRules, question: str, answer: Answer | None) -> str | None:
    """Return an answer in words; None if the question was not asked."""
    if answer is None:
        return None
    return localized.language.listing(localized.questions[question].labels(answer))


def short_date(day: dt.date, language: Language) -> str:
    """Return a date in the short form for tables."""
    return format_date(day, "medium", locale=language.locale)


def _standing_view(row: BoardRow, position: str, language: Language) -> StandingView | None:
    assessment = row.outcome.positions.get(position)
    if assessment is None:
        return None
    return StandingView(
        assessment.standing,
        language.gettext(STANDINGS[assessment.standing]),
        percent(assessment.fit),
    )
