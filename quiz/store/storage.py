"""The ceiling on stored results, and which results are deleted first above it.

A result is in use, and never deleted early, once somebody else than its owner has opened its
link, its owner has opened it again after the day it was made or has changed or passed on the
link, or it came by an invitation. Results that are not in use are deleted first, the oldest of
them first, and none before it is YOUNGEST old.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select, update

from quiz.store.database import Database
from quiz.store.erasure import Erasure
from quiz.store.errors import StorageFull
from quiz.store.schema import results

YOUNGEST = timedelta(days=7)
"""How old a result is at least when it is deleted early."""

SPARE = 1.1
"""How many times the ceiling may be stored before further results are refused."""

BATCH = 200
"""How many results are deleted, or noted as in use, in one transaction."""


class Storage:
    """Keeps the number of results below a ceiling; None stands for no ceiling."""

    def __init__(self, database: Database, erasure: Erasure, most_results: int | None) -> None:
        self._database = database
        self._erasure = erasure
        self._most = most_results
        self._full = False
        self._opened: set[int] = set()

    def check(self) -> None:
        """Raise StorageFull if further results are refused, as the last `enforce` has found."""
        if self._full:
            raise StorageFull(f"there is no room for further results in {self._database.name}")

    def note_opening(self, result: int) -> None:
        """Remember that a result is in use; it is written later, so that nobody waits for it."""
        self._opened.add(result)

    def write_openings(self) -> None:
        """Write which results are in use, some at a time. Writes only if there are any."""
        while self._opened:
            # Popped one by one, so that none is lost that another thread adds meanwhile; and one
            # that closes the store may pop the last ones.
            some: set[int] = set()
            with suppress(KeyError):
                while len(some) < BATCH:
                    some.add(self._opened.pop())
            in_use = update(results).where(results.c.id.in_(some)).values(in_use=True)
            try:
                with self._database.write_transaction("note which are in use") as connection:
                    connection.execute(in_use)
            except BaseException:
                self._opened.update(some)
                raise

    def enforce(self, now: datetime) -> int:
        """Delete results that are not in use while there are too many; return how many.

        It deletes some at a time, so that others can write in between, and counts under a
        lock, so that several processes do not delete more than is needed.
        """
        if self._most is None:
            return 0
        deleted = 0
        while self._count() > self._most:
            removed = self._delete_some(now)
            deleted += removed
            if not removed:
                break
        self._full = self._count() > self._most * SPARE
        log = logging.getLogger("quiz")
        if deleted:
            log.warning("%s results that nobody had opened again were deleted early", deleted)
        if self._full:
            log.error("no more results are stored: raise QUIZ_MOST_RESULTS, or delete some")
        return deleted

    def _delete_some(self, now: datetime) -> int:
        with self._erasure.transaction("delete results that are not in use") as connection:
            self._database.lock_storage(connection)
            too_many = connection.execute(_COUNT).scalar_one() - (self._most or 0)
            oldest = (
                select(results.c.id)
                .where(results.c.in_use.is_(False), results.c.created_at < now - YOUNGEST)
                .order_by(results.c.created_at, results.c.id)
                .limit(max(0, min(too_many, BATCH)))
            )
            gone = delete(results).where(results.c.id.in_(oldest))
            return connection.execute(gone).rowcount

    def _count(self) -> int:
        with self._database.read_connection("count the results") as connection:
            return connection.execute(_COUNT).scalar_one()


_COUNT: Select[int] = select(func.count()).select_from(results)
