"""Measures `quiz score` beside copies of its outcomes by Arrow and DuckDB, and beside a loop.

Each runs in a process of its own, whose CPU time and largest memory are taken. They take turns;
of the times, the least counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.sheets import draw_sheets, read_engine
from quiz.cli import main as quiz
from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import asks

DRAWN, AT_ONCE = 20_000, 1_000_000
SHEETS = {"parquet": 10_000_000, "csv": 1_000_000}
LOOP = 5_000
ROUNDS = {"parquet": 3, "csv": 8}
GOALS = {"parquet": 1.5, "csv": 1.3}


def make(path: Path, rows: int) -> None:
    """Write random sheets, nearly all of them different.

    Some are drawn. Each sheet is put together from several of these; only the answers to
    questions that depend on each other come from the same one.
    """
    engine, random = read_engine(), np.random.default_rng(16)
    drawn = list(islice(draw_sheets(engine, seed=16), DRAWN))
    texts = {
        id_: pa.array(["; ".join(each.get(id_, ())) for each in drawn]) for id_ in engine.forms
    }
    schema = pa.schema([("id", pa.int64()), *((id_, pa.string()) for id_ in texts)])
    open_writer = pa.csv.CSVWriter if path.suffix == ".csv" else pq.ParquetWriter
    with open_writer(path, schema) as writer:
        for start in range(0, rows, AT_ONCE):
            columns = {"id": pa.array(range(start, min(start + AT_ONCE, rows)))}
            for questions in dependent(engine):
                chosen = random.integers(DRAWN, size=len(columns["id"]))
                columns |= {id_: texts[id_].take(chosen) for id_ in questions}
            writer.write_table(pa.table(columns).select(schema.names))


def dependent(engine: Engine) -> list[set[str]]:
    """Return the questions in groups, so that none decides whether one of another is asked."""
    groups: list[set[str]] = []
    for id_, form in engine.forms.items():
        one = {id_, *asks(form.only_if)}
        apart = [group for group in groups if group.isdisjoint(one)]
        groups = [*apart, one.union(*(group for group in groups if group not in apart))]
    return groups


def copy(source: Path, outcomes: Path, target: Path) -> None:
    """Read the sheets and write the outcomes with Arrow alone, a batch at a time."""
    if source.suffix == ".csv":
        for _ in pa.csv.open_csv(source):
            pass
        columns = pa.csv.open_csv(outcomes).schema.names
        numbers = [name for name in columns if name == "id" or name.startswith(("points", "fit"))]
        types = dict.fromkeys(columns, pa.string()) | dict.fromkeys(numbers, pa.int64())
        read = pa.csv.open_csv(outcomes, convert_options=pa.csv.ConvertOptions(column_types=types))
        with read, pa.csv.CSVWriter(target, read.schema) as csv_file:
            for batch in read:
                csv_file.write_batch(batch)
        return
    parquet = pq.ParquetFile(outcomes)
    leaves = [parquet.schema.column(number) for number in range(len(parquet.schema))]
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    parquet = pq.ParquetFile(outcomes, read_dictionary=texts)  # faster, as the command writes it
    with pq.ParquetWriter(target, parquet.schema_arrow) as writer:
        for _ in pq.ParquetFile(source).iter_batches():
            pass
        for group in range(parquet.num_row_groups):  # batches with such columns cannot span two
            for batch in parquet.iter_batches(row_groups=[group]):
                writer.write_batch(batch)


def copy_by_duckdb(outcomes: Path, target: Path) -> None:
    """Read and write the outcomes with DuckDB, in one thread, which takes the least CPU time."""
    with duckdb.connect(config={"threads": 1}) as connection:
        to = f"(FORMAT {target.suffix.removeprefix('.')})"
        connection.execute(f"COPY (SELECT * FROM '{outcomes}') TO '{target}' {to}")  # noqa: S608


def loop() -> None:
    """Decide each of some sheets with the engine."""
    engine = read_engine()
    for sheet in islice(draw_sheets(engine, seed=16), LOOP):
        engine.outcome(sheet, with_changes=False)


def score(source: Path, target: Path) -> None:
    """Run the command."""
    quiz(["score", str(source), "--output", str(target)], standalone_mode=False)


def taken(work: Callable[[], None]) -> tuple[float, float]:
    """Return the CPU seconds and the largest memory in MB that a function takes by itself."""
    child = os.fork()
    if not child:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - ends with it
        work()
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    assert status == 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, rows in SHEETS.items():
            source, target, other = (
                Path(folder) / f"{name}.{kind}" for name in ("sheets", "outcomes", "copy")
            )
            taken(lambda path=source, many=rows: make(path, many))
            works = {
                "score": lambda a=source, b=target: score(a, b),
                "arrow": lambda a=source, b=target, c=other: copy(a, b, c),
                "duckdb": lambda a=target, b=other: copy_by_duckdb(a, b),
            }
            runs = [
                {name: taken(work) for name, work in works.items()} for _ in range(ROUNDS[kind])
            ]
            seconds, floor, beside = (min(run[name][0] for run in runs) for name in works)
            memory = max(run["score"][1] for run in runs)
            print(
                f"{rows:,} sheets, {kind} to {kind}: {seconds:.1f} s of CPU, "
                f"{rows / seconds / 1e6:.2f} M sheets a second, {memory:.0f} MB; "
                f"{seconds / floor:.2f} times Arrow ({floor:.1f} s; goal {GOALS[kind]}), "
                f"{seconds / beside:.2f} times DuckDB's copy of the outcomes (goal 1)",
                flush=True,
            )
    alone, _ = taken(lambda: None)
    seconds, _ = taken(loop)
    print(f"a loop over outcome: {LOOP / (seconds - alone):,.0f} sheets a second")
