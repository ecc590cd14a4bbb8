"""How often something was tried: counted for all processes together, and forgotten soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from quiz.store.database import Database
from quiz.store.schema import attempts
from quiz.store.tokens import hash_token


class RateLimits:
    """Counts attempts by subject, such as an address of the network; only its hash is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counted(self, subject: str, now: datetime) -> int:
        """Return how often `subject` was counted in the time that runs at `now`."""
        with self._database.reading("count attempts") as connection:
            found = connection.scalar(
                select(attempts.c.count).where(
                    attempts.c.subject_hash == hash_token(subject), attempts.c.ends_at > now
                )
            )
        return found or 0

    def ends_at(self, subject: str, now: datetime) -> datetime | None:
        """Return when the time of `subject` ends that runs at `now`; None when none does."""
        with self._database.reading("look up when attempts are forgotten") as connection:
            return connection.scalar(
                select(attempts.c.ends_at).where(
                    attempts.c.subject_hash == hash_token(subject), attempts.c.ends_at > now
                )
            )

    def count(self, subject: str, now: datetime, within: timedelta) -> int:
        """Count `subject` once more and return how often that makes.

        The first attempt begins a time of length `within`, after which it starts from nothing.
        """
        with self._database.writing("count an attempt") as connection:
            connection.execute(delete(attempts).where(attempts.c.ends_at <= now))
            row = {"subject_hash": hash_token(subject), "count": 1, "ends_at": now + within}
            counted = (
                self._database.insert(attempts)
                .values(row)
                .on_conflict_do_update(
                    index_elements=["subject_hash"], set_={"count": attempts.c.count + 1}
                )
                .returning(attempts.c.count)
            )
            return int(connection.execute(counted).scalar_one())

    def forget(self, subject: str) -> None:
        """Let `subject` start from nothing, as after a success."""
        with self._database.writing("forget attempts") as connection:
            connection.execute(
                delete(attempts).where(attempts.c.subject_hash == hash_token(subject))
            )
