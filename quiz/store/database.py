"""The interface of a database to the store, and what SQLite and PostgreSQL have in common.

Reading and writing use separate connection pools, so that waiting to write never blocks a
page that only reads. Every wait is bounded, and every failure is raised as StoreError.
"""

from __future__ import annotations

import json
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event
from sqlalchemy.exc import (
    DBAPIError,
    DisconnectionError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from quiz.store.errors import StoreError
from quiz.store.prepared_statements import PreparedStatement

UPGRADE_WAIT = 10.0
"""Seconds to wait for another process that is migrating."""

POOL_WAIT = 0.7
"""Seconds to wait for a connection of this process.

The wait is short and the pool small, so that a database that hangs cannot block every thread
and pages that need no database are still served.
"""

_strict = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def _json(value: Any) -> str:
    """Return `value` as JSON; ValueError for a number or a text that JSON cannot represent.

    Pydantic takes a third of the time of Python's own encoder, but accepts NaN and infinity.
    Where their names appear, Python's encoder tells such a number from a text.
    """
    written = to_json(value).decode()
    return _strict(value) if "NaN" in written or "Infinity" in written else written


class Database(ABC):
    """A database as the store uses it; one subclass for each kind."""

    name: str
    """The address of the database, for the log; without the password."""

    collation: str
    """The collation that sorts by code point, whatever the locale."""

    begin_snapshot: str
    """The statement that begins a transaction which sees one moment of the database."""

    size_query: str
    """The query for how many bytes the database takes."""

    integrity_error: type[Exception]
    """What the driver raises when a row refers to a row that is not there."""

    keeps_deleted_bytes: bool
    """Whether the files keep what deleted rows have left, until they are wiped."""

    readers: Engine
    writers: Engine
    failures: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, ValueError)
    """The exceptions of a failing database, or of a value that it cannot store."""

    @abstractmethod
    def create(self) -> None:
        """Create the database where that can be done from here. Writes."""

    def is_missing(self) -> bool:
        """Return whether there is nothing to connect to, as far as that can be told from here."""
        return False

    @abstractmethod
    def write_lock(self, seconds: float | None = None) -> AbstractContextManager[None]:
        """Wait for the write lock, `seconds` instead of as long as usual, and hold it."""

    def sync(self, _driver: Any) -> None:
        """Wait until what a connection of the driver has committed is on the disk.

        Does nothing if the commit has waited for it.
        """
        return

    @abstractmethod
    def lock_schema(self, connection: Connection) -> None:
        """Lock out other migrations until the transaction of `connection` ends."""

    @abstractmethod
    def lock_storage(self, connection: Connection) -> None:
        """Lock out others who make room for results, until the transaction ends."""

    @abstractmethod
    def insert(self, table: Table) -> Any:
        """Return an INSERT that supports ON CONFLICT."""

    def insert_new(self, table: Table) -> Insert:
        """Return an INSERT that does nothing where a row with the same key exists."""
        statement: Insert = self.insert(table).on_conflict_do_nothing()
        return statement

    def be_patient(self, _driver: Any, _seconds: float | None = None) -> None:
        """Allow the statements on a connection of the driver more time than usual."""
        return

    @contextmanager
    def snapshot(self, purpose: str, seconds: float) -> Iterator[Connection]:
        """Lend a connection that sees one moment of the database, for `seconds` at most."""
        with self.read_connection(purpose) as connection:
            self.be_patient(connection.connection.driver_connection, seconds)
            connection.exec_driver_sql(self.begin_snapshot)
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.invalidate()
                raise

    @property
    def dialect(self) -> str:
        """Which kind of database this is: sqlite or postgresql."""
        return self.writers.dialect.name

    @abstractmethod
    def last_ids(self, connection: Connection) -> dict[str, int]:
        """Return the greatest id that was ever given away, by table."""

    @abstractmethod
    def set_last_ids(self, connection: Connection, last_ids: Mapping[str, int]) -> None:
        """Let new rows get ids after these. Writes."""

    @abstractmethod
    def wipe(self) -> None:
        """Overwrite what deleted rows have left in the files, where that can be done."""

    @contextmanager
    def read_connection(self, purpose: str, *, patient: bool = False) -> Iterator[Connection]:
        """Lend a connection to read with, in autocommit mode. Does not write.

        `purpose` completes "cannot ..." in the text of a StoreError. `patient` is for
        statements that read much and may take longer.
        """
        with self._store_errors(purpose), self.readers.connect() as connection:
            if patient:
                self.be_patient(connection.connection.driver_connection)
            yield connection
        # Lets a thread that waits for the connection have it before this one asks again. Not in
        # first_row(), where that would be a tenth of the time of a result page.
        time.sleep(0)

    @contextmanager
    def write_transaction(
        self, purpose: str, *, patient: bool = False, lock_wait: float | None = None
    ) -> Iterator[Connection]:
        """Lend a connection in a transaction, committed at the end or rolled back on an error.

        It waits `lock_wait` seconds for the write lock, or as long as usual.
        """
        with self._store_errors(purpose):
            with self.write_lock(lock_wait), self.writers.begin() as connection:
                if patient:
                    self.be_patient(connection.connection.driver_connection)
                driver = connection.connection.driver_connection
                yield connection
            self.sync(driver)

    def first_row(
        self, purpose: str, statement: PreparedStatement, values: Mapping[str, object]
    ) -> list[Any] | None:
        """Return the first row that a prepared statement finds. Does not write.

        It uses no context managers, because they cost as much as finding the row.
        """
        try:
            connection = self.readers.raw_connection()
            try:
                return statement.first(connection.cursor(), values)
            except BaseException as error:
                connection.invalidate(error if isinstance(error, Exception) else None)
                raise
            finally:
                connection.close()
        except self.failures as error:
            raise self._failure(purpose, error) from error

    @contextmanager
    def write_cursor(self, purpose: str, *, patient: bool = False) -> Iterator[Any]:
        """Lend a cursor of the driver in a transaction, committed at the end.

        `patient` is for statements that send much.
        """
        with self._store_errors(purpose):
            with self.write_lock(), driver_connection(self.writers) as driver:
                if patient:
                    self.be_patient(driver)
                self.begin(driver)
                yield driver.cursor()
                driver.commit()
            self.sync(driver)

    @abstractmethod
    def begin(self, driver: Any) -> None:
        """Begin a write transaction on a connection of the driver."""

    def close(self) -> None:
        """Close all connections."""
        self.readers.dispose()
        self.writers.dispose()

    @contextmanager
    def _store_errors(self, purpose: str) -> Iterator[None]:
        try:
            yield
        except self.failures as error:
            raise self._failure(purpose, error) from error

    def _failure(self, purpose: str, error: Exception) -> StoreError:
        return StoreError(f"cannot {purpose} in {self.name}: {_cause(error)}")


@contextmanager
def driver_connection(engine: Engine) -> Iterator[Any]:
    """Lend a connection of the driver from a pool; it is closed for good where anything fails."""
    pooled = engine.raw_connection()
    try:
        yield pooled.driver_connection
    except BaseException as error:
        pooled.invalidate(error if isinstance(error, Exception) else None)
        raise
    finally:
        pooled.close()


def open_engine(url: Any, size: int, **options: Any) -> Engine:
    """Return an engine with a pool of `size` connections and bounded waits.

    A forked process does not use the connections of its parent. Error messages contain
    statements without their values.
    """
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=POOL_WAIT,
        pool_reset_on_return=None,  # read_connection() and write_transaction() leave none open
        json_serializer=_json,
        json_deserializer=from_json,
        hide_parameters=True,
        **options,
    )

    @event.listens_for(engine, "connect")
    def remember_process(_dbapi: Any, record: Any) -> None:
        record.info["process"] = os.getpid()

    @event.listens_for(engine, "checkout")
    def refuse_inherited(_dbapi: Any, record: Any, proxy: Any) -> None:
        if record.info["process"] != os.getpid():
            record.dbapi_connection = proxy.dbapi_connection = None  # the parent's, to close
            raise DisconnectionError("the connection belongs to the parent process")

    return engine


def _cause(error: Exception) -> str:
    """Return in one line why the database failed.

    Only the first line of its message, because further lines can quote the row.
    """
    if isinstance(error, PoolTimeoutError):
        return f"all connections of this process were busy for {POOL_WAIT} s"
    message = str(error.orig if isinstance(error, DBAPIError) else error)
    return message.splitlines()[0] if message else type(error).__name__
