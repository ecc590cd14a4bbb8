"""A team's private notes on a result, and the changes of its status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, and_, insert, select, update

from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.filter import visible_to
from quiz.store.result_records import Status
from quiz.store.retention import Retention
from quiz.store.schema import notes, recruiters, results

Kind = Literal["note", "status"]


@dataclass(frozen=True, slots=True)
class Note:
    """A note, or a change of status; for the latter `says` is the new status."""

    id: int
    at: datetime
    by: str
    kind: Kind
    says: str


_COLUMNS = (notes.c.id, notes.c.at, recruiters.c.name, notes.c.kind, notes.c.says)
"""The columns of a Note, in the order of its fields."""


class Notes:
    """The notes of all teams; they are deleted with their result."""

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention

    def of(self, team: int, result: int) -> Sequence[Note]:
        """Return a team's notes on a result, the newest first."""
        query = (
            select(*_COLUMNS)
            .join(recruiters, notes.c.recruiter == recruiters.c.id)
            .join(results, notes.c.result == results.c.id)
            .where(notes.c.result == result, visible_to(team, self._retention))
            .order_by(notes.c.id.desc())
        )
        with self._database.read_connection("read notes") as connection:
            return [Note(*row) for row in connection.execute(query)]

    def of_several(self, team: int, chosen: Sequence[int]) -> Mapping[int, Sequence[Note]]:
        """Return a team's notes on some results by their ids, the oldest first."""
        query = (
            select(
                notes.c.result,
                notes.c.id,
                notes.c.at,
                recruiters.c.name,
                notes.c.kind,
                notes.c.says,
            )
            .join(recruiters, notes.c.recruiter == recruiters.c.id)
            .join(results, notes.c.result == results.c.id)
            .where(notes.c.result.in_(chosen), visible_to(team, self._retention))
            .order_by(notes.c.id)
        )
        found: dict[int, list[Note]] = {}
        with self._database.read_connection("read notes of results", patient=True) as connection:
            for result, *note in connection.execute(query):
                found.setdefault(result, []).append(Note(*note))
        return found

    def add(self, team: int, result: int, recruiter: int, says: str, now: datetime) -> bool:
        """Add a note; False where the team has no such result."""
        with self._database.write_transaction("add a note") as connection:
            if self._status(connection, team, result) is None:
                return False
            self._write(connection, result, recruiter, now, "note", says)
        return True

    def change_status(
        self, team: int, result: int, recruiter: int, status: Status, now: datetime
    ) -> bool:
        """Change the status of a result; False where the team has no such result.

        Of several changes at once the last one counts. Each is noted, unless the result had
        that status already.
        """
        with self._database.write_transaction("change a status") as connection:
            before = self._status(connection, team, result)
            if before is None:
                return False
            if before != status:
                connection.execute(
                    update(results).where(results.c.id == result).values(status=status)
                )
                self._write(connection, result, recruiter, now, "status", status)
        return True

    def _status(self, connection: Connection, team: int, result: int) -> str | None:
        """Return the status of a team's result, and lock the result."""
        condition = and_(results.c.id == result, visible_to(team, self._retention))
        return connection.scalar(select(results.c.status).where(condition).with_for_update())

    @staticmethod
    def _write(
        connection: Connection, result: int, recruiter: int, at: datetime, kind: Kind, says: str
    ) -> None:
        row = {"result": result, "recruiter": recruiter, "at": at, "kind": kind, "says": says}
        searched = search_terms.folded(says) if kind == "note" else None
        connection.execute(insert(notes).values(row | {"says_folded": searched}))
