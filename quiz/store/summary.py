"""What a team's results and visits add up to. What may be shown of it is decided elsewhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, func, select

from quiz.core.language.model import Answer, Outcome
from quiz.store.database import Database
from quiz.store.filter import BoardFilter, came_to, matching
from quiz.store.retention import Retention
from quiz.store.schema import departures, invitations, results, visits

AT_ONCE = 200
"""How many outcomes are in memory at a time; each takes some 15 kB there."""

Bests = tuple[str, ...]
"""The best matches of a result: several of an exact tie, none where no position fits."""

Missing = tuple[str, Answer | None]
"""A question, and the answer to it with which another position would be the best match."""


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """How many visits there were, and how many were finished.

    `stopped` counts the others by the last question that was answered, None for no question.
    """

    started: int
    finished: int
    stopped: Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class DepartureCounts:
    """How many results are not on the board any more, and why."""

    withdrawn: int
    removed: int
    erased: int


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """How many results there are: by their best matches, and by day too.

    `missing` counts, for each position, the results of which it would be the best match with
    one other answer.
    """

    results: int
    best: Mapping[Bests, int]
    days: Mapping[tuple[dt.date, Bests], int]
    missing: Mapping[str, Mapping[Missing, int]]


class Summaries:
    """Counts for all teams; of a filter, only the invitation and the period are used."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def count_visits(self, team: int, filters: BoardFilter) -> VisitCounts:
        """Count how far the visits of a team's invitations came."""
        query = (
            select(
                visits.c.question,
                func.count().label("began"),
                func.count(visits.c.finished_at).label("finished"),
            )
            .join(invitations, visits.c.invitation == invitations.c.id)
            .where(invitations.c.team == team, self._made(visits, visits.c.started_at, filters))
            .group_by(visits.c.question)
        )
        with self._database.read_connection("count visits", patient=True) as connection:
            rows = connection.execute(query).all()
        return VisitCounts(
            started=sum(row.began for row in rows),
            finished=sum(row.finished for row in rows),
            stopped={
                row.question: row.began - row.finished for row in rows if row.began > row.finished
            },
        )

    def count_departures(self, team: int, filters: BoardFilter) -> DepartureCounts:
        """Count the results made in a period that have left a team, or that it has removed."""
        made = self._made(departures, departures.c.made_at, filters)
        left = (
            select(departures.c.kind, func.count().label("number"))
            .join(invitations, departures.c.invitation == invitations.c.id)
            .where(invitations.c.team == team, made)
            .group_by(departures.c.kind)
        )
        off_board = select(func.count()).where(
            came_to(team),
            results.c.removal.is_not(None),
            self._made(results, results.c.created_at, filters),
        )
        with self._database.read_connection("count departures", patient=True) as connection:
            counts = {row.kind: row.number for row in connection.execute(left)}
            removed = connection.scalar(off_board) or 0
        return DepartureCounts(
            withdrawn=counts.get("withdrawn", 0),
            removed=counts.get("removed", 0) + removed,
            erased=counts.get("erased", 0),
        )

    def count_results(self, team: int, filters: BoardFilter) -> ResultCounts:
        """Count the results of a team's invitations by their outcomes."""
        number = 0
        days: Counter[tuple[dt.date, Bests]] = Counter()
        missing: dict[str, Counter[Missing]] = {}
        for created_at, outcome in self._outcomes(team, filters):
            number += 1
            days[created_at.astimezone(filters.time_zone).date(), outcome.bests] += 1
            for position, seen in outcome.positions.items():
                counts = missing.setdefault(position, Counter())
                if (
                    position not in outcome.bests
                    and seen.change is not None
                    and len(seen.change) == 1
                ):
                    change = seen.change[0]
                    counts[change.question, change.to] += 1
        best: Counter[Bests] = Counter()
        for (_, bests), count in days.items():
            best[bests] += count
        return ResultCounts(number, best, days, missing)

    def _outcomes(self, team: int, filters: BoardFilter) -> Iterator[tuple[dt.datetime, Outcome]]:
        condition, last = matching(team, filters, self._retention), 0
        while True:
            query = (
                select(results.c.id, results.c.created_at, results.c.outcome)
                .where(condition, results.c.id > last)
                .order_by(results.c.id)
                .limit(AT_ONCE)
            )
            with self._database.read_connection("read outcomes", patient=True) as connection:
                rows = connection.execute(query).all()
            for row in rows:
                yield row.created_at, row.outcome
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].id

    def _made(
        self, table: Table, moment: ColumnElement[dt.datetime], filters: BoardFilter
    ) -> ColumnElement[bool]:
        """Return the condition that a row passes the filter by its `moment` and is still kept."""
        conditions = [moment >= self._retention.start()]
        if filters.invitation is not None:
            conditions.append(table.c.invitation == filters.invitation)
        if filters.since is not None:
            conditions.append(moment >= filters.since)
        if filters.before is not None:
            conditions.append(moment < filters.before)
        return and_(*conditions)
