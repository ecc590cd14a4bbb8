"""Measures `quiz score` beside copies of its outcomes by Arrow and DuckDB, and beside a loop.

Each runs in a process of its own, whose CPU time and largest memory are taken.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.sheets import draw_sheets, read_engine
from quiz.cli import main as quiz

DISTINCT = 20_000
SHEETS = {"parquet": 10_000_000, "csv": 1_000_000}
LOOP = 5_000
GOALS = {"parquet": 1.5, "csv": 1.3}


def make(path: Path, rows: int) -> None:
    """Write random sheets, of which the first ones are repeated."""
    engine = read_engine()
    drawn = list(islice(draw_sheets(engine, seed=16), DISTINCT))
    columns = {id_: ["; ".join(sheet.get(id_, ())) for sheet in drawn] for id_ in engine.forms}
    some = pa.table({"id": list(range(DISTINCT)), **columns})
    table = pa.concat_tables([some] * (rows // DISTINCT))
    if path.suffix == ".csv":
        pa.csv.write_csv(table, path)
    else:
        pq.write_table(table, path)


def copy(source: Path, outcomes: Path, target: Path) -> None:
    """Read the sheets and write the outcomes with Arrow alone."""
    if source.suffix == ".csv":
        pa.csv.read_csv(source)
        pa.csv.write_csv(pa.csv.read_csv(outcomes), target)
        return
    parquet = pq.ParquetFile(outcomes)
    leaves = [parquet.schema.column(number) for number in range(len(parquet.schema))]
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    parquet = pq.ParquetFile(outcomes, read_dictionary=texts)  # faster, as the command writes it
    with pq.ParquetWriter(target, parquet.schema_arrow) as writer:
        for _ in pq.ParquetFile(source).iter_batches():
            pass
        for batch in parquet.iter_batches():
            writer.write_batch(batch)


def copy_by_duckdb(outcomes: Path, target: Path) -> None:
    """Read and write the outcomes with DuckDB."""
    with duckdb.connect() as connection:
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
            seconds, memory = taken(lambda a=source, b=target: score(a, b))
            floor, _ = taken(lambda a=source, b=target, c=other: copy(a, b, c))
            beside, _ = taken(lambda a=target, b=other: copy_by_duckdb(a, b))
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
