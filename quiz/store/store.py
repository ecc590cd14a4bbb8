"""The store: results, and the rules files that they were made with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, make_url, select
from sqlalchemy.exc import ArgumentError, IntegrityError

from quiz.core.model import Answer
from quiz.store import upgrade
from quiz.store.database import Database
from quiz.store.errors import StoreError
from quiz.store.records import NewResult, StoredResult
from quiz.store.schema import editions, results
from quiz.store.sqlite import SqliteDatabase
from quiz.store.tokens import hash_token

_FIND_RESULT = select(
    results.c.id,
    results.c.digest,
    results.c.answers,
    results.c.outcome,
    results.c.created_at,
).where(results.c.token_hash == bindparam("token_hash"))
_NEXT_ANSWERS = (
    select(results.c.id, results.c.answers)
    .where(results.c.id > bindparam("last"))
    .order_by(results.c.id)
    .limit(1000)
)
_FIND_ID = select(results.c.id).where(results.c.token_hash == bindparam("token_hash"))
_FIND_SOURCE = select(editions.c.source).where(editions.c.digest == bindparam("digest"))


class Store:
    """Keeps results in the database that `url` names; all its methods can be used by many threads.

    Whatever goes wrong with the database is a StoreError, within about five seconds.
    """

    def __init__(self, url: str) -> None:
        self._database = _database(url)
        self._keep_edition = self._database.insert_new(editions)
        self._keep_result = self._database.insert_new(results).returning(results.c.id)
        self._kept: set[str] = set()  # digests whose editions have been seen in the database

    def upgrade(self) -> None:
        """Bring the tables up to date, from nothing too; writes only where that is needed."""
        upgrade.upgrade(self._database)

    def check(self) -> None:
        """Raise StoreError unless results can be looked up; does not write."""
        upgrade.check(self._database)

    def keep_edition(self, digest: str, source: bytes) -> None:
        """Keep the rules file with this `digest`, unless it is kept already."""
        with self._database.writing("keep a rules file") as connection:
            self._insert_edition(connection, digest, source)
        self._kept.add(digest)

    def add_result(self, new: NewResult) -> int:
        """Keep a result with its edition and return its id.

        A token stands for one result: adding it again, at the same time or later,
        changes nothing and returns the same id.
        """
        if new.digest in self._kept:
            try:
                return self._insert_result(new, with_edition=False)
            except StoreError as error:
                if not isinstance(error.__cause__, IntegrityError):
                    raise
                self._kept.discard(new.digest)  # somebody has removed the edition since
        id_ = self._insert_result(new, with_edition=True)
        self._kept.add(new.digest)
        return id_

    def find_result(self, token: str) -> StoredResult | None:
        """Return the result of `token`; None when there is none."""
        with self._database.reading("find a result") as connection:
            row = connection.execute(_FIND_RESULT, {"token_hash": hash_token(token)}).one_or_none()
        if row is None:
            return None
        return StoredResult(row.id, row.digest, _answers(row.answers), row.outcome, row.created_at)

    def all_answers(self) -> Iterator[dict[str, Answer]]:
        """Yield the answers of every result, a thousand at a time, so that any number fits."""
        last = 0
        while True:
            with self._database.reading("read the answers of all results") as connection:
                rows = connection.execute(_NEXT_ANSWERS, {"last": last}).all()
            for row in rows:
                yield _answers(row.answers)
            if not rows:
                return
            last = rows[-1].id

    def edition(self, digest: str) -> bytes | None:
        """Return the rules file with this `digest`; None when it has no result."""
        with self._database.reading("find a rules file") as connection:
            return connection.execute(_FIND_SOURCE, {"digest": digest}).scalar_one_or_none()

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._database.close()

    def _insert_result(self, new: NewResult, *, with_edition: bool) -> int:
        token_hash = hash_token(new.token)
        with self._database.writing("keep a result") as connection:
            if with_edition:
                self._insert_edition(connection, new.digest, new.source)
            id_: int | None = connection.execute(
                self._keep_result,
                {
                    "token_hash": token_hash,
                    "digest": new.digest,
                    "language": new.language,
                    "answers": dict(new.answers),
                    "outcome": new.outcome,
                    "created_at": new.created_at,
                },
            ).scalar_one_or_none()
            if id_ is None:  # the token has a result already
                id_ = connection.execute(_FIND_ID, {"token_hash": token_hash}).scalar_one()
        return id_

    def _insert_edition(self, connection: Connection, digest: str, source: bytes) -> None:
        connection.execute(
            self._keep_edition,
            {"digest": digest, "source": source, "first_used_at": datetime.now(UTC)},
        )


def _database(url: str) -> Database:
    """Return the database that `url` names, not connected yet."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            "the address of the database cannot be read: "
            "write sqlite:///folder/quiz.db or postgresql://user:password@host/name"
        ) from None
    kind = parsed.drivername.partition("+")[0]
    if kind == "sqlite":
        return SqliteDatabase(parsed)
    if kind not in {"postgres", "postgresql"}:
        raise StoreError(f"{kind} is not a database that the quiz knows: use sqlite or postgresql")
    try:
        from quiz.store.postgresql import PostgresqlDatabase  # its driver is an extra
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg: pip install 'psycopg[binary]'"
        ) from error
    return PostgresqlDatabase(parsed)


def _answers(stored: dict[str, Any]) -> dict[str, Answer]:
    """Return answers as they went in: JSON has lists where they have tuples."""
    return {
        question: tuple(answer) if isinstance(answer, list) else answer
        for question, answer in stored.items()
    }
