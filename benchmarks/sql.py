"""Measures the statements of `quiz sql` beside a copy of the outcomes by the same engine.

CPU times of DuckDB, of the PostgreSQL process that serves the connection, and of Spark's JVM.
Spark is left out where PySpark is not installed (`make test-long` installs it).
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow.parquet as pq

from benchmarks.score import make, taken
from benchmarks.sheets import read_engine
from quiz.score.sql.statement import Sheets, statement

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from support.postgresql import postgresql

SHEETS = {"duckdb": 2_000_000, "postgres": 200_000, "spark": 4_000_000}
GOALS = {"duckdb": 1.5, "postgres": 12.0, "spark": 2.5}
ROUNDS = 3
ROUNDS_OF_SPARK = 5  # the JVM goes on compiling during the first three
SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "4g",
    # Without the first one, the JVM interprets the one long method that Spark makes of the
    # statement; the second one collects garbage with less CPU time, in longer pauses.
    "spark.driver.extraJavaOptions": "-XX:-DontCompileHugeMethods -XX:+UseParallelGC",
}


def made(dialect: str, table: str) -> str:
    """Return the statement for a table that is named in the words of a dialect."""
    engine = read_engine()
    return statement(engine, Sheets(table, {id_: id_ for id_ in engine.forms}, ["id"]), dialect)


def show(dialect: str, scored: float, copied: float) -> None:
    """Print what a statement took beside the copy."""
    rows, ratio, goal = SHEETS[dialect], scored / copied, GOALS[dialect]
    print(
        f"{dialect}, {rows:,} sheets: {scored:.1f} s of CPU, {rows / scored / 1e6:.2f} M sheets a "
        f"second; {ratio:.1f} times a copy of the outcomes ({copied:.2f} s; goal {goal}"
        f"{'' if ratio <= goal else ', missed'})"
    )


def by_duckdb(folder: Path) -> None:
    """Measure DuckDB, from Parquet to Parquet."""
    sheets, outcomes, copy = (folder / f"{name}.parquet" for name in ("sheets", "out", "copy"))
    taken(lambda: make(sheets, SHEETS["duckdb"]))
    text = made("duckdb", f"'{sheets}'")

    def run(query: str, target: Path) -> Callable[[], None]:
        def work() -> None:
            with duckdb.connect() as connection:
                connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet)")

        return work

    scored = min(taken(run(text, outcomes))[0] for _ in range(ROUNDS))
    again = f"SELECT * FROM '{outcomes}'"  # noqa: S608 - a path of our own
    show("duckdb", scored, min(taken(run(again, copy))[0] for _ in range(ROUNDS)))


def by_postgresql(folder: Path) -> None:
    """Measure PostgreSQL, from a table to a table without a log, in one process."""
    rows = pq.read_table(folder / "sheets.parquet").slice(0, SHEETS["postgres"])
    with postgresql() as server, psycopg.connect(server.new_database(), autocommit=True) as link:
        names = ", ".join(f'"{name}" text' for name in rows.column_names)
        link.execute(f"CREATE TABLE sheets ({names})")  # type: ignore[arg-type] # ids of our own
        with link.cursor().copy("COPY sheets FROM STDIN") as copy:
            for batch in rows.to_batches(max_chunksize=20_000):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    copy.write_row(row)
        link.execute("VACUUM ANALYZE sheets")
        link.execute("SET max_parallel_workers_per_gather = 0")
        link.execute("SET jit = off")

        def run(query: str, target: str) -> float:
            link.execute(f"DROP TABLE IF EXISTS {target}")  # type: ignore[arg-type]
            before = _ticks(link.info.backend_pid)
            link.execute(f"CREATE UNLOGGED TABLE {target} AS {query}")  # type: ignore[arg-type]
            return _ticks(link.info.backend_pid) - before

        scored = min(run(made("postgres", "sheets"), "outcomes") for _ in range(ROUNDS))
        copied = min(run("SELECT * FROM outcomes", "copied") for _ in range(ROUNDS))
        show("postgres", scored, copied)


def _ticks(pid: int) -> float:
    """Return the CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def by_spark(folder: Path) -> None:
    """Measure Spark on this machine, from Parquet to Parquet."""
    from pyspark.sql import SparkSession

    session: Any = SparkSession.builder.master("local[2]").config(map=SPARK).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    taken(lambda: make(folder / "few.parquet", SHEETS["spark"]))
    session.read.parquet(str(folder / "few.parquet")).createOrReplaceTempView("sheets")
    java = session.sparkContext._gateway.proc.pid  # noqa: SLF001 - the process of the JVM

    def run(query: str, target: str) -> float:
        before = _ticks(java)
        session.sql(query).write.mode("overwrite").parquet(str(folder / target))
        return _ticks(java) - before

    scored = min(run(made("spark", "sheets"), "outcomes") for _ in range(ROUNDS_OF_SPARK))
    session.read.parquet(str(folder / "outcomes")).createOrReplaceTempView("outcomes")
    copied = min(run("SELECT * FROM outcomes", "copied") for _ in range(ROUNDS))
    session.stop()
    show("spark", scored, copied)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        by_duckdb(Path(name))
        by_postgresql(Path(name))
        if importlib.util.find_spec("pyspark") is None:
            print("spark: PySpark is not installed; make test-long installs it")
        else:
            by_spark(Path(name))
