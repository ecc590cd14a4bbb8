"""Erasing a person on that person's request: the one way in which a team deletes for good.

The results are deleted for their owner too, with their links.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select

from quiz.store.database import Database
from quiz.store.departures import count
from quiz.store.erasure import Erasure
from quiz.store.filter import came_to
from quiz.store.recipients import erase_address
from quiz.store.result_counts import ResultsCounts, count_results
from quiz.store.retention import Retention
from quiz.store.schema import results


class Deletion:
    """Finds what a team has of a person, and erases it.

    A person is known by a result, and by its e-mail address: all results that came to the team
    with this address are that person's, removed ones too. So are the personal invitations that
    the team has sent to it.
    """

    def __init__(self, database: Database, erasure: Erasure, retention: Retention) -> None:
        self._database = database
        self._erasure = erasure
        self._retention = retention

    def count_person(self, team: int, result: int) -> ResultsCounts | None:
        """Return what would be erased with a result; None where the team has no such result."""
        with self._database.read_connection(
            "count what a team has of a person", patient=True
        ) as connection:
            theirs = self._of_person(connection, team, result)
            return None if theirs is None else count_results(connection, theirs)

    def erase_person(self, team: int, result: int) -> ResultsCounts | None:
        """Erase the person of a result, and return what was erased."""
        with self._erasure.transaction("erase a person") as connection:
            theirs = self._of_person(connection, team, result)
            if theirs is None:
                return None
            counts = count_results(connection, theirs)
            for email in set(connection.scalars(select(results.c.email).where(theirs))):
                if email:
                    erase_address(connection, team, email)
            count(connection, theirs, "erased")
            connection.execute(delete(results).where(theirs))
        return counts

    def _of_person(
        self, connection: Connection, team: int, result: int
    ) -> ColumnElement[bool] | None:
        its = and_(results.c.id == result, came_to(team), self._retention.keeps())
        found = connection.execute(select(results.c.email_folded).where(its)).one_or_none()
        if found is None:
            return None
        email = found.email_folded
        same = results.c.email_folded == email if email else results.c.id == result
        return and_(came_to(team), or_(results.c.id == result, same))
