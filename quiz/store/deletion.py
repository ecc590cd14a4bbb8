"""Erasing a person on that person's request: the one way in which a team deletes for good.

The results are deleted for their owner too, with their links.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, delete, func, select

from quiz.store.database import Database
from quiz.store.departures import count
from quiz.store.erasure import Erasure
from quiz.store.person_data import of_person
from quiz.store.recipients import sent_to
from quiz.store.result_counts import ResultsCounts, count_results
from quiz.store.retention import Retention
from quiz.store.schema import outbox, recipients, results


class Deletion:
    """Finds what a team has of a person, and erases it.

    A person is known by a result, and by its e-mail address: all results that came to the team
    with this address are that person's, removed ones too. So are the personal invitations that
    the team has sent to it, or by which one of the results came.
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
            theirs = of_person(connection, team, result, self._retention)
            return None if theirs is None else _counted(connection, team, theirs)

    def erase_person(self, team: int, result: int) -> ResultsCounts | None:
        """Erase the person of a result, and return what was erased."""
        with self._erasure.transaction("erase a person") as connection:
            theirs = of_person(connection, team, result, self._retention)
            if theirs is None:
                return None
            counts = _counted(connection, team, theirs)
            connection.execute(delete(recipients).where(sent_to(connection, team, theirs)))
            count(connection, theirs, "erased")
            connection.execute(delete(results).where(theirs))
        return counts


def _counted(connection: Connection, team: int, theirs: ColumnElement[bool]) -> ResultsCounts:
    """Count the results of a person, and what hangs on them, mails and invitations too."""
    of_theirs = outbox.c.result.in_(select(results.c.id).where(theirs))
    mails = connection.scalar(select(func.count()).where(of_theirs)) or 0
    invited = select(func.count()).where(sent_to(connection, team, theirs))
    return replace(
        count_results(connection, theirs), mails=mails, recipients=connection.scalar(invited) or 0
    )
