"""The rows of a board as its page shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babel.dates import format_date

from quiz.core.language.model import Answer, Standing
from quiz.store import BoardRow
from quiz.web.framework.language import Language
from quiz.web.recruiters.board.filter_form import STANDINGS, STATUSES
from quiz.web.wording.edition import Editions
from quiz.web.wording.localized import LocalizedRules, percent


class StandingView(NamedTuple):
    """The standing of a position, as its sign and in words, and its fit."""

    sign: Standing
    words: str
    fit: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A result as a line of a board; a position of another edition may have no standing here.

    `answer` is the answer to the question that the board shows; None where it was not asked.
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
    """The rows of a page, with the positions that have a column."""

    positions: tuple[str, ...]
    rows: tuple[RowView, ...]


def board_view(rows: Sequence[BoardRow], editions: Editions, question: str) -> BoardView:
    """Return rows in the language of the page, each in the words of its own edition."""
    today = editions.today
    known = dict.fromkeys(today.rules.positions)
    for row in rows:
        known |= dict.fromkeys(row.outcome.positions)
    positions, language = tuple(known), today.localized().language
    return BoardView(
        positions,
        tuple(
            RowView(
                id=row.id,
                name=row.name,
                made_on=short_date(row.created_at, language),
                best=row.best,
                fit=percent(row.fit),
                standings=tuple(_standing_view(row, position, language) for position in positions),
                answer=answer_in_words(
                    editions.find(row.digest).localized(), question, row.answers.get(question)
                ),
                status=language.gettext(STATUSES[row.status]),
            )
            for row in rows
        ),
    )


def answer_in_words(localized: LocalizedRules, question: str, answer: Answer | None) -> str | None:
    """Return an answer in words; None where the question was not asked."""
    if answer is None:
        return None
    return localized.language.listing(localized.questions[question].words(answer))


def short_date(moment: dt.date, language: Language) -> str:
    """Return a day as it is written where there is little room."""
    return format_date(moment, "medium", locale=language.locale)


def _standing_view(row: BoardRow, position: str, language: Language) -> StandingView | None:
    seen = row.outcome.positions.get(position)
    if seen is None:
        return None
    return StandingView(
        seen.standing, language.gettext(STANDINGS[seen.standing]), percent(seen.fit)
    )
