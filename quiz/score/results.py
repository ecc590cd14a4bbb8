"""Writes outcomes as CSV, Parquet or JSON lines; a file appears whole or not at all."""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from quiz.score.names import JOINED

Write = Callable[[pa.RecordBatch], None]


@contextmanager
def results(path: Path | None, kind: str, schema: pa.Schema) -> Iterator[Write]:
    """Give a function that writes batches to a file, or to standard output where there is none.

    The file has its name when the context is left without an exception; a device or a pipe is
    written as it comes. Raises OSError.
    """
    if path is None:
        with _writer(kind, sys.stdout.buffer, schema) as write:
            yield write
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file():
        with path.open("wb") as device, _writer(kind, device, schema) as write:
            yield write
        return
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(descriptor)
    unfinished = Path(name)
    try:
        # A file of Arrow's own: to a Python file, it would copy everything once more.
        with pa.OSFile(name, "wb") as file, _writer(kind, file, schema) as write:
            yield write
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _writer(kind: str, file: Any, schema: pa.Schema) -> Iterator[Write]:
    if kind == "parquet":
        with pq.ParquetWriter(file, schema, store_schema=False) as parquet:
            parquet.add_key_value_metadata({"ARROW:schema": _arrow_schema(schema)})
            yield parquet.write_batch
    elif kind == "jsonl":
        yield lambda batch: file.write(_json_lines(batch))
    else:
        flat = pa.schema([_flat(field) for field in schema])
        with pa.csv.CSVWriter(file, flat) as writer:
            yield lambda batch: writer.write_batch(_flattened(batch, flat))


def _arrow_schema(schema: pa.Schema) -> str:
    """Return the schema that Arrow gives the columns when it reads a Parquet file again.

    It has plain texts: Arrow cannot read lists of dictionary codes in batches that span two row
    groups ("Nested data conversions not implemented for chunked array outputs").
    """
    plain = [field.with_type(_plain(field.type)) for field in schema]
    return base64.b64encode(pa.schema(plain, schema.metadata).serialize()).decode()


def _plain(of: pa.DataType) -> pa.DataType:
    if pa.types.is_list(of):
        return pa.list_(_plain(of.value_type))
    return of.value_type if pa.types.is_dictionary(of) else of


def _json_lines(batch: pa.RecordBatch) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False) for row in batch.to_pylist())
    return "".join(f"{line}\n" for line in lines).encode()


def _flat(field: pa.Field) -> pa.Field:
    return pa.field(field.name, pa.string()) if _is_text(field.type) else field


def _is_text(of: pa.DataType) -> bool:
    return bool(pa.types.is_list(of) or pa.types.is_dictionary(of))


def _flattened(batch: pa.RecordBatch, flat: pa.Schema) -> pa.RecordBatch:
    """Return a batch with one text in place of each list."""
    columns = [_joined(column) if _is_text(column.type) else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=flat)


def _joined(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return column.cast(pa.string())
    return pc.binary_join(column.cast(pa.list_(pa.string())), JOINED)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
