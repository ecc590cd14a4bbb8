"""A team's board: the results that came by its invitations, filtered, sorted and in pages.

Every method takes the id of the team, and never finds a result of another team, one that came
by no invitation, or one whose retention has ended.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select

from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.filter import BoardFilter, Sort, Which, chosen, matching, passes, visible_to
from quiz.store.result_records import BoardPage, BoardRow
from quiz.store.retention import Retention
from quiz.store.schema import invitations, results, stages

PAGE = 50
AT_ONCE = 200
"""How many results are in memory at a time; each takes some 20 kB there."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The results before and after one on a board, its place from 1, and how many there are."""

    before: int | None
    after: int | None
    place: int
    total: int

    @property
    def page(self) -> int:
        """The number of the page that the result is on."""
        return (self.place - 1) // PAGE + 1


_ROWS = select(
    *(results.c[name] for name in BoardRow.__slots__ if name != "title"),
    invitations.c.title,
).join(invitations, results.c.invitation == invitations.c.id)

_NEWEST = (results.c.created_at.desc(), results.c.id.desc())
_PLACE_OF_STAGE = select(stages.c.place).where(stages.c.id == results.c.stage).scalar_subquery()


def _orders(collation: str) -> Mapping[Sort, tuple[ColumnElement[Any], ...]]:
    """Return the ORDER BY of each way to sort a board; `collation` is that of names."""
    return {
        "newest": _NEWEST,
        "oldest": (results.c.created_at, results.c.id),
        "fit": (results.c.fit.desc(), *_NEWEST),
        "stage": (_PLACE_OF_STAGE.asc(), *_NEWEST),
        "due": (results.c.due_on.asc().nulls_last(), *_NEWEST),
        "name": (results.c.name_folded.collate(collation).asc().nulls_last(), *_NEWEST),
    }


class Board:
    """The boards of all teams."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention
        self._orders = _orders(database.collation)

    def page(self, team: int, filters: BoardFilter, number: int = 1) -> BoardPage:
        """Return a page of a team's board; where there are fewer pages, the last one."""
        condition = matching(team, filters, self._retention)
        order = self._orders[filters.sort]
        # Only ids are sorted: with answers and outcomes it would be some MB.
        query = select(results.c.id, func.count().over()).where(condition).order_by(*order)
        with self._database.read_connection("read a board", patient=True) as connection:
            found = connection.execute(query.limit(PAGE).offset((number - 1) * PAGE)).all()
            if number > 1 and not found:
                total = connection.scalar(select(func.count()).where(condition)) or 0
                number = _pages(total)
                found = connection.execute(query.limit(PAGE).offset((number - 1) * PAGE)).all()
            total = found[0][1] if found else 0
            ids = [id_ for id_, _ in found]
            rows = connection.execute(_ROWS.where(results.c.id.in_(ids)).order_by(*order))
            return BoardPage([_row(row) for row in rows.mappings()], number, _pages(total), total)

    def beyond(
        self, team: int, filters: BoardFilter, cursor: int | None, limit: int
    ) -> Sequence[BoardRow]:
        """Return so many results that pass a filter, which come after the one with the id `cursor`.

        They are in the order of their ids, and so of their making: the newest first, or the
        oldest where the filter says so. A result that is added or removed meanwhile moves none.
        """
        oldest_first = filters.sort == "oldest"
        condition = matching(team, filters, self._retention)
        if cursor is not None:
            beyond = results.c.id > cursor if oldest_first else results.c.id < cursor
            condition = and_(condition, beyond)
        order = results.c.id.asc() if oldest_first else results.c.id.desc()
        query = _ROWS.where(condition).order_by(order).limit(limit)
        with self._database.read_connection("read a part of a board", patient=True) as connection:
            return [_row(row) for row in connection.execute(query).mappings()]

    def every(self, team: int, which: Which, sort: Sort = "newest") -> Iterator[BoardRow]:
        """Yield all results of a team that are chosen, in the order of the board.

        That is the order of the filter, and of `sort` where results are chosen by their ids.

        Their ids are read at once, so that a result that is added or changed meanwhile moves no
        other one; of the results themselves only AT_ONCE are in memory at a time.
        """
        order = self._orders[which.sort if isinstance(which, BoardFilter) else sort]
        condition = chosen(team, which, self._retention)
        query = select(results.c.id).where(condition).order_by(*order)
        with self._database.read_connection("order a whole board", patient=True) as connection:
            ids = array("q", connection.scalars(query))
        for begin in range(0, len(ids), AT_ONCE):
            some = ids[begin : begin + AT_ONCE].tolist()
            rows = _ROWS.where(visible_to(team, self._retention), results.c.id.in_(some))
            with self._database.read_connection("read a whole board", patient=True) as connection:
                found = {row["id"]: _row(row) for row in connection.execute(rows).mappings()}
            yield from (found[id_] for id_ in some if id_ in found)

    def digests(self, team: int, which: Which) -> list[str]:
        """Return the digests of the editions of the chosen results, newest first."""
        query = (
            select(results.c.digest)
            .where(chosen(team, which, self._retention))
            .group_by(results.c.digest)
            .order_by(func.max(results.c.created_at).desc(), results.c.digest)
        )
        with self._database.read_connection("list the editions", patient=True) as connection:
            return list(connection.scalars(query))

    def count(self, team: int, which: Which) -> int:
        """Return how many results of a team are chosen."""
        query = select(func.count()).where(chosen(team, which, self._retention))
        with self._database.read_connection("count results", patient=True) as connection:
            return connection.scalar(query) or 0

    def counts(self, team: int, views: Sequence[BoardFilter]) -> list[int]:
        """Return how many results of a team pass each of several filters, in one statement."""
        numbers = [func.count().filter(passes(filters)) for filters in views]
        query = select(*numbers).where(visible_to(team, self._retention))
        with self._database.read_connection("count results", patient=True) as connection:
            return list(connection.execute(query).one())

    def emails(self, team: int, which: Which) -> list[str | None]:
        """Return the e-mail address of each chosen result, None where none was given.

        They are in the order of the filter; where results are chosen by their ids, the newest
        comes first.
        """
        order = self._orders[which.sort if isinstance(which, BoardFilter) else "newest"]
        query = select(results.c.email).where(chosen(team, which, self._retention))
        with self._database.read_connection("list addresses", patient=True) as connection:
            return list(connection.scalars(query.order_by(*order)))

    def titles(self, team: int) -> dict[int, str]:
        """Return the titles of a team's invitations by their ids, the newest first."""
        query = select(invitations.c.id, invitations.c.title).where(
            invitations.c.team == team, invitations.c.removal.is_(None)
        )
        with self._database.read_connection("list the invitations of a board") as connection:
            rows = connection.execute(query.order_by(invitations.c.id.desc())).all()
        return {row.id: row.title for row in rows}

    def neighbours(self, team: int, filters: BoardFilter, result: int) -> Neighbours | None:
        """Return what stands beside a result on a team's board; None if the team has no such one.

        A result that does not pass the filter any more, because its stage was changed, has its
        place there all the same.
        """
        itself = and_(results.c.id == result, visible_to(team, self._retention))
        condition = or_(matching(team, filters, self._retention), itself)
        order = self._orders[filters.sort]
        placed = (
            select(
                results.c.id,
                func.lag(results.c.id).over(order_by=order).label("before"),
                func.lead(results.c.id).over(order_by=order).label("after"),
                func.row_number().over(order_by=order).label("place"),
                func.count().over().label("total"),
            )
            .where(condition)
            .subquery()
        )
        query = select(placed.c.before, placed.c.after, placed.c.place, placed.c.total)
        with self._database.read_connection("find the next result", patient=True) as connection:
            row = connection.execute(query.where(placed.c.id == result)).one_or_none()
        return None if row is None else Neighbours(*row)

    def find(self, team: int, result: int) -> BoardRow | None:
        """Return a result of a team; None where it has none with this id."""
        query = _ROWS.where(visible_to(team, self._retention), results.c.id == result)
        with self._database.read_connection("find a team's result") as connection:
            row = connection.execute(query).mappings().one_or_none()
        return _row(row) if row else None


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _row(row: RowMapping) -> BoardRow:
    best = None if row["best"] == search_terms.NONE else row["best"]
    return BoardRow(**{**row, "best": best})
