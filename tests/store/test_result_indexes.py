"""Results that came by no invitation are in none of the indexes of what only a team has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from quiz.store import Store

OF_FEW = ("invitation", "stage", "removal", "due_on", "owner_hash")
"""Columns that have no value in the result of somebody who just takes the quiz."""


@pytest.fixture
def connection(url: str, store: Store) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    assert store.results.number() == 0
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_adding_such_a_result_writes_to_no_index_that_begins_with_them(
    connection: sa.Connection,
) -> None:
    conditions = {
        index["name"]: str(index["dialect_options"].get(f"{connection.dialect.name}_where"))
        for index in sa.inspect(connection).get_indexes("results")
        if index["column_names"][0] in OF_FEW
    }
    assert len(conditions) >= len(OF_FEW)
    assert [name for name, where in conditions.items() if "IS NOT NULL" not in where] == []


@pytest.mark.parametrize("column", OF_FEW)
def test_results_are_found_by_each_of_them_through_an_index(
    connection: sa.Connection, column: str
) -> None:
    explain = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET enable_seqscan = off"))  # there are no rows to find
        explain = "EXPLAIN"
    value = "'2026-11-28'" if column == "due_on" else "'1'"
    query = f"{explain} SELECT id FROM results WHERE {column} = {value}"  # noqa: S608
    plan = " ".join(str(row) for row in connection.execute(sa.text(query)))
    assert f"ix_results_{column}" in plan or (column == "invitation" and "ix_results_n" in plan)
