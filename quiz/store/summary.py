"""What a team's results and visits add up to; what of it may be shown is not decided here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from quiz.core.language.model import Answer
from quiz.core.language.sheet import to_answer
from quiz.store.database import Database
from quiz.store.filter import DAY, BoardFilter, matching, midnight
from quiz.store.schema import invitations, results, visits

AT_ONCE = 200
"""How many outcomes are in memory at a time; each takes some 15 kB there."""

Missing = tuple[str, Answer]
"""A question, and the answer to it with which another position would be the best match."""


@dataclass(frozen=True, slots=True)
class Visited:
    """How many began and finished; the others by the last question they answered, None for none."""

    started: int
    finished: int
    stopped: Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class Told:
    """How many results there are: by best match (sought.NONE for none), and by day as well.

    `missing` counts, for each position, the results that one other answer would make its own.
    """

    results: int
    best: Mapping[str, int]
    days: Mapping[tuple[dt.date, str], int]
    missing: Mapping[str, Mapping[Missing, int]]


class Summaries:
    """Counts for all teams. Of a filter, the invitation, the days and the retention count."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def visited(self, team: int, wanted: BoardFilter) -> Visited:
        """Return how far those came who began by a team's invitations."""
        counted = (
            select(
                visits.c.question,
                func.count().label("began"),
                func.count(visits.c.finished_at).label("finished"),
            )
            .join(invitations, visits.c.invitation == invitations.c.id)
            .where(invitations.c.team == team, _visited(wanted))
            .group_by(visits.c.question)
        )
        with self._database.reading("count visits") as connection:
            rows = connection.execute(counted).all()
        return Visited(
            started=sum(row.began for row in rows),
            finished=sum(row.finished for row in rows),
            stopped={
                row.question: row.began - row.finished for row in rows if row.began > row.finished
            },
        )

    def told(self, team: int, wanted: BoardFilter) -> Told:
        """Return what those were told who came by a team's invitations."""
        number = 0
        days: Counter[tuple[dt.date, str]] = Counter()
        missing: dict[str, Counter[Missing]] = {}
        for created_at, best, outcome in self._outcomes(team, wanted):
            number += 1
            days[created_at.date(), best] += 1
            for position, seen in outcome["positions"].items():
                lacking = missing.setdefault(position, Counter())
                change: Sequence[Any] = seen.get("change") or ()
                if position != best and len(change) == 1:
                    lacking[_missing(change[0])] += 1
        bests: Counter[str] = Counter()
        for (_, best), many in days.items():
            bests[best] += many
        return Told(number, bests, days, missing)

    def _outcomes(
        self, team: int, wanted: BoardFilter
    ) -> Iterator[tuple[dt.datetime, str, dict[str, Any]]]:
        last = 0
        while True:
            some = (
                select(results.c.id, results.c.created_at, results.c.best, results.c.outcome)
                .where(matching(team, wanted), results.c.id > last)
                .order_by(results.c.id)
                .limit(AT_ONCE)
            )
            with self._database.reading("read outcomes") as connection:
                rows = connection.execute(some).all()
            for row in rows:
                yield row.created_at, row.best, row.outcome
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].id


def _visited(wanted: BoardFilter) -> ColumnElement[bool]:
    """Return the condition that a visit is wanted."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.invitation is not None:
        conditions.append(visits.c.invitation == wanted.invitation)
    if wanted.first is not None:
        conditions.append(visits.c.started_at >= midnight(wanted.first))
    if wanted.last is not None:
        conditions.append(visits.c.started_at < midnight(wanted.last) + DAY)
    if wanted.kept_since is not None:
        conditions.append(visits.c.started_at >= wanted.kept_since)
    return and_(true(), *conditions)


def _missing(change: Mapping[str, Any]) -> Missing:
    return change["question"], to_answer(change["to"])
