"""Deleting results so that nothing of them is left: the one way in which the store does it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, delete, exists, select

from quiz.store.database import Database
from quiz.store.errors import StoreError, WipeError
from quiz.store.schema import results, share_results, shares

BATCH = 1000
"""How many results are deleted in one transaction."""


class Erasure:
    """Deletes results together with what would be left of them.

    Their notes and entries in shares go by foreign keys. A share that becomes empty goes too,
    because its label may name an applicant. Then the database files are wiped.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def transaction(self, purpose: str) -> Iterator[Connection]:
        """Lend a connection in a transaction that deletes, and clean up after it.

        Where the files cannot be wiped, the deletion stands all the same: the failure is
        logged, and the next deletion wipes what this one has left.
        """
        with self._transaction(purpose) as connection:
            yield connection
        try:
            self.wipe()
        except WipeError as error:
            logging.getLogger("quiz").error("%s", error)  # noqa: TRY400 - its text says it all

    def delete_in_batches(self, purpose: str, condition: ColumnElement[bool]) -> int:
        """Delete any number of results and return how many there were; does not wipe the files.

        Each batch has a transaction of its own: a statement may take two seconds at most, and
        others can write in between.
        """
        batch = select(results.c.id).where(condition).limit(BATCH)
        deleted = 0
        while True:
            with self._transaction(purpose) as connection:
                count = connection.execute(delete(results).where(results.c.id.in_(batch))).rowcount
            deleted += count
            if count < BATCH:
                return deleted

    def wipe(self) -> None:
        """Overwrite what deleted rows have left in the files; WipeError where that fails."""
        try:
            self._database.wipe()
        except StoreError as error:
            raise WipeError(str(error)) from error

    @contextmanager
    def _transaction(self, purpose: str) -> Iterator[Connection]:
        with self._database.write_transaction(purpose, patient=True) as connection:
            yield connection
            is_empty = ~exists().where(share_results.c.share == shares.c.id)
            connection.execute(delete(shares).where(is_empty))
