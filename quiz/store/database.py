"""One database, open for reading and for writing; what both kinds of database share.

Readers and writers have connections of their own, so that somebody who waits to write
never keeps a page from being read. Every wait has an end, and every failure comes out
as a StoreError.
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

POOL_WAIT = 1.0
"""Seconds to wait for a connection of this process.

Short, and the pool small, so that a frozen database cannot keep every thread waiting
and pages that need none are still served.
"""

_strict = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def _json(value: Any) -> str:
    """Return `value` as JSON; ValueError for a number or a text that JSON cannot hold.

    Pydantic takes a third of the time of Python's own encoder, but lets NaN and infinity
    pass. Where their names appear, Python's tells such a number from a text.
    """
    written = to_json(value).decode()
    return _strict(value) if "NaN" in written or "Infinity" in written else written


class Database(ABC):
    """What the store asks of a database; one subclass for each kind."""

    name: str
    """Which database it is, for the log; without the password."""

    letters: str
    """The collation that sorts texts by the numbers of their letters, whatever the locale."""

    integrity_error: type[Exception]
    """What the driver raises when a row would lack the row that it refers to."""

    readers: Engine
    writers: Engine
    failures: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, ValueError)
    """What goes wrong with the database, or with a value that it cannot take."""

    @abstractmethod
    def create(self) -> None:
        """Make room for the database where it can be made here; writes."""

    @abstractmethod
    def turn(self) -> AbstractContextManager[None]:
        """Wait for the turn to write."""

    @abstractmethod
    def lock_schema(self, connection: Connection) -> None:
        """Keep other processes from migrating until the transaction of `connection` ends."""

    @abstractmethod
    def insert(self, table: Table) -> Any:
        """Return an INSERT that can be told what to do with a row of the same key."""

    def insert_new(self, table: Table) -> Insert:
        """Return an INSERT that leaves a row of the same key as it is."""
        statement: Insert = self.insert(table).on_conflict_do_nothing()
        return statement

    @abstractmethod
    def wipe(self) -> None:
        """Remove what deleted rows have left in the files, where that can be done."""

    @contextmanager
    def reading(self, purpose: str) -> Iterator[Connection]:
        """Lend a connection to read with; each statement stands alone. Does not write."""
        with self._failing_as_one(purpose), self.readers.connect() as connection:
            yield connection
        # Whoever waits for the connection takes it before this thread asks again. Not in first(),
        # where that would be a tenth of a result page.
        time.sleep(0)

    @contextmanager
    def writing(self, purpose: str) -> Iterator[Connection]:
        """Lend a connection in a transaction, committed at the end or rolled back on an error."""
        with self._failing_as_one(purpose), self.turn(), self.writers.begin() as connection:
            yield connection

    def first(
        self, purpose: str, statement: PreparedStatement, values: Mapping[str, Any]
    ) -> list[Any] | None:
        """Return the first row that a prepared statement finds. Does not write.

        Without the context managers, which cost as much as finding the row.
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
    def writing_cursor(self, purpose: str) -> Iterator[Any]:
        """Lend a cursor of the driver's own in a transaction, committed at the end."""
        with self._failing_as_one(purpose), self.turn(), lent(self.writers) as driver:
            self.begin(driver)
            yield driver.cursor()
            driver.commit()

    @abstractmethod
    def begin(self, driver: Any) -> None:
        """Begin a transaction that writes, on a connection of the driver."""

    def close(self) -> None:
        """Close all connections."""
        self.readers.dispose()
        self.writers.dispose()

    @contextmanager
    def _failing_as_one(self, purpose: str) -> Iterator[None]:
        try:
            yield
        except self.failures as error:
            raise self._failure(purpose, error) from error

    def _failure(self, purpose: str, error: Exception) -> StoreError:
        return StoreError(f"cannot {purpose} in {self.name}: {_cause(error)}")


@contextmanager
def lent(engine: Engine) -> Iterator[Any]:
    """Lend a connection of the driver from a pool; one on which anything failed is closed."""
    lent = engine.raw_connection()
    try:
        yield lent.driver_connection
    except BaseException as error:
        lent.invalidate(error if isinstance(error, Exception) else None)
        raise
    finally:
        lent.close()


def open_engine(url: Any, size: int, **options: Any) -> Engine:
    """Return an engine with a pool of `size` connections and bounded waits.

    Its connections are not used on the other side of a fork, and statements appear in
    error messages without their values.
    """
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=POOL_WAIT,
        pool_reset_on_return=None,  # reading() and writing() leave no transaction open
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

    Only the first line of what it says: the further ones can quote the row.
    """
    if isinstance(error, PoolTimeoutError):
        return f"all connections of this process were busy for {POOL_WAIT} s"
    told = str(error.orig if isinstance(error, DBAPIError) else error)
    return told.splitlines()[0] if told else type(error).__name__
