"""Changing the stage of many results at once, and undoing that.

The history of each result says what its stage became and what it was. All that was changed at
once has one moment and one writer there, by which it is found again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)

from quiz.store.database import Database
from quiz.store.filter import BoardFilter, chosen, of_team, visible_to
from quiz.store.retention import Retention
from quiz.store.schema import notes, results, stages

_HISTORY = ("result", "recruiter", "at", "kind", "says", "was")
_ENTRY = notes.alias()


@dataclass(frozen=True, slots=True)
class StageChange:
    """What was changed at once: the new stage, and how many results still have it.

    The id is that of its first entry in the history.
    """

    id: int
    stage: int
    results: int


class StageChanges:
    """The changes of all teams; None stands for what a team does not have."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def change(
        self,
        team: int,
        which: Sequence[int] | BoardFilter,
        recruiter: int,
        stage: int,
        now: dt.datetime,
    ) -> StageChange | None:
        """Give a stage to those of these results that the team has; None if there are none.

        Results that have it already are left out, and a stage of another team changes none.
        """
        theirs = select(stages.c.id).where(stages.c.id == stage, stages.c.team == team).exists()
        differ = and_(chosen(team, which, self._retention), results.c.stage != stage, theirs)
        entries = select(
            results.c.id,
            literal(recruiter),
            literal(now, notes.c.at.type),
            literal("stage"),
            literal(str(stage)),
            cast(results.c.stage, Text),
        )
        its = and_(_ENTRY.c.recruiter == recruiter, _ENTRY.c.at == now, _ENTRY.c.was.is_not(None))
        with self._database.write_transaction("change many stages", patient=True) as connection:
            number = _lock(connection, differ)
            if not number:
                return None
            connection.execute(insert(notes).from_select(_HISTORY, entries.where(differ)))
            these = results.c.id.in_(select(_ENTRY.c.result).where(its))
            connection.execute(update(results).where(these).values(stage=stage))
            first = connection.scalar(select(func.min(_ENTRY.c.id)).where(its)) or 0
        return StageChange(first, stage, number)

    def find(self, team: int, change: int) -> StageChange | None:
        """Return a change of a team, as far as it can still be undone."""
        with self._database.read_connection("find a change", patient=True) as connection:
            its = self._its(connection, team, change)
            if its is None:
                return None
            query = select(func.count()).select_from(results).join(_ENTRY, its.entries)
            return StageChange(change, its.stage, connection.scalar(query.where(its.still)) or 0)

    def undo(self, team: int, change: int, recruiter: int, now: dt.datetime) -> int | None:
        """Give the results of a change their stages before, where nobody has changed them since.

        Returns how many there are; None where the team has no such change.
        """
        with self._database.write_transaction("undo a change", patient=True) as connection:
            its = self._its(connection, team, change)
            if its is None:
                return None
            still = and_(its.still, select(_ENTRY.c.id).where(its.entries).exists())
            number = _lock(connection, still)
            entries = select(
                results.c.id,
                literal(recruiter),
                literal(now, notes.c.at.type),
                literal("stage"),
                _ENTRY.c.was,
                cast(results.c.stage, Text),
            )
            undone = entries.join(_ENTRY, its.entries).where(its.still)
            connection.execute(insert(notes).from_select(_HISTORY, undone))
            before = select(cast(_ENTRY.c.was, BigInteger)).where(its.entries).limit(1)
            values = {"stage": before.correlate(results).scalar_subquery()}
            connection.execute(update(results).where(still).values(values))
        return number

    def _its(self, connection: Connection, team: int, change: int) -> _Its | None:
        first = connection.execute(
            select(notes.c.recruiter, notes.c.at, notes.c.says)
            .join(results, notes.c.result == results.c.id)
            .where(notes.c.id == change, notes.c.was.is_not(None), of_team(team))
        ).one_or_none()
        if first is None:
            return None
        recruiter, at, says = first
        entries = and_(
            _ENTRY.c.result == results.c.id,
            _ENTRY.c.recruiter == recruiter,
            _ENTRY.c.at == at,
            _ENTRY.c.says == says,
            _ENTRY.c.was.is_not(None),
        )
        still = and_(visible_to(team, self._retention), results.c.stage == int(says))
        return _Its(int(says), entries, still)


class _Its(NamedTuple):
    """The stage of a change, its entries for a result, and which results still have the stage."""

    stage: int
    entries: ColumnElement[bool]
    still: ColumnElement[bool]


def _lock(connection: Connection, condition: ColumnElement[bool]) -> int:
    """Lock results until the transaction ends, and return how many there are.

    In one order, so that two changes of the same results do not wait for each other.
    """
    ids = select(results.c.id).where(condition).order_by(results.c.id)
    return len(connection.execute(ids.with_for_update(of=results)).all())
