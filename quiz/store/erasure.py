"""Deleting results so that nothing of them is left: the one way in which the store does it.

In SQLite, copies of deleted rows stay in the file until it is rewritten. That takes about a
second for a hundred megabytes, in which nobody can write. So a deletion only asks for it, and
it is done once for many deletions, by one process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, select, update

from quiz.store.database import Database
from quiz.store.errors import StoreError, WipeError
from quiz.store.schema import results, share_results, shares, upkeep

BATCH = 1000
"""How many results are deleted in one transaction."""

LEAST_INTERVAL = timedelta(minutes=1)
"""How much time passes at least between two wipes."""

DUTY = 500
"""How many times as long as the last wipe took it is before the next one: writers wait at most
a five-hundredth of the time."""

LONGEST_INTERVAL = timedelta(hours=12)

_FIRST = {"id": 1, "wipes_done": 0, "seconds": 0.0}


class Erasure:
    """Deletes results together with what would be left of them.

    Their notes and entries in shares go by foreign keys. A share that becomes empty goes too,
    because its label may name an applicant. Each deletion asks for the files to be wiped.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def transaction(self, purpose: str) -> Iterator[Connection]:
        """Lend a connection in a transaction that deletes, and ask for a wipe in it.

        Deletes shares that have become empty, too.
        """
        with self._database.write_transaction(purpose, patient=True) as connection:
            yield connection
            is_empty = ~exists().where(share_results.c.share == shares.c.id)
            connection.execute(delete(shares).where(is_empty))
            if self._database.keeps_deleted_bytes:
                asked = self._database.insert(upkeep).values(**_FIRST, wipes_asked=1)
                more = {"wipes_asked": upkeep.c.wipes_asked + 1}
                connection.execute(asked.on_conflict_do_update(index_elements=["id"], set_=more))

    def delete_in_batches(self, purpose: str, condition: ColumnElement[bool]) -> int:
        """Delete any number of results and return how many there were.

        Each batch has a transaction of its own: a statement may take two seconds at most, and
        others can write in between.
        """
        batch = select(results.c.id).where(condition).limit(BATCH)
        deleted = 0
        while True:
            with self.transaction(purpose) as connection:
                count = connection.execute(delete(results).where(results.c.id.in_(batch))).rowcount
            deleted += count
            if count < BATCH:
                return deleted

    def wipe(self) -> None:
        """Overwrite what deleted rows have left in the files, now; WipeError where that fails."""
        self._wipe(self._state()[0])

    def wipe_if_due(self, now: datetime) -> None:
        """Wipe the files if a deletion has asked for it and the last wipe is long enough ago.

        Of several processes, one does it. Raises WipeError where that fails: for example
        because a backup still reads what was deleted. Then it is tried again after a minute.
        """
        if not self._database.keeps_deleted_bytes:
            return
        asked, done, tried_at, seconds = self._state()
        pause = min(max(LEAST_INTERVAL, timedelta(seconds=DUTY * seconds)), LONGEST_INTERVAL)
        # A wipe that seems to come later was noted by a clock that ran ahead.
        if asked == done or (tried_at and tried_at <= now < tried_at + pause):
            return
        claim = update(upkeep).where(upkeep.c.tried_at.is_not_distinct_from(tried_at))
        with self._database.write_transaction("claim a wipe") as connection:
            claimed = connection.execute(claim.values(tried_at=now, seconds=0)).rowcount
        if claimed:
            self._wipe(asked)

    def _state(self) -> tuple[int, int, datetime | None, float]:
        query = select(
            upkeep.c.wipes_asked, upkeep.c.wipes_done, upkeep.c.tried_at, upkeep.c.seconds
        )
        with self._database.read_connection("look up whether to wipe") as connection:
            row = connection.execute(query).one_or_none()
        return (0, 0, None, 0.0) if row is None else (row[0], row[1], row[2], row[3])

    def _wipe(self, asked: int) -> None:
        """Wipe the files, and note that the first `asked` wipes are done."""
        begun = time.monotonic()
        done = update(upkeep)
        try:
            self._database.wipe()
            with self._database.write_transaction("note a wipe") as connection:
                seconds = time.monotonic() - begun
                connection.execute(done.values(wipes_done=asked, seconds=seconds))
        except StoreError as error:
            raise WipeError(str(error)) from error
