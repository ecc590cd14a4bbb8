"""View models of the board's table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babel.dates import format_date

from quiz.core.language.model import Answer, Standing
from quiz.store import BoardRow
from quiz.web.framework.days import day_of
from quiz.web.framework.language import Language
from quiz.web.recruiters.board.filter_form import STANDINGS
from quiz.web.wording.edition import Editions
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.standings import percent


class StandingView(NamedTuple):
    """The standing of a position, which decides its sign, and in words, and its fit in percent."""

    sign: Standing
    words: str
    fit: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A result as a row of the board.

    `standings` has one item per column, None for positions that the result's edition does not
    have. `answer` is the answer to the shown question, None if it was not asked.
    """

    id: int
    name: str | None
    made_on: str
    best: str | None
    fit: str
    standings: tuple[StandingView | None, ...]
    answer: str | None
    status: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """The rows of a page, and the positions that have a column."""

    positions: tuple[str, ...]
    rows: tuple[RowView, ...]


def board_view(
    rows: Sequence[BoardRow], editions: Editions, question: str, stages: Mapping[int, str]
) -> BoardView:
    """Return the view of rows in the language of the page, with the words of their own editions.

    `stages` are the names of the team's stages by id.
    """
    today = editions.today
    columns = dict.fromkeys(today.rules.positions)
    for row in rows:
        columns |= dict.fromkeys(row.outcome.positions)
    positions, language = tuple(columns), today.localized().language
    return BoardView(
        tuple(today.localized().label(position) for position in positions),
        tuple(
            RowView(
                id=row.id,
                name=row.name,
                made_on=short_date(day_of(row.created_at), language),
                best=" · ".join(map(today.localized().label, row.outcome.bests)) or None,
                fit=percent(row.fit),
                standings=tuple(_standing_view(row, position, language) for position in positions),
                answer=answer_in_words(
                    editions.find(row.digest).localized(), question, row.answers.get(question)
                ),
                status=stages[row.stage],
            )
            for row in rows
        ),
    )


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
