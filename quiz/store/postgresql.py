"""The store in PostgreSQL, for more than one machine."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from select import POLLIN, poll
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, Table, event, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DisconnectionError

from quiz.store.database import UPGRADE_WAIT, Database, open_engine
from quiz.store.deadlines import ANSWER_WAIT, DeadlineConnection
from quiz.store.errors import StoreError
from quiz.store.outage import Outage
from quiz.store.schema import metadata

PATIENT_ANSWER_WAIT = 2.0
"""The same for statements that read or delete much."""

LOCK_WAIT = 0.6
"""Seconds that the server waits for a lock: shorter, so that the server reports the cause."""

MIGRATION_WAIT = 600.0
"""Seconds that a migration may take once it has the lock."""

SCHEMA_LOCK = int.from_bytes(b"jetquiz")
"""The advisory lock of a migration: any number that nothing else uses in this database."""


STORAGE_LOCK = SCHEMA_LOCK + 1
"""The advisory lock of those who make room for results."""


WITH_IDS = [name for name, table in metadata.tables.items() if "id" in table.c]

LAST_ID = text(
    "SELECT last_value FROM pg_sequences "
    "WHERE format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence(:name, 'id')"
)
SET_LAST_ID = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")


class PostgresqlDatabase(Database):
    """A PostgreSQL database, which any number of processes can use."""

    collation = "C"
    begin_snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    size_query = "SELECT pg_database_size(current_database())"
    failures = (*Database.failures, psycopg.Error)
    integrity_error = psycopg.IntegrityError
    keeps_deleted_bytes = False  # the server vacuums by itself

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

    def be_patient(self, driver: Any, seconds: float | None = None) -> None:
        """Allow the statements on a connection `seconds` together, or PATIENT_ANSWER_WAIT."""
        driver.set_deadline(seconds or PATIENT_ANSWER_WAIT)

    def last_ids(self, connection: Connection) -> dict[str, int]:
        """Return the greatest id that was ever given away, by table."""
        found = {name: connection.scalar(LAST_ID, {"name": name}) for name in WITH_IDS}
        return {name: last for name, last in found.items() if last is not None}

    def set_last_ids(self, connection: Connection, last_ids: Mapping[str, int]) -> None:
        """Let new rows get ids after these. Writes."""
        for name in WITH_IDS:
            greatest = connection.scalar(select(func.max(metadata.tables[name].c.id))) or 0
            last = max(greatest, last_ids.get(name, 0))
            if last:
                connection.execute(SET_LAST_ID, {"name": name, "last": last})

    def create(self) -> None:
        """Do nothing: an administrator creates a PostgreSQL database, with its rights."""

    def write_lock(self, seconds: float | None = None) -> AbstractContextManager[None]:  # noqa: ARG002 - of SQLite
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
    polled = poll()
    polled.register(socket, POLLIN)
    return bool(polled.poll(0))
