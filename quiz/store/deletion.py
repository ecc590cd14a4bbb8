"""What a team deletes: a result, an invitation with all it holds, or all before a moment.

The results go for their applicants too, with their links.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from quiz.store.database import Database
from quiz.store.filter import of_team
from quiz.store.schema import invitations, notes, results, share_results, visits
from quiz.store.shares import forget_emptied


@dataclass(frozen=True, slots=True)
class Goes:
    """How much a deletion takes along: results, notes on them, shares that show them.

    `notes` are those that somebody wrote and the changes of a status; `visits` is how many
    people began by an invitation that goes.
    """

    results: int
    notes: int
    shares: int
    visits: int = 0


class Deletion:
    """Counts what would go, and deletes it; None stands for what a team does not have."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def title(self, team: int, invitation: int) -> str | None:
        """Return the title of a team's invitation."""
        with self._database.reading("find an invitation") as connection:
            return connection.scalar(
                select(invitations.c.title).where(_invitation(team, invitation))
            )

    def count_result(self, team: int, result: int) -> Goes | None:
        """Return what would go with a result."""
        with self._database.reading("count what goes with a result") as connection:
            goes = _count(connection, _result(team, result))
        return goes if goes.results else None

    def count_invitation(self, team: int, invitation: int) -> Goes:
        """Return what would go with an invitation."""
        with self._database.reading("count what goes with an invitation") as connection:
            return _count_held(connection, team, invitation)

    def count_before(self, team: int, moment: datetime) -> Goes:
        """Return what would go with all results made before a moment."""
        with self._database.reading("count what goes before a moment") as connection:
            return _count(connection, _before(team, moment))

    def delete_result(self, team: int, result: int) -> Goes | None:
        """Delete a result and return what went."""
        with self._database.writing("delete a result") as connection:
            goes = _delete(connection, _result(team, result))
        return goes if goes.results else None

    def delete_invitation(self, team: int, invitation: int) -> Goes | None:
        """Delete an invitation with all it holds and return what went."""
        theirs = _invitation(team, invitation)
        with self._database.writing("delete an invitation") as connection:
            # Locked, so that nothing more comes by it meanwhile.
            locked = select(invitations.c.id).where(theirs).with_for_update()
            if connection.scalar(locked) is None:
                return None
            goes = _count_held(connection, team, invitation)
            _delete(connection, _held(team, invitation))
            connection.execute(delete(invitations).where(theirs))  # its visits go with it
        return goes

    def delete_before(self, team: int, moment: datetime) -> Goes:
        """Delete all results of a team made before a moment and return what went."""
        with self._database.writing("delete all results before a moment") as connection:
            return _delete(connection, _before(team, moment))


def _delete(connection: Connection, which: ColumnElement[bool]) -> Goes:
    goes = _count(connection, which)
    connection.execute(delete(results).where(which))  # notes and entries of shares go with them
    forget_emptied(connection)
    return goes


def _count(connection: Connection, which: ColumnElement[bool]) -> Goes:
    going = select(results.c.id).where(which)
    row = connection.execute(
        select(
            select(func.count()).select_from(results).where(which).scalar_subquery(),
            select(func.count()).where(notes.c.result.in_(going)).scalar_subquery(),
            select(func.count(share_results.c.share.distinct()))
            .where(share_results.c.result.in_(going))
            .scalar_subquery(),
        )
    ).one()
    return Goes(*row)


def _count_held(connection: Connection, team: int, invitation: int) -> Goes:
    goes = _count(connection, _held(team, invitation))
    began = connection.scalar(select(func.count()).where(visits.c.invitation == invitation))
    return Goes(goes.results, goes.notes, goes.shares, began or 0)


def _result(team: int, result: int) -> ColumnElement[bool]:
    return and_(results.c.id == result, of_team(team))


def _held(team: int, invitation: int) -> ColumnElement[bool]:
    return and_(results.c.invitation == invitation, of_team(team))


def _before(team: int, moment: datetime) -> ColumnElement[bool]:
    return and_(results.c.created_at < moment, of_team(team))


def _invitation(team: int, invitation: int) -> ColumnElement[bool]:
    return and_(invitations.c.id == invitation, invitations.c.team == team)
