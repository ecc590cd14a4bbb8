"""A team's private notes on a result, and the history of the work on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, delete, exists, insert, select, update

from quiz.store import search_terms
from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.filter import visible_to
from quiz.store.retention import Retention
from quiz.store.schema import notes, recruiters, results

Kind = Literal["note", "stage", "in_charge", "due_on", "mail"]


@dataclass(frozen=True, slots=True)
class Note:
    """A note, or a change; for that `says` is the id of the stage or of the person, or the day.

    It is empty where nobody is in charge any more, or there is no day. Of a mail it is to how
    many people it was prepared. `edited_at` is when a
    note was last changed by its writer, whose id is `writer`.
    """

    id: int
    at: datetime
    by: str
    kind: Kind
    says: str
    writer: int
    edited_at: datetime | None = None


_FIND = (
    select(
        notes.c.id,
        notes.c.at,
        recruiters.c.name,
        notes.c.kind,
        notes.c.says,
        notes.c.recruiter,
        notes.c.edited_at,
    )
    .join(recruiters, notes.c.recruiter == recruiters.c.id)
    .join(results, notes.c.result == results.c.id)
)


class Notes:
    """The notes of all teams; they are deleted when their result leaves the team."""

    def __init__(self, database: Database, erasure: Erasure, retention: Retention) -> None:
        self._database = database
        self._erasure = erasure
        self._retention = retention

    def of(self, team: int, result: int) -> Sequence[Note]:
        """Return a team's notes on a result and its history, the newest first."""
        query = _FIND.where(notes.c.result == result, visible_to(team, self._retention))
        with self._database.read_connection("read notes") as connection:
            rows = connection.execute(query.order_by(notes.c.id.desc()))
            return [Note(*row) for row in rows]

    def of_several(self, team: int, chosen: Sequence[int]) -> Mapping[int, Sequence[Note]]:
        """Return a team's notes on some results and their histories, the oldest first."""
        theirs = notes.c.result.in_(chosen), visible_to(team, self._retention)
        query = _FIND.add_columns(notes.c.result).where(*theirs).order_by(notes.c.id)
        found: dict[int, list[Note]] = {}
        with self._database.read_connection("read notes of results", patient=True) as connection:
            for *note, result in connection.execute(query):
                found.setdefault(result, []).append(Note(*note))
        return found

    def add(self, team: int, result: int, recruiter: int, says: str, now: datetime) -> bool:
        """Add a note; False where the team has no such result."""
        its = and_(results.c.id == result, visible_to(team, self._retention))
        row = {"result": result, "recruiter": recruiter, "at": now, "kind": "note", **_said(says)}
        with self._database.write_transaction("add a note") as connection:
            # Locked, so that it does not leave the team meanwhile.
            if connection.scalar(select(results.c.id).where(its).with_for_update()) is None:
                return False
            connection.execute(insert(notes).values(row))
        return True

    def own(self, team: int, result: int, note: int, recruiter: int) -> Note | None:
        """Return a note that a recruiter has written; None for all others."""
        query = _FIND.where(self._own(team, result, note, recruiter))
        with self._database.read_connection("find a note") as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Note(*row)

    def change(self, note: Note, team: int, result: int, says: str, now: datetime) -> bool:
        """Change a note of its writer; False if it is gone. A note that stays is not edited."""
        its = self._own(team, result, note.id, note.writer)
        changed = update(notes).where(its, notes.c.says != says)
        with self._erasure.transaction("change a note") as connection:
            connection.execute(changed.values(edited_at=now, **_said(says)))
            return bool(connection.scalar(select(exists().where(its))))

    def delete(self, note: Note, team: int, result: int) -> bool:
        """Delete a note of its writer; False if it is gone."""
        with self._erasure.transaction("delete a note") as connection:
            its = self._own(team, result, note.id, note.writer)
            return connection.execute(delete(notes).where(its)).rowcount == 1

    def _own(self, team: int, result: int, note: int, writer: int) -> ColumnElement[bool]:
        seen = select(results.c.id).where(results.c.id == result, visible_to(team, self._retention))
        return and_(
            notes.c.id == note,
            notes.c.recruiter == writer,
            notes.c.kind == "note",
            notes.c.result.in_(seen),
        )


def _said(says: str) -> dict[str, str]:
    return {"says": says, "says_folded": search_terms.folded(says)}
