"""A team's board: the results that came by its invitations, filtered, sorted and in pages.

Whoever asks names the team. A result of another team, and one that came by no invitation,
does not exist here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select

from quiz.core.language.model import Answer
from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.filter import BoardFilter, Sort, Status, matching, of_team
from quiz.store.result_records import Reveal, answers_of
from quiz.store.schema import invitations, results

PAGE = 50
AT_ONCE = 200
"""How many results are in memory at a time; each takes some 20 kB there."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A result as its team has it.

    `best` is None where no position fits, and `fit` is then 0; `invitation` is the id of
    the invitation by which it came, and `title` that one's.
    """

    id: int
    created_at: datetime
    name: str | None
    email: str | None
    best: str | None
    fit: int
    status: Status
    invitation: int
    title: str
    digest: str
    language: str
    answers: Mapping[str, Answer]
    outcome: dict[str, Any]
    reveal: Reveal


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of a board: its number from 1, how many there are, and how many results in all."""

    rows: Sequence[BoardRow]
    number: int
    pages: int
    total: int


_ROWS = select(
    *(results.c[name] for name in BoardRow.__slots__ if name != "title"),
    invitations.c.title,
).join(invitations, results.c.invitation == invitations.c.id)

_NEWEST = (results.c.created_at.desc(), results.c.id.desc())


def _orders(letters: str) -> Mapping[Sort, tuple[ColumnElement[Any], ...]]:
    """Return the orders of a board; `letters` is the collation by the numbers of letters."""
    return {
        "newest": _NEWEST,
        "oldest": (results.c.created_at, results.c.id),
        "fit": (results.c.fit.desc(), *_NEWEST),
        "name": (results.c.name_folded.collate(letters).asc().nulls_last(), *_NEWEST),
    }


class Board:
    """The boards of all teams."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._orders = _orders(database.letters)

    def page(self, team: int, wanted: BoardFilter, number: int = 1) -> BoardPage:
        """Return a page of a team's board; past the last one, the last."""
        which, order = matching(team, wanted), self._orders[wanted.sort]
        # Found and sorted by ids alone: with answers and outcomes it would be some MB to sort.
        found = select(results.c.id, func.count().over()).where(which).order_by(*order)
        with self._database.reading("read a board") as connection:
            some = connection.execute(found.limit(PAGE).offset((number - 1) * PAGE)).all()
            if number > 1 and not some:
                total = connection.scalar(select(func.count()).where(which)) or 0
                number = _pages(total)
                some = connection.execute(found.limit(PAGE).offset((number - 1) * PAGE)).all()
            total = some[0][1] if some else 0
            ids = [id_ for id_, _ in some]
            rows = connection.execute(_ROWS.where(results.c.id.in_(ids)).order_by(*order))
            return BoardPage([_row(row) for row in rows.mappings()], number, _pages(total), total)

    def every(self, team: int, wanted: BoardFilter) -> Iterator[BoardRow]:
        """Yield all results of a team that are wanted, in the order of their ids.

        Only some are in memory at a time, so that any number fits.
        """
        which, last = matching(team, wanted), 0
        while True:
            some = _ROWS.where(which, results.c.id > last).order_by(results.c.id).limit(AT_ONCE)
            with self._database.reading("read a whole board") as connection:
                rows = [_row(row) for row in connection.execute(some).mappings()]
            yield from rows
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].id

    def titles(self, team: int) -> dict[int, str]:
        """Return the titles of a team's invitations by their ids, the newest first."""
        wanted = select(invitations.c.id, invitations.c.title).where(invitations.c.team == team)
        with self._database.reading("list the invitations of a board") as connection:
            rows = connection.execute(wanted.order_by(invitations.c.id.desc())).all()
        return {row.id: row.title for row in rows}

    def find(self, team: int, result: int) -> BoardRow | None:
        """Return a result of a team; None where it has none with this id."""
        wanted = _ROWS.where(of_team(team), results.c.id == result)
        with self._database.reading("find a team's result") as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return _row(row) if row else None


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _row(row: RowMapping) -> BoardRow:
    best = None if row["best"] == search_terms.NONE else row["best"]
    return BoardRow(**{**row, "best": best, "answers": answers_of(row["answers"])})
