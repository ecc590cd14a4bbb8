"""How far those came who began by an invitation, without knowing who they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from quiz.store.database import Database
from quiz.store.schema import visits
from quiz.store.tokens import hash_token


class Visits:
    """The visits of all invitations; each is known by its sitting, of which a hash is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, sitting: str, invitation: int, now: datetime) -> None:
        """Note that somebody began."""
        with self._database.writing("note a visit") as connection:
            connection.execute(
                self._database.insert_new(visits).values(
                    sitting_hash=hash_token(sitting), invitation=invitation, started_at=now
                )
            )

    def reach(self, sitting: str, question: str) -> None:
        """Note the furthest question that was answered."""
        self._update(sitting, question=question)

    def finish(self, sitting: str, now: datetime) -> None:
        """Note that somebody was given their result."""
        self._update(sitting, finished_at=now)

    def delete_begun_before(self, moment: datetime) -> None:
        """Forget the visits that began before `moment`."""
        with self._database.writing("forget old visits") as connection:
            connection.execute(delete(visits).where(visits.c.started_at < moment))

    def _update(self, sitting: str, **values: object) -> None:
        with self._database.writing("note how far a visit came") as connection:
            connection.execute(
                update(visits).where(visits.c.sitting_hash == hash_token(sitting)).values(values)
            )
