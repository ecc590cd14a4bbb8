"""Sheets as a table of texts, and their outcomes by the engine as `quiz sql` names them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import duckdb
import psycopg
import pyarrow as pa

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answers
from quiz.score.sql.statement import Sheets, statement

Row = dict[str, Any]


def table_of(engine: Engine, sheets: Sequence[Answers]) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of a table; a question that was not asked has no cell."""
    rows = [
        [number, *("; ".join(sheet[id_]) if id_ in sheet else None for id_ in engine.forms)]
        for number, sheet in enumerate(sheets)
    ]
    return ["number", *engine.forms], rows


def made(engine: Engine, dialect: str, table: str = "sheets") -> str:
    """The statement for a table whose columns have the names of the questions."""
    return statement(engine, Sheets(table, {id_: id_ for id_ in engine.forms}, ["number"]), dialect)


def expected(engine: Engine, sheets: Sequence[Answers]) -> list[Row]:
    return [{"number": number, **by_engine(engine, each)} for number, each in enumerate(sheets)]


def by_engine(engine: Engine, sheet: Answers) -> Row:
    outcome = engine.outcome(sheet, with_changes=False)
    seen = outcome.positions
    applying = {reason.rule for each in seen.values() for reason in each.reasons}
    return {
        "best": outcome.best,
        "close": "; ".join(outcome.close),
        "tied": "; ".join(outcome.tied),
        **{f"points_{id_}": each.points for id_, each in seen.items()},
        **{f"fit_{id_}": each.fit for id_, each in seen.items()},
        **{f"standing_{id_}": each.standing for id_, each in seen.items()},
        "rules": "; ".join(id_ for id_ in engine.rules.rules if id_ in applying),
        "wrong": None,
    }


def created(columns: Sequence[str]) -> str:
    """A statement that creates the table; the first column is a number."""
    first, *others = (f'"{name}"' for name in columns)
    return f"CREATE TABLE sheets ({first} BIGINT, {', '.join(f'{name} TEXT' for name in others)})"


def by_duckdb(made: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    with duckdb.connect() as connection:
        given = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows])
        connection.register("given", given)  # a row at a time would take minutes
        connection.execute(created(columns))
        connection.execute("INSERT INTO sheets SELECT * FROM given")
        found = connection.execute(made)
        names = [each[0] for each in found.description or ()]
        return _in_order(names, found.fetchall())


def by_sqlite(made: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(created(columns))
        signs = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO sheets VALUES ({signs})", rows)  # noqa: S608 - signs
        found = connection.execute(made)
        return _in_order([each[0] for each in found.description], found.fetchall())
    finally:
        connection.close()


def by_postgresql(
    url: str, made: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[Row]:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(created(columns).replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
        with cursor.copy("COPY sheets FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        found = cursor.execute(made)  # type: ignore[arg-type] # no literal
        names = [each.name for each in found.description or ()]
        every = found.fetchall()
        connection.rollback()
        return _in_order(names, every)


def _in_order(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return sorted(found, key=lambda row: row["number"])


def by_spark(
    session: Any, made: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[Row]:
    """The outcomes by a Spark session, which keeps the table as a view."""
    first, *others = columns
    schema = ", ".join([f"`{first}` BIGINT", *(f"`{name}` STRING" for name in others)])
    session.createDataFrame(rows, schema).createOrReplaceTempView("sheets")
    found = session.sql(made)
    return _in_order(found.columns, found.collect())
