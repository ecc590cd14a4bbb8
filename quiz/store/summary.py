"""What a team's results and visits add up to. What may be shown of it is decided elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import JSON, ColumnElement, Table, and_, case, func, null, select, type_coerce

from quiz.core.language.model import Answer, Outcome
from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.filter import BoardFilter, came_to, matching
from quiz.store.retention import Retention
from quiz.store.schema import departures, invitation_openings, invitations, results, visits

AT_ONCE = 200
"""How many outcomes are in memory at a time; each takes some 15 kB there."""

Bests = tuple[str, ...]
"""The best matches of a result: several of an exact tie, none where no position fits."""

Missing = tuple[str, Answer | None]
"""A question, and the answer to it with which another position would be the best match."""


class VisitGroup(NamedTuple):
    """How many visits by one invitation began, and how many were finished.

    `question` is the last one that was answered, None for none.
    """

    invitation: int
    question: str | None
    began: int
    finished: int


class ResultGroup(NamedTuple):
    """How many results have all of these in common.

    `period` is how many of the boundaries are not after them; `answer` is the choice that was
    given to the question, None where it was not asked; `stage` is the id of a stage.
    """

    bests: Bests
    period: int
    answer: str | None
    stage: int
    invitation: int
    has_email: bool
    number: int


@dataclass(frozen=True, slots=True)
class DepartureCounts:
    """How many results are not on the board any more, and why."""

    withdrawn: int
    removed: int
    erased: int


@dataclass(frozen=True, slots=True)
class MissingCounts:
    """How many results there are, and how many have each position as a best match.

    `missing` counts, for each position, the results of which it would be the best match with
    one other answer.
    """

    results: int
    best: Mapping[str, int]
    missing: Mapping[str, Mapping[Missing, int]]


class Summaries:
    """Counts for all teams."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def visits(self, team: int, filters: BoardFilter) -> Sequence[VisitGroup]:
        """Count how far the visits of a team's invitations came.

        Of the filter, only the invitation and the period are used.
        """
        query = (
            select(
                visits.c.invitation,
                visits.c.question,
                func.count(),
                func.count(visits.c.finished_at),
            )
            .join(invitations, visits.c.invitation == invitations.c.id)
            .where(invitations.c.team == team, self._made(visits, visits.c.started_at, filters))
            .group_by(visits.c.invitation, visits.c.question)
        )
        with self._database.read_connection("count visits", patient=True) as connection:
            return [VisitGroup(*row) for row in connection.execute(query)]

    def openings(self, team: int, filters: BoardFilter) -> int:
        """Count how many browsers opened a team's invitations; filtered as visits() does."""
        day = invitation_openings.c.day
        conditions = [invitations.c.team == team, day >= self._retention.start().date()]
        if filters.invitation is not None:
            conditions.append(invitation_openings.c.invitation == filters.invitation)
        if filters.first is not None:
            conditions.append(day >= filters.first)
        if filters.last is not None:
            conditions.append(day <= filters.last)
        query = (
            select(func.coalesce(func.sum(invitation_openings.c.number), 0))
            .join(invitations, invitation_openings.c.invitation == invitations.c.id)
            .where(*conditions)
        )
        with self._database.read_connection("count openings", patient=True) as connection:
            number: int = connection.execute(query).scalar_one()
        return number

    def span(self, team: int, filters: BoardFilter) -> tuple[dt.datetime, dt.datetime] | None:
        """Return when the first and the last result were made; None where there is none."""
        query = select(func.min(results.c.created_at), func.max(results.c.created_at)).where(
            matching(team, filters, self._retention)
        )
        with self._database.read_connection("find the period", patient=True) as connection:
            first, last = connection.execute(query).one()
        return None if first is None else (first, last)

    def results(
        self,
        team: int,
        filters: BoardFilter,
        boundaries: Sequence[dt.datetime] = (),
        question: str | None = None,
    ) -> Sequence[ResultGroup]:
        """Count the results of a team in groups; `boundaries` are in their order."""
        tied = case((results.c.sought.contains(search_terms.ANY_TIED), results.c.sought))
        period = case(
            *((results.c.created_at < moment, place) for place, moment in enumerate(boundaries)),
            else_=len(boundaries),
        )
        picked = (
            select(
                results.c.best,
                tied.label("tied"),
                (period if boundaries else type_coerce(0, results.c.id.type)).label("period"),
                _answer(question).label("answer"),
                results.c.stage,
                results.c.invitation,
                results.c.email.is_not(None).label("has_email"),
            )
            .where(matching(team, filters, self._retention))
            .subquery()
        )
        query = select(*picked.c, func.count()).group_by(*picked.c)
        with self._database.read_connection("count results", patient=True) as connection:
            rows = connection.execute(query).all()
        return [ResultGroup(search_terms.bests(best, tied), *more) for best, tied, *more in rows]

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

    def missing(self, team: int, filters: BoardFilter) -> MissingCounts:
        """Count what one other answer would change, from the outcomes of all results."""
        number = 0
        best: dict[str, int] = {}
        missing: dict[str, dict[Missing, int]] = {}
        for outcome in self._outcomes(team, filters):
            number += 1
            for position in outcome.bests:
                best[position] = best.get(position, 0) + 1
            for position, seen in outcome.positions.items():
                counts = missing.setdefault(position, {})
                if (
                    position not in outcome.bests
                    and seen.change is not None
                    and len(seen.change) == 1
                ):
                    change = seen.change[0]
                    key = change.question, change.to
                    counts[key] = counts.get(key, 0) + 1
        return MissingCounts(number, best, missing)

    def _outcomes(self, team: int, filters: BoardFilter) -> Iterator[Outcome]:
        condition, last = matching(team, filters, self._retention), 0
        while True:
            query = (
                select(results.c.id, results.c.outcome)
                .where(condition, results.c.id > last)
                .order_by(results.c.id)
                .limit(AT_ONCE)
            )
            with self._database.read_connection("read outcomes", patient=True) as connection:
                rows = connection.execute(query).all()
            for row in rows:
                yield row.outcome
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


def _answer(question: str | None) -> ColumnElement[str | None]:
    """Return the first choice that was given to a question, stored in a list or, earlier, bare."""
    if question is None:
        return type_coerce(null(), results.c.name.type)
    answers = type_coerce(results.c.answers, JSON)
    return func.coalesce(
        answers[(question, 0)].as_string(),
        answers[(question,)].as_string(),
        type_=results.c.name.type,
    )
