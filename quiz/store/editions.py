"""The rules files that results were made with, each stored once under its digest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select

from quiz.store.database import Database
from quiz.store.prepared_statements import PreparedStatement
from quiz.store.schema import editions

_FIND_SOURCE = select(editions.c.source).where(editions.c.digest == bindparam("digest"))


class Editions:
    """The rules files of all results."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = PreparedStatement(
            database.insert_new(editions).values(
                {column.name: bindparam(column.name) for column in editions.columns}
            ),
            database.writers.dialect,
        )

    def source(self, digest: str) -> bytes | None:
        """Return the rules file with this `digest`; None when no result was made with it."""
        with self._database.read_connection("find a rules file") as connection:
            return connection.execute(_FIND_SOURCE, {"digest": digest}).scalar_one_or_none()

    def insert(self, cursor: Any, digest: str, source: bytes) -> None:
        """Store a rules file in the transaction of a driver's cursor, unless it is stored."""
        self._insert.run(
            cursor, {"digest": digest, "source": source, "first_used_at": datetime.now(UTC)}
        )
