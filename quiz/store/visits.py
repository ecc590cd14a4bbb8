"""Visits: how far people came who began by an invitation, without knowing who they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update

from quiz.store.database import Database
from quiz.store.rate_limits import Quota, RateLimits
from quiz.store.schema import visits
from quiz.store.tokens import hash_token


class Visits:
    """The visits of all invitations, each identified by the hash of its sitting."""

    def __init__(self, database: Database, limits: RateLimits) -> None:
        self._database = database
        self._limits = limits

    def start(
        self, sitting: str, invitation: int, now: datetime, quotas: Sequence[Quota] = ()
    ) -> None:
        """Record that a visit began, and count it in each of the quotas.

        Raises QuotaExceeded, and records nothing, if one is used up.
        """
        self._limits.check(quotas, now)
        with self._database.write_transaction("note a visit") as connection:
            connection.execute(
                self._database.insert_new(visits).values(
                    sitting_hash=hash_token(sitting), invitation=invitation, started_at=now
                )
            )
            self._limits.use_within(connection.connection.cursor(), quotas, now)

    def reach(self, sitting: str, question: str) -> None:
        """Record the last question that was answered."""
        self._update(sitting, question=question)

    def finish(self, sitting: str, now: datetime) -> None:
        """Record that a visit led to a result."""
        self._update(sitting, finished_at=now)

    def delete_begun_before(self, moment: datetime) -> None:
        """Delete the visits that began before `moment`."""
        with self._database.write_transaction("forget old visits") as connection:
            connection.execute(delete(visits).where(visits.c.started_at < moment))

    def _update(self, sitting: str, **values: object) -> None:
        with self._database.write_transaction("note how far a visit came") as connection:
            connection.execute(
                update(visits).where(visits.c.sitting_hash == hash_token(sitting)).values(values)
            )
