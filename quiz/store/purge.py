"""Deleting what is older than its retention: results, visits, recipients, audit entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from quiz.store import departures
from quiz.store.audit import Audit
from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.openings import Openings
from quiz.store.recipients import Recipients
from quiz.store.retention import Retention
from quiz.store.schema import results
from quiz.store.visits import Visits


@dataclass(frozen=True, slots=True)
class ExpiredResult:
    """A result whose retention has ended."""

    id: int
    created_at: datetime


class Purge:
    """Deletes what has outlived the retention of the store; nothing where it has none."""

    def __init__(
        self,
        database: Database,
        erasure: Erasure,
        retention: Retention,
        visits: Visits,
        openings: Openings,
        audit_kept: timedelta | None,
    ) -> None:
        self._database = database
        self._erasure = erasure
        self._retention = retention
        self._visits = visits
        self._openings = openings
        self._recipients = Recipients(database, erasure, retention)
        self._audit = Audit(database)
        self._audit_kept = Retention(audit_kept)

    def expired_results(self) -> Sequence[ExpiredResult]:
        """Return the results that would be deleted now, the oldest first. Does not write."""
        query = (
            select(results.c.id, results.c.created_at)
            .where(self._retention.is_over())
            .order_by(results.c.created_at, results.c.id)
        )
        with self._database.read_connection("list old results", patient=True) as connection:
            return [ExpiredResult(*row) for row in connection.execute(query)]

    def run(self, report: Callable[[int], None]) -> None:
        """Delete all that has expired, then wipe the files.

        `report` is called with the number of deleted results as soon as they are deleted, so
        that it is told even where the rest fails. Raises WipeError where only wiping failed.
        """
        start = self._retention.start()
        over = self._retention.is_over()
        report(self._erasure.delete_in_batches("delete old results", over))
        self._visits.delete_begun_before(start)
        self._openings.delete_before(start.date())
        self._recipients.delete_ended(datetime.now(UTC))
        with self._database.write_transaction("forget old departures") as connection:
            departures.forget_before(connection, start)
        self._audit.delete_without_team_before(start)
        self._audit.delete_before(self._audit_kept.start())
        self._erasure.wipe()
