"""Copies everything into a backup, and back: an SQLite file, from and to a database of either kind.

A backup is one moment of the database, and can be made while the quiz is used. What was stored
as JSON is copied as the text that it is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, Table, Text, cast, delete, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeDecorator

from quiz.store.database import Database
from quiz.store.errors import StoreError
from quiz.store.schema import metadata, teams
from quiz.store.sqlite import SqliteDatabase
from quiz.store.upgrade import revision_of, upgrade

ROWS_AT_ONCE = 500

LONGEST = 3600.0
"""Seconds that a copy may take."""

Report = Callable[[int, int], object]
"""Called with the number of rows that were copied just now, and of all rows there are."""


class JsonText(TypeDecorator[str]):
    """The text of a JSON column, whose order and spaces PostgreSQL keeps."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Read the column as text."""
        return cast(column, Text)


class JsonTextOfPostgresql(JsonText):
    """The same where the server has to be told that a text is meant as JSON."""

    cache_ok = True

    def bind_expression(self, bindparam: Any) -> ColumnElement[Any]:
        """Write the text as JSON."""
        return cast(cast(bindparam, Text), JSON)


def write_backup(database: Database, path: Path, report: Report) -> None:
    """Write all rows of a database to the file at `path`, which is replaced when all is written.

    The file can be read by this user only.
    """
    with _beside(path) as draft:
        copy = SqliteDatabase.at(draft)
        try:
            upgrade(copy)
            _copy(database, copy, report)
            copy.end_log()
        finally:
            copy.close()
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)


def restore_backup(database: Database, path: Path, report: Report) -> None:
    """Replace all rows of a database by those of the backup at `path`, all or none.

    A backup of an earlier version is brought up to date first; the file itself stays as it is.
    """
    with tempfile.TemporaryDirectory(prefix="quiz-restore-") as folder:
        copy = Path(folder) / "quiz.db"
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror}") from error
        backup = SqliteDatabase.at(copy)
        try:
            try:
                known = revision_of(backup)
            except StoreError as error:
                raise StoreError(f"{path} is no backup of the quiz, or it is damaged") from error
            if known is None:
                raise StoreError(f"{path} is no backup of the quiz")
            upgrade(backup)
            upgrade(database)
            _copy(backup, database, report)
        finally:
            backup.close()
    database.wipe()


def count_rows(database: Database) -> dict[str, int]:
    """Return the number of rows by table; the row of the operators does not count as a team."""
    no_team = select(func.count()).select_from(teams).where(teams.c.is_operators)
    with database.read_connection("count what there is", patient=True) as connection:
        counts = _count(connection)
        counts["teams"] -= connection.scalar(no_team) or 0
    return counts


def _copy(source: Database, target: Database, report: Report) -> None:
    reading, writing = _tables(source), _tables(target)
    with (
        source.snapshot("read all rows", LONGEST) as rows,
        target.write_transaction("write all rows") as written,
    ):
        target.be_patient(written.connection.driver_connection, LONGEST)
        last_ids = target.last_ids(written)
        total = sum(_count(rows).values())
        report(0, total)
        for table in reversed(writing):
            written.execute(delete(table))
        for from_, to in zip(reading, writing, strict=True):
            found = rows.execute(select(from_), execution_options={"yield_per": ROWS_AT_ONCE})
            for part in found.mappings().partitions():
                written.execute(to.insert(), [dict(row) for row in part])
                report(len(part), total)
        # No id is given away again, neither one of the source nor one that is being replaced.
        for name, last in source.last_ids(rows).items():
            last_ids[name] = max(last, last_ids.get(name, 0))
        target.set_last_ids(written, last_ids)


def _count(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


def _tables(database: Database) -> list[Table]:
    """Return the tables, in the order of their foreign keys, with JSON as text."""
    json = JsonTextOfPostgresql if database.dialect == "postgresql" else JsonText
    plain = MetaData()
    return [
        Table(
            table.name,
            plain,
            *(
                Column(
                    column.name,
                    json()
                    if isinstance(getattr(column.type, "impl", column.type), JSON)
                    else column.type,
                    primary_key=column.primary_key,
                )
                for column in table.columns
            ),
        )
        for table in metadata.sorted_tables
    ]


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Lend the path of a file in the same folder, which is removed unless it was renamed."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=".quiz-backup-", dir=path.absolute().parent)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    with folder as name:
        try:
            yield Path(name) / "quiz.db"
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror}") from error
