"""Opens files of answer sheets: CSV, Parquet and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from quiz.score.columns import LISTED
from quiz.score.csv_sheets import CsvSource
from quiz.score.sheet_source import Source, Unreadable, UnreadableFileError

ROWS = 1 << 15
"""Rows of a batch."""

READ_AT_ONCE = 1 << 20
"""Bytes that are read of each column of a Parquet file at once."""

FIRST_LINES = 1000
"""Lines of JSON from which the names of the columns are taken."""

FormatName = str


def kind_of(path: Path) -> FormatName:
    """Return what kind of file a name stands for: csv, parquet or jsonl. Raises ValueError."""
    suffix = path.suffix.lower()
    kinds = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet"}
    kinds |= {".jsonl": "jsonl", ".ndjson": "jsonl"}
    if suffix not in kinds:
        raise ValueError(suffix)
    return kinds[suffix]


def open_sheets(path: Path, kind: FormatName) -> Source:
    """Open a file of sheets. Raises UnreadableFileError, OSError."""
    if path.stat().st_size == 0:
        raise UnreadableFileError("the file is empty; it needs a line that names its columns")
    kinds: dict[FormatName, type[Source]] = {
        "csv": CsvSource,
        "parquet": ParquetSource,
        "jsonl": JsonSource,
    }
    return kinds[kind](path)


class ParquetSource:
    """A Parquet file."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path)
        except pa.ArrowInvalid as error:
            raise UnreadableFileError(f"the file is no Parquet file: {error}") from error
        self.names = list(self._file.schema_arrow.names)
        texts = [field.name for field in self._file.schema_arrow if pa.types.is_string(field.type)]
        # By default Arrow keeps all that it has read of the file, and reads whole row groups.
        self._file = pq.ParquetFile(
            path, read_dictionary=texts, pre_buffer=False, buffer_size=READ_AT_ONCE
        )
        self.unreadable: list[Unreadable] = []
        self._read = 0

    def batches(self, answers: Container[str]) -> Iterator[pa.RecordBatch]:  # noqa: ARG002
        """Yield the batches in the order of the file."""
        for batch in self._file.iter_batches(batch_size=ROWS):
            self._read += batch.num_rows
            yield batch

    def lines(self, records: Sequence[int]) -> dict[int, int]:
        """Return nothing: a Parquet file has rows, but no lines."""
        del records
        return {}

    @property
    def done(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._read / max(int(self._file.metadata.num_rows), 1)


class JsonSource:
    """A file with a JSON object on each line; the first FIRST_LINES name the columns."""

    def __init__(self, path: Path) -> None:
        self._path, self._size, self._read = path, path.stat().st_size, 0
        self.unreadable: list[Unreadable] = []
        names: dict[str, None] = {}
        with path.open("rb") as file:
            for line, _ in zip(file, range(FIRST_LINES), strict=False):
                found = _object(line)
                names |= dict.fromkeys(found if isinstance(found, dict) else ())
        if not names:
            message = (
                "there is no JSON object on the first lines; each sheet is one, on its own line"
            )
            raise UnreadableFileError(message)
        self.names = list(names)

    def batches(self, answers: Container[str]) -> Iterator[pa.RecordBatch]:
        """Yield the batches in the order of the file; `answers` are the columns of questions."""
        rows: list[dict[str, Any]] = []
        with self._path.open("rb") as file:
            for record, (_, line) in enumerate(_filled(file), 1):
                self._read += len(line)
                found = _object(line)
                if isinstance(found, str):
                    self.unreadable.append(Unreadable(record, found))
                elif unknown := next((key for key in found if key not in self.names), None):
                    reason = f"{unknown!r} is on none of the first lines, so it names no column"
                    self.unreadable.append(Unreadable(record, reason))
                else:
                    rows.append(found)
                if len(rows) == ROWS:
                    yield self._batch(rows, answers)
                    rows = []
        if rows:
            yield self._batch(rows, answers)

    def lines(self, records: Sequence[int]) -> dict[int, int]:
        """Return the line of each record."""
        wanted = set(records)
        with self._path.open("rb") as file:
            return {
                record: number
                for record, (number, _) in enumerate(_filled(file), 1)
                if record in wanted
            }

    @property
    def done(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._read / self._size

    def _batch(self, rows: list[dict[str, Any]], answers: Container[str]) -> pa.RecordBatch:
        columns = [
            [_text(row.get(name), listed=name in answers) for row in rows] for name in self.names
        ]
        return pa.record_batch([pa.array(each, pa.string()) for each in columns], self.names)


def _filled(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not empty, with their numbers."""
    return ((number, line) for number, line in enumerate(file, 1) if line.strip())


def _object(line: bytes) -> dict[str, Any] | str:
    """Return the JSON object on a line, or why there is none."""
    try:
        found = json.loads(line)
    except ValueError as error:  # of UTF-8 too
        return f"the line is no JSON: {error}"
    return found if isinstance(found, dict) else "the line is no JSON object"


def _text(value: object, *, listed: bool) -> str | None:
    """Return a value as text; a list of choices has LISTED between them, all else is JSON."""
    if value is None or isinstance(value, str):
        return value
    if listed and isinstance(value, list):
        return LISTED.join(each if isinstance(each, str) else json.dumps(each) for each in value)
    return json.dumps(value, ensure_ascii=False)
