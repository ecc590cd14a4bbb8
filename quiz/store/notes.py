"""What a team notes of a result: private notes, and each change of its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from quiz.store.database import Database
from quiz.store.filter import Status, of_team
from quiz.store.schema import notes, recruiters, results

Kind = Literal["note", "status"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something noted, by whom and when; of kind "status", `says` is the one that began then."""

    id: int
    at: datetime
    by: str
    kind: Kind
    says: str


class Notes:
    """The notes of all teams; they go when their result goes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, team: int, result: int) -> Sequence[Note]:
        """Return what a team has noted of a result, the newest first."""
        wanted = (
            select(notes.c.id, notes.c.at, recruiters.c.name, notes.c.kind, notes.c.says)
            .join(recruiters, notes.c.recruiter == recruiters.c.id)
            .join(results, notes.c.result == results.c.id)
            .where(notes.c.result == result, of_team(team))
            .order_by(notes.c.id.desc())
        )
        with self._database.reading("read notes") as connection:
            return [Note(*row) for row in connection.execute(wanted)]

    def add(self, team: int, result: int, recruiter: int, says: str, now: datetime) -> bool:
        """Add a note; False where the team has no such result."""
        with self._database.writing("add a note") as connection:
            if self._status(connection, team, result) is None:
                return False
            self._write(connection, result, recruiter, now, "note", says)
        return True

    def change_status(
        self, team: int, result: int, recruiter: int, status: Status, now: datetime
    ) -> bool:
        """Give a result another status; False where the team has no such result.

        Of several who do so at once the last one decides. All of them stand in the notes,
        save whoever chose the status that it had.
        """
        with self._database.writing("change a status") as connection:
            before = self._status(connection, team, result)
            if before is None:
                return False
            if before != status:
                connection.execute(
                    update(results).where(results.c.id == result).values(status=status)
                )
                self._write(connection, result, recruiter, now, "status", status)
        return True

    @staticmethod
    def _status(connection: Connection, team: int, result: int) -> str | None:
        """Return the status of a team's result, which nobody else can change meanwhile."""
        which = results.c.id == result
        return connection.scalar(
            select(results.c.status).where(which, of_team(team)).with_for_update()
        )

    @staticmethod
    def _write(
        connection: Connection, result: int, recruiter: int, at: datetime, kind: Kind, says: str
    ) -> None:
        connection.execute(
            insert(notes).values(result=result, recruiter=recruiter, at=at, kind=kind, says=says)
        )
