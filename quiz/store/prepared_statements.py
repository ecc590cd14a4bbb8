"""Statements compiled once, for the two things that the quiz does all day.

SQLAlchemy prepares a statement anew each time it is executed. To find a result or to keep
one, that costs as much as the database's own work, so these two go straight to the driver.
What SQLAlchemy knows, its pool, its types and its SQL for each database, still serves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Dialect, Insert, Select

Process = Callable[[Any], Any]


class PreparedStatement:
    """A statement in the words of one database; what it returns comes out as plain lists."""

    def __init__(self, statement: Insert | Select[Any], dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self._sql: str = compiled.string
        self._order: list[str] | None = compiled.positiontup
        self._into: dict[str, Process] = {
            name: process
            for name, bind in compiled.binds.items()
            if (process := bind.type.dialect_impl(dialect).bind_processor(dialect))
        }
        self._out_of: list[tuple[int, Process]] = [
            (place, process)
            for place, column in enumerate(compiled.statement.exported_columns)
            if (process := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def run(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Execute the statement."""
        sent = dict(values)
        for name, process in self._into.items():
            sent[name] = process(sent[name])
        cursor.execute(
            self._sql, sent if self._order is None else [sent[name] for name in self._order]
        )

    def first(self, cursor: Any, values: Mapping[str, Any]) -> list[Any] | None:
        """Execute the statement and return its first row, None where there is none."""
        self.run(cursor, values)
        found = cursor.fetchall()  # all: what is not read to its end cannot be committed
        if not found:
            return None
        row = list(found[0])
        for place, process in self._out_of:
            row[place] = process(row[place])
        return row
