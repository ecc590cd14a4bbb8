"""Rate limits: how often something was tried, counted over all processes together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from quiz.store.database import Database
from quiz.store.schema import attempts
from quiz.store.tokens import hash_token


class RateLimits:
    """Counts attempts by subject, such as an IP address; only its hash is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counted(self, subject: str, now: datetime) -> int:
        """Return how often `subject` was counted in the period that includes `now`."""
        with self._database.read_connection("count attempts") as connection:
            found = connection.scalar(
                select(attempts.c.count).where(
                    attempts.c.subject_hash == hash_token(subject), attempts.c.ends_at > now
                )
            )
        return found or 0

    def ends_at(self, subject: str, now: datetime) -> datetime | None:
        """Return when the period of `subject` that includes `now` ends; None without one."""
        with self._database.read_connection("look up when attempts are forgotten") as connection:
            return connection.scalar(
                select(attempts.c.ends_at).where(
                    attempts.c.subject_hash == hash_token(subject), attempts.c.ends_at > now
                )
            )

    def count(self, subject: str, now: datetime, within: timedelta) -> int:
        """Count `subject` once more and return the count.

        The first attempt begins a period of length `within`, after which counting starts again.
        """
        with self._database.write_transaction("count an attempt") as connection:
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
        """Reset the count of `subject`, as after a success."""
        with self._database.write_transaction("forget attempts") as connection:
            connection.execute(
                delete(attempts).where(attempts.c.subject_hash == hash_token(subject))
            )
