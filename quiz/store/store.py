"""The store: results, and the rules files that they were made with; the rest by its name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, make_url, select
from sqlalchemy.exc import ArgumentError

from quiz.core.language.model import Answer
from quiz.store import upgrade
from quiz.store.accounts import Accounts
from quiz.store.audit import Audit
from quiz.store.board import Board
from quiz.store.database import Database
from quiz.store.deletion import Deletion
from quiz.store.errors import StoreError
from quiz.store.invitations import Invitations
from quiz.store.links import Links
from quiz.store.notes import Notes
from quiz.store.prepared_statements import PreparedStatement
from quiz.store.rate_limits import RateLimits
from quiz.store.result_records import KeptResult, NewResult, StoredResult, answers_of, stored_result
from quiz.store.schema import STORED, editions, results
from quiz.store.sessions import Sessions
from quiz.store.shares import Shares
from quiz.store.sqlite import SqliteDatabase
from quiz.store.summary import Summaries
from quiz.store.tokens import hash_token
from quiz.store.visits import Visits

_FIND_RESULT = select(*STORED).where(results.c.token_hash == bindparam("token_hash"))
_NEXT_ANSWERS = (
    select(results.c.id, results.c.answers)
    .where(results.c.id > bindparam("last"))
    .order_by(results.c.id)
    .limit(1000)
)
_FIND_KEPT = select(results.c.id, results.c.address).where(
    results.c.submission == bindparam("submission")
)
_FIND_SOURCE = select(editions.c.source).where(editions.c.digest == bindparam("digest"))
_GIVEN = ("submission", "token_hash", "digest", "language", "answers", "outcome", "created_at")


class Store:
    """Keeps results in the database that `url` names; all its methods can be used by many threads.

    Whatever goes wrong with the database is a StoreError, within about five seconds.
    """

    def __init__(self, url: str) -> None:
        self._database = _database(url)
        dialect = self._database.writers.dialect
        self._keep_edition = PreparedStatement(
            self._database.insert_new(editions).values(
                {column.name: bindparam(column.name) for column in editions.columns}
            ),
            dialect,
        )
        self._keep_result = PreparedStatement(
            self._database.insert_new(results)
            .values({name: bindparam(name) for name in _GIVEN})
            .returning(results.c.id, results.c.address),
            dialect,
        )
        self._find_result = PreparedStatement(_FIND_RESULT, dialect)
        self._find_kept = PreparedStatement(_FIND_KEPT, dialect)
        self.links = Links(self._database)
        self.board = Board(self._database)
        self.invitations = Invitations(self._database)
        self.notes = Notes(self._database)
        self.summaries = Summaries(self._database)
        self.visits = Visits(self._database)
        self.limits = RateLimits(self._database)
        self.accounts = Accounts(self._database)
        self.sessions = Sessions(self._database)
        self.audit = Audit(self._database)
        self.shares = Shares(self._database)
        self.deletion = Deletion(self._database)
        self._kept: set[str] = set()  # digests whose editions have been seen in the database

    def upgrade(self) -> None:
        """Bring the tables up to date, from nothing too; writes only where that is needed."""
        upgrade.upgrade(self._database)

    def check(self) -> None:
        """Raise StoreError unless results can be looked up; does not write."""
        upgrade.check(self._database)

    def add_result(self, new: NewResult) -> KeptResult:
        """Keep a result with its edition.

        A submission makes one result: adding it again, at the same time or later, changes
        nothing and returns the same one, whose link may have another address since.
        """
        if new.digest in self._kept:
            try:
                return self._insert_result(new, with_edition=False)
            except StoreError as error:
                if not isinstance(error.__cause__, self._database.integrity_error):
                    raise
                self._kept.discard(new.digest)  # somebody has removed the edition since
        kept = self._insert_result(new, with_edition=True)
        self._kept.add(new.digest)
        return kept

    def find_result(self, token: str) -> StoredResult | None:
        """Return the result of `token`, be its link closed or not; None when there is none."""
        row = self._database.first(
            "find a result", self._find_result, {"token_hash": hash_token(token)}
        )
        return None if row is None else stored_result(row)

    def all_answers(self) -> Iterator[dict[str, Answer]]:
        """Yield the answers of every result, a thousand at a time, so that any number fits."""
        last = 0
        while True:
            with self._database.reading("read the answers of all results") as connection:
                rows = connection.execute(_NEXT_ANSWERS, {"last": last}).all()
            for row in rows:
                yield answers_of(row.answers)
            if not rows:
                return
            last = rows[-1].id

    def edition(self, digest: str) -> bytes | None:
        """Return the rules file with this `digest`; None when no result was ever made with it."""
        with self._database.reading("find a rules file") as connection:
            return connection.execute(_FIND_SOURCE, {"digest": digest}).scalar_one_or_none()

    def wipe(self) -> None:
        """Remove what deleted rows have left in the files, where that can be done.

        To be called after deleting; where it fails, the next time wipes all.
        """
        self._database.wipe()

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._database.close()

    def _insert_result(self, new: NewResult, *, with_edition: bool) -> KeptResult:
        with self._database.writing_cursor("keep a result") as cursor:
            if with_edition:
                self._insert_edition(cursor, new.digest, new.source)
            kept = self._keep_result.first(
                cursor,
                {
                    "submission": new.submission,
                    "token_hash": hash_token(new.token),
                    "digest": new.digest,
                    "language": new.language,
                    "answers": new.answers,
                    "outcome": new.outcome,
                    "created_at": new.created_at,
                },
            ) or self._find_kept.first(cursor, {"submission": new.submission})
        if kept is None:
            raise StoreError("a result was deleted in the moment in which it was kept again")
        return KeptResult(*kept)

    def _insert_edition(self, cursor: Any, digest: str, source: bytes) -> None:
        self._keep_edition.run(
            cursor, {"digest": digest, "source": source, "first_used_at": datetime.now(UTC)}
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
