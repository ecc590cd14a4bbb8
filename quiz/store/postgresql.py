"""The store in PostgreSQL, for more than one machine."""

from __future__ import annotations

import select
from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from typing import Any, Self, TypeVar

import psycopg
from psycopg.pq.abc import PGconn
from sqlalchemy import URL, Connection, Engine, Table, event, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DisconnectionError

from quiz.store.database import Database, open_engine
from quiz.store.errors import StoreError
from quiz.store.outage import Outage

T = TypeVar("T")

CONNECT_WAIT = 0.8
"""Seconds to wait for a new connection."""

ANSWER_WAIT = 0.8
"""Seconds that all statements on a connection may take together, from its checkout on."""

PATIENT_ANSWER_WAIT = 2.0
"""The same for statements that read or delete much."""

LOCK_WAIT = 0.6
"""Seconds that the server waits for a lock: shorter, so that the server reports the cause."""

UPGRADE_WAIT = 4.0
"""Seconds to wait for another process that is migrating."""

MIGRATION_WAIT = 600.0
"""Seconds that a migration may take once it has the lock."""

SCHEMA_LOCK = int.from_bytes(b"jetquiz")
"""The advisory lock of a migration: any number that nothing else uses in this database."""


class Silence(psycopg.OperationalError):
    """The server did not answer in time."""


class DeadlineConnection(psycopg.Connection[Any]):
    """A connection that gives up on a server that does not answer.

    A limit enforced by the server, such as statement_timeout, does not help once the server
    hangs, and TCP detects no fault then either. So the limit is enforced here, where psycopg
    waits for the socket.
    """

    outage: Outage  # of the database; set in a subclass for each

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self.set_deadline(ANSWER_WAIT)

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Generator[Any, Any, Self]:
        """Give up on a server that accepts the connection and says nothing.

        The connect_timeout of libpq cannot be shorter than two seconds.
        """
        seconds = cls.outage.patience(CONNECT_WAIT)
        told = f"the server accepted no connection within {seconds} s"
        try:
            found: Self = yield from _until(
                monotonic() + seconds, super()._connect_gen(conninfo), told
            )
        except Silence:
            cls.outage.begin()
            raise
        cls.outage.end()
        return found

    def set_deadline(self, seconds: float) -> None:
        """Limit all statements from now on to `seconds` together, instead of any limit before."""
        self._seconds = seconds
        self._deadline = monotonic() + seconds

    def wait(self, gen: Generator[Any, Any, T], *arguments: Any, **options: Any) -> T:
        """Wait as psycopg does, until the deadline at most; then close the connection."""
        told = f"the server did not answer within {self._seconds} s"
        try:
            answer: T = super().wait(_until(self._deadline, gen, told), *arguments, **options)
        except Silence:
            self.outage.begin()
            self.close()
            raise
        self.outage.end()
        return answer


def _until(deadline: float, gen: Generator[Any, Any, T], told: str) -> Generator[Any, Any, T]:
    """Pass on what `gen` waits for; psycopg calls ten times a second, ready or not.

    Raises Silence, with the text `told`, at the deadline.
    """
    try:
        awaited = next(gen)
        while True:
            ready = yield awaited
            if not ready and monotonic() >= deadline:
                raise Silence(told)
            awaited = gen.send(ready)
    except StopIteration as done:
        answer: T = done.value
        return answer


class PostgresqlDatabase(Database):
    """A PostgreSQL database, which any number of processes can use."""

    collation = "C"
    failures = (*Database.failures, psycopg.Error)
    integrity_error = psycopg.IntegrityError

    def __init__(self, url: URL) -> None:
        self.name = url.render_as_string(hide_password=True)
        outage = Outage()
        self.readers = _open(url, outage, isolation_level="AUTOCOMMIT")
        self.writers = _open(url, outage)

        @event.listens_for(self.writers, "begin")
        def begin(connection: Connection) -> None:
            self.begin(connection.connection.driver_connection)

    def begin(self, driver: Any) -> None:
        """Begin a transaction by limiting how long its statements wait for locks.

        The limit is set here and not with the connection, because a pooler in transaction
        mode refuses options of connections, and lends a connection to others in between.
        """
        driver.execute(f"SET LOCAL lock_timeout = {LOCK_WAIT * 1000:.0f}")

    def be_patient(self, connection: Connection) -> None:
        """Allow the statements on a connection PATIENT_ANSWER_WAIT together."""
        driver: Any = connection.connection.driver_connection
        driver.set_deadline(PATIENT_ANSWER_WAIT)

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

    def insert(self, table: Table) -> Any:
        """Return an INSERT that supports ON CONFLICT."""
        return insert(table)

    def wipe(self) -> None:
        """Do nothing: the server removes what deleted rows leave when it vacuums by itself."""


def _open(url: URL, shared_outage: Outage, **options: Any) -> Engine:
    threshold, url = _prepare_threshold(url)
    url = url.set(drivername="postgresql+psycopg")

    class OfThisDatabase(DeadlineConnection):
        outage = shared_outage

    engine = open_engine(url, 2, use_native_hstore=False, **options)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: Any, given: Any) -> DeadlineConnection:
        connection = OfThisDatabase.connect(
            *arguments, **given, client_encoding="UTF8", prepare_threshold=threshold
        )
        _refuse_other_encodings(connection)
        return connection

    @event.listens_for(engine, "checkout")
    def refuse_closed(dbapi: Any, _record: Any, _proxy: Any) -> None:
        # No statement is running, so anything to read is the server closing the connection.
        if _readable(dbapi.fileno()):
            raise DisconnectionError("the server has closed the connection")
        dbapi.set_deadline(shared_outage.patience(ANSWER_WAIT))

    return engine


def _prepare_threshold(url: URL) -> tuple[int | None, URL]:
    """Return how often a statement runs before the server prepares it, and the URL without that.

    By default the server prepares nothing: a pooler in transaction mode gives the next
    transaction to another server connection, which lacks what was prepared.
    """
    given = url.query.get("prepare_threshold")
    if given is None:
        return None, url
    if not isinstance(given, str) or not given.isdecimal():
        raise StoreError(
            f"prepare_threshold in the address of the database must be a whole number, not {given}"
        )
    return int(given), url.difference_update_query(["prepare_threshold"])


def _refuse_other_encodings(connection: DeadlineConnection) -> None:
    """Refuse a database that cannot hold every letter, before a visitor finds out."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        name = connection.info.dbname
        connection.close()
        raise psycopg.NotSupportedError(
            f"its encoding is {encoding}, which cannot hold every letter; make it anew with "
            f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"
        )


def _readable(socket: int) -> bool:
    """Return whether there is something to read at `socket`, without a round trip."""
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))
