"""The store in an SQLite file, which needs no server."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, event, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DisconnectionError

from quiz.store.database import Database, driver_connection, open_engine
from quiz.store.errors import StoreError
from quiz.store.file_descriptor import FileDescriptor
from quiz.store.outage import BRIEF, Outage
from quiz.store.schema import metadata
from quiz.store.write_lock import WriteLock

WRITE_LOCK_WAIT = 2.5
"""Seconds to wait for other writers of the quiz."""

BUSY_WAIT = 1.5
"""Seconds to wait for a lock of SQLite itself, held by a backup or a sqlite3 shell, say."""


READER_WAIT = 0.2
"""Seconds to wait for readers before the write-ahead log is emptied."""

_sync_data = getattr(os, "fdatasync", os.fsync)  # macOS has no fdatasync


class LoggedConnection(sqlite3.Connection):
    """A connection, and the write-ahead log, which is the same as long as the connection is open.

    The log is opened with the first wait for it, and stays open, because to open it would let
    another thread run.
    """

    log: FileDescriptor | None = None
    file: tuple[int, int] | None = None
    """Which file was at the path just before it was opened; see SqliteDatabase._identity()."""


class SqliteDatabase(Database):
    """An SQLite file in WAL mode: readers never wait, writers wait for the write lock."""

    collation = "BINARY"
    begin_snapshot = "BEGIN"
    size_query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    failures = (*Database.failures, sqlite3.Error)
    integrity_error = sqlite3.IntegrityError
    keeps_deleted_bytes = True

    def __init__(self, url: URL) -> None:
        if not url.database or url.database == ":memory:" or url.query:
            raise StoreError(
                "the address of an SQLite database names a file and nothing else: "
                "write sqlite:///folder/quiz.db, or sqlite:////folder/quiz.db from the root"
            )
        self._path = Path(url.database).absolute()
        self.name = str(self._path)
        self._outage = Outage()
        self._write_lock = WriteLock(self._path.with_name(f"{self._path.name}.lock"))
        self._log = self._path.with_name(f"{self._path.name}-wal")
        self.readers = self._open(2, isolation_level="AUTOCOMMIT")
        self.writers = self._open(1)

        @event.listens_for(self.writers, "connect")
        def use_wal(dbapi: Any, _record: Any) -> None:
            dbapi.execute("PRAGMA journal_mode=WAL")  # stored in the file; no-op the next time

        @event.listens_for(self.writers, "begin")
        def begin(connection: Connection) -> None:
            self.begin(connection.connection.driver_connection)

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return the database in the file at `path`."""
        return cls(URL.create("sqlite", database=str(path)))

    def begin(self, driver: Any) -> None:
        """Begin a transaction that takes SQLite's write lock at its start.

        A deferred transaction that reads first and then writes fails when others write. Called
        on sqlite3 itself: through SQLAlchemy it costs a tenth of the whole transaction.
        """
        lasting = self._outage.lasts
        if lasting:
            _set_busy_wait(driver, BRIEF)
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                self._outage.begin()
            raise  # the connection is not used again
        if lasting:
            _set_busy_wait(driver, BUSY_WAIT)
            self._outage.end()

    def create(self) -> None:
        """Create the file, and its folder where there is none, readable by this user only."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._path.exists():
                self._path.touch(mode=0o600)
        except OSError as error:
            raise StoreError(f"cannot create {self.name}: {error}") from error

    def is_missing(self) -> bool:
        """Return whether there is no file."""
        return not self._path.exists()

    @contextmanager
    def write_lock(self, seconds: float | None = None) -> Iterator[None]:
        """Wait until no other thread or process writes, and lock them out."""
        granted = False
        try:
            with self._write_lock.hold(seconds or self._outage.patience(WRITE_LOCK_WAIT)):
                granted = True
                yield
        except TimeoutError:
            if not granted:
                self._outage.begin()
            raise

    def sync(self, driver: Any) -> None:
        """Wait until what a connection has committed is on the disk; several threads do at once.

        SQLite has written it to the write-ahead log, or has moved it from there to the file and
        waited for that itself. Without a log, it has moved everything.
        """
        log = driver.log  # held until the end, as another thread may open the log at the same time
        if log is None:
            try:
                log = driver.log = FileDescriptor(self._log, os.O_RDONLY)
            except FileNotFoundError:
                return
        _sync_data(log.number)

    def lock_schema(self, connection: Connection) -> None:
        """Do nothing more: the write lock and BEGIN IMMEDIATE lock out all others."""

    def lock_storage(self, connection: Connection) -> None:
        """Do nothing more, as for the schema."""

    def last_ids(self, connection: Connection) -> dict[str, int]:
        """Return the greatest id that was ever given away, by table; only where SQLite knows it."""
        found = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {str(name): int(last) for name, last in found}

    def set_last_ids(self, connection: Connection, last_ids: Mapping[str, int]) -> None:
        """Let new rows get ids after these, where SQLite remembers that. Writes."""
        for table in metadata.sorted_tables:
            last = last_ids.get(table.name)
            if last and table.dialect_options["sqlite"]["autoincrement"]:
                row = {"name": table.name, "last": last}
                connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), row)
                connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), row)

    def end_log(self) -> None:
        """Move everything from the write-ahead log to the file, which is then complete alone."""
        with self._store_errors("end the log"), driver_connection(self.writers) as driver:
            driver.execute("PRAGMA journal_mode=DELETE")
            driver.log = None

    def close(self) -> None:
        """Close all connections and the file of the write lock."""
        super().close()
        self._write_lock.close()

    def insert(self, table: Table) -> Any:
        """Return an INSERT that supports ON CONFLICT."""
        return insert(table)

    def wipe(self) -> None:
        """Rewrite the file without what deleted rows have left in it, and empty the log.

        secure_delete is not enough: where SQLite has split a page, copies of rows stay in
        its unused part. It holds the write lock for about 10 ms for each MB of the file. It fails
        where somebody else, such as a backup, still reads what was deleted.
        """
        with (
            self._store_errors("wipe"),
            self.write_lock(),
            driver_connection(self.writers) as driver,
        ):
            _empty_log(driver)  # first, because it fails at once while somebody reads
            driver.execute("VACUUM")
            _empty_log(driver)

    def _open(self, size: int, **options: Any) -> Engine:
        url = URL.create("sqlite", database=self.name)
        engine = open_engine(url, size, creator=self._connect, **options)

        @event.listens_for(engine, "checkout")
        def refuse_replaced_file(dbapi: Any, _record: Any, _proxy: Any) -> None:
            if dbapi.file != self._identity():
                raise DisconnectionError("the file was replaced")

        return engine

    def _connect(self) -> sqlite3.Connection:
        """Open the file, which must be there: creating it would hide a mistyped address."""
        file = self._identity()  # first: one that is replaced meanwhile is noticed at the checkout
        connection = sqlite3.connect(
            f"file:{quote(str(self._path))}?mode=rw",
            uri=True,
            timeout=BUSY_WAIT,
            isolation_level=None,  # sqlite3's legacy transaction mode would commit by itself
            check_same_thread=False,
            factory=LoggedConnection,
        )
        # Not FULL: a commit would wait for the disk while it locks out all other writers. sync()
        # waits for it afterwards.
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.file = file
        return connection

    def _identity(self) -> tuple[int, int] | None:
        """Return the device and inode of the file at the path; None where there is none.

        A connection to a file that was moved away or deleted would go on writing to it, and
        what it writes would be lost.
        """
        try:
            status = os.stat(self._path)  # noqa: PTH116 - Path.stat costs twice as much
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino


def _empty_log(driver: Any) -> None:
    """Move the write-ahead log into the file and empty it; OSError while somebody reads it."""
    _set_busy_wait(driver, READER_WAIT)
    try:
        busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        _set_busy_wait(driver, BUSY_WAIT)
    if busy:
        raise OSError("somebody reads what was deleted; it is tried again in a minute")


def _set_busy_wait(driver: sqlite3.Connection, seconds: float) -> None:
    """Limit the time that SQLite itself waits for a lock."""
    driver.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
