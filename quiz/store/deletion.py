"""What a team deletes: a result, an invitation with its results, or all results before a moment.

The results are deleted for their applicants too, with their links.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.filter import of_team, visible_to
from quiz.store.retention import Retention
from quiz.store.schema import invitations, notes, results, share_results, visits


@dataclass(frozen=True, slots=True)
class DeletionCounts:
    """How many results a deletion takes, notes on them, and shares that show them.

    `notes` counts written notes and changes of a status; `visits` is how many people began by
    an invitation that is deleted.
    """

    results: int
    notes: int
    shares: int
    visits: int = 0


class Deletion:
    """Counts and deletes results of teams; None stands for what a team does not have."""

    def __init__(self, database: Database, erasure: Erasure, retention: Retention) -> None:
        self._database = database
        self._erasure = erasure
        self._retention = retention

    def title(self, team: int, invitation: int) -> str | None:
        """Return the title of a team's invitation."""
        with self._database.read_connection("find an invitation") as connection:
            return connection.scalar(
                select(invitations.c.title).where(_invitation(team, invitation))
            )

    def count_result(self, team: int, result: int) -> DeletionCounts | None:
        """Return what would be deleted with a result."""
        with self._database.read_connection(
            "count what goes with a result", patient=True
        ) as connection:
            counts = _count(connection, self._result(team, result))
        return counts if counts.results else None

    def count_invitation(self, team: int, invitation: int) -> DeletionCounts:
        """Return what would be deleted with an invitation."""
        with self._database.read_connection(
            "count what goes with an invitation", patient=True
        ) as connection:
            return _count_invitation(connection, team, invitation)

    def count_before(self, team: int, moment: datetime) -> DeletionCounts:
        """Return what would be deleted with all results made before a moment."""
        with self._database.read_connection(
            "count what goes before a moment", patient=True
        ) as connection:
            return _count(connection, _before(team, moment))

    def delete_result(self, team: int, result: int) -> DeletionCounts | None:
        """Delete a result and return what was deleted."""
        with self._erasure.transaction("delete a result") as connection:
            counts = _delete(connection, self._result(team, result))
        return counts if counts.results else None

    def delete_invitation(self, team: int, invitation: int) -> DeletionCounts | None:
        """Delete an invitation with its results and visits, and return what was deleted."""
        condition = _invitation(team, invitation)
        with self._erasure.transaction("delete an invitation") as connection:
            # Locked, so that no further result comes by it meanwhile.
            locked = select(invitations.c.id).where(condition).with_for_update()
            if connection.scalar(locked) is None:
                return None
            counts = _count_invitation(connection, team, invitation)
            _delete(connection, _of_invitation(team, invitation))
            connection.execute(delete(invitations).where(condition))  # its visits by foreign keys
        return counts

    def delete_before(self, team: int, moment: datetime) -> DeletionCounts:
        """Delete all results of a team made before a moment and return what was deleted."""
        with self._erasure.transaction("delete all results before a moment") as connection:
            return _delete(connection, _before(team, moment))

    def _result(self, team: int, result: int) -> ColumnElement[bool]:
        return and_(results.c.id == result, visible_to(team, self._retention))


def _delete(connection: Connection, condition: ColumnElement[bool]) -> DeletionCounts:
    counts = _count(connection, condition)
    connection.execute(delete(results).where(condition))
    return counts


def _count(connection: Connection, condition: ColumnElement[bool]) -> DeletionCounts:
    ids = select(results.c.id).where(condition)
    row = connection.execute(
        select(
            select(func.count()).select_from(results).where(condition).scalar_subquery(),
            select(func.count()).where(notes.c.result.in_(ids)).scalar_subquery(),
            select(func.count(share_results.c.share.distinct()))
            .where(share_results.c.result.in_(ids))
            .scalar_subquery(),
        )
    ).one()
    return DeletionCounts(*row)


def _count_invitation(connection: Connection, team: int, invitation: int) -> DeletionCounts:
    counts = _count(connection, _of_invitation(team, invitation))
    began = connection.scalar(select(func.count()).where(visits.c.invitation == invitation))
    return DeletionCounts(counts.results, counts.notes, counts.shares, began or 0)


def _of_invitation(team: int, invitation: int) -> ColumnElement[bool]:
    return and_(results.c.invitation == invitation, of_team(team))


def _before(team: int, moment: datetime) -> ColumnElement[bool]:
    return and_(results.c.created_at < moment, of_team(team))


def _invitation(team: int, invitation: int) -> ColumnElement[bool]:
    return and_(invitations.c.id == invitation, invitations.c.team == team)
