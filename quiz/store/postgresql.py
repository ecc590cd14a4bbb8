"""The store in PostgreSQL, for more than one machine."""

from __future__ import annotations

import select
from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.pq.abc import PGconn
from sqlalchemy import URL, Connection, Engine, Table, event, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DisconnectionError

from quiz.store.database import Database, open_engine

T = TypeVar("T")

CONNECT_WAIT = 2
"""Seconds to wait for a new connection; libpq knows no shorter limit."""

ANSWER_WAIT = 2.0
"""Seconds that all statements on a connection may take together, from its checkout on."""

LOCK_WAIT = 1.5
"""Seconds that the server waits for a lock: shorter, so that the server reports the cause."""

UPGRADE_WAIT = 4.0
"""Seconds to wait for another process that is migrating."""

MIGRATION_WAIT = 600.0
"""Seconds that a migration may take once it has the lock."""

SCHEMA_LOCK = int.from_bytes(b"jetquiz")
"""The advisory lock of a migration: any number that nothing else uses in this database."""


STORAGE_LOCK = SCHEMA_LOCK + 1
"""The advisory lock of those who make room for results."""


class DeadlineConnection(psycopg.Connection[Any]):
    """A connection that gives up on a server that does not answer.

    A limit enforced by the server, such as statement_timeout, does not help once the server
    hangs, and TCP detects no fault then either. So the limit is enforced here, where psycopg
    waits for the socket.
    """

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self.set_deadline(ANSWER_WAIT)

    def set_deadline(self, seconds: float) -> None:
        """Limit all statements from now on to `seconds` together, instead of any limit before."""
        self._seconds = seconds
        self._deadline = monotonic() + seconds

    def wait(self, gen: Generator[Any, Any, T], *arguments: Any, **options: Any) -> T:
        """Wait as psycopg does, until the deadline at most; then close the connection."""
        return super().wait(self._until_deadline(gen), *arguments, **options)

    def _until_deadline(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """Pass on what `gen` waits for; psycopg calls ten times a second, ready or not."""
        try:
            awaited = next(gen)
            while True:
                ready = yield awaited
                if not ready and monotonic() >= self._deadline:
                    self.close()
                    raise psycopg.OperationalError(
                        f"the server did not answer within {self._seconds} s"
                    )
                awaited = gen.send(ready)
        except StopIteration as done:
            answer: T = done.value
            return answer


class PostgresqlDatabase(Database):
    """A PostgreSQL database, which any number of processes can use."""

    collation = "C"
    failures = (*Database.failures, psycopg.Error)
    integrity_error = psycopg.IntegrityError
    keeps_deleted_bytes = False  # the server vacuums by itself

    def __init__(self, url: URL) -> None:
        self.name = url.render_as_string(hide_password=True)
        url = url.set(drivername="postgresql+psycopg")
        self.readers = _open(url, isolation_level="AUTOCOMMIT")
        self.writers = _open(url)

    def begin(self, driver: Any) -> None:
        """Do nothing: psycopg begins a transaction with the first statement."""

    def create(self) -> None:
        """Do nothing: an administrator creates a PostgreSQL database, with its rights."""

    def write_lock(self) -> AbstractContextManager[None]:
        """Do not wait: the server locks the rows that are written."""
        return nullcontext()

    def lock_schema(self, connection: Connection) -> None:
        """Wait until no other process migrates; the lock ends with the transaction."""
        driver: Any = connection.connection.driver_connection
        driver.set_deadline(UPGRADE_WAIT + ANSWER_WAIT - LOCK_WAIT)
        connection.execute(text(f"SET LOCAL lock_timeout = {UPGRADE_WAIT * 1000:.0f}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": SCHEMA_LOCK})
        driver.set_deadline(MIGRATION_WAIT)

    def lock_storage(self, connection: Connection) -> None:
        """Wait until no other process makes room; the lock ends with the transaction."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": STORAGE_LOCK})

    def insert(self, table: Table) -> Any:
        """Return an INSERT that supports ON CONFLICT."""
        return insert(table)

    def wipe(self) -> None:
        """Do nothing: the server removes what deleted rows leave when it vacuums by itself."""


def _open(url: URL, **options: Any) -> Engine:
    engine = open_engine(url, 2, use_native_hstore=False, **options)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: Any, options: Any) -> DeadlineConnection:
        limits = {
            "connect_timeout": CONNECT_WAIT,
            "options": f"-c lock_timeout={LOCK_WAIT * 1000:.0f}",
        }
        return DeadlineConnection.connect(*arguments, **{**limits, **options})

    @event.listens_for(engine, "checkout")
    def refuse_closed(dbapi: Any, _record: Any, _proxy: Any) -> None:
        # No statement is running, so anything to read is the server closing the connection.
        if _readable(dbapi.fileno()):
            raise DisconnectionError("the server has closed the connection")
        dbapi.set_deadline(ANSWER_WAIT)

    return engine


def _readable(socket: int) -> bool:
    """Return whether there is something to read at `socket`, without a round trip."""
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))
