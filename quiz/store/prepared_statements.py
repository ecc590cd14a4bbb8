"""Prepared statements, for the two most frequent operations: finding and adding a result.

SQLAlchemy compiles a statement each time it is executed, which for these two takes as long
as the database itself. So they are compiled once and executed by the driver. SQLAlchemy's
connection pool, column types and SQL for each database are still used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Insert, Select, Update

Process = Callable[[Any], Any]


class PreparedStatement:
    """A statement for one database, compiled with its first use; rows are returned as lists."""

    def __init__(self, statement: Insert | Select[Any] | Update, dialect: Dialect) -> None:
        self._statement = statement
        self._dialect = dialect

    @cached_property
    def _compiled(self) -> Any:
        return self._statement.compile(dialect=self._dialect)

    @cached_property
    def _bind_processors(self) -> dict[str, Process]:
        dialect = self._dialect
        return {
            name: process
            for name, bind in self._compiled.binds.items()
            if (process := bind.type.dialect_impl(dialect).bind_processor(dialect))
        }

    @cached_property
    def _result_processors(self) -> list[tuple[int, Process]]:
        dialect = self._dialect
        return [
            (place, process)
            for place, column in enumerate(self._compiled.statement.exported_columns)
            if (process := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def run(self, cursor: Any, values: Mapping[str, object]) -> None:
        """Execute the statement."""
        sent = dict(values)
        for name, process in self._bind_processors.items():
            sent[name] = process(sent[name])
        order = self._compiled.positiontup
        cursor.execute(
            self._compiled.string, sent if order is None else [sent[name] for name in order]
        )

    def first(self, cursor: Any, values: Mapping[str, object]) -> list[Any] | None:
        """Execute the statement and return its first row; None where there is none."""
        self.run(cursor, values)
        found = cursor.fetchall()  # all of them: an unfinished cursor prevents a commit
        if not found:
            return None
        row = list(found[0])
        for place, process in self._result_processors:
            row[place] = process(row[place])
        return row


class PreparedInsert(PreparedStatement):
    """An INSERT of one row with a numeric id, which may do nothing where the row exists."""

    def __init__(self, insert: Insert, id_: ColumnElement[int], dialect: Dialect) -> None:
        # To return a row takes SQLite further steps, and its driver knows the id anyway.
        self._returns_id = not dialect.postfetch_lastrowid  # type: ignore[attr-defined]
        super().__init__(insert.returning(id_) if self._returns_id else insert, dialect)

    def new_id(self, cursor: Any, values: Mapping[str, object]) -> int | None:
        """Execute the statement and return the id of the new row; None where there is none."""
        if self._returns_id:
            row = self.first(cursor, values)
            return None if row is None else int(row[0])
        self.run(cursor, values)
        return int(cursor.lastrowid) if cursor.rowcount else None
