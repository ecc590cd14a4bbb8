"""Reads answer sheets from CSV, Parquet and JSON lines, a batch at a time.

Every batch has its texts as they stand in the file. Memory is that of a batch, whatever the
size of the file.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from quiz.score.columns import LISTED

BLOCK = 4 << 20
"""Bytes of a CSV file in a batch."""

ROWS = 1 << 16
"""Rows of a batch of the other kinds."""

FIRST_LINES = 1000
"""Lines of JSON from which the names of the columns are taken."""

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SEPARATORS = (",", ";", "\t", "|")
FormatName = str


class Unreadable(NamedTuple):
    """A record that has no cells: its number in the file, from 1, and why."""

    record: int
    reason: str


class UnreadableFileError(Exception):
    """A file cannot be read as what it should be; its text says why, and what to do."""


class Source(Protocol):
    """A file of sheets: the names of its columns, and its batches.

    `unreadable` are the records that were left out so far; `done` is the part that was read.
    """

    names: list[str]
    unreadable: list[Unreadable]

    def __init__(self, path: Path) -> None: ...

    def batches(self, answers: Container[str]) -> Iterator[pa.RecordBatch]:
        """Yield the batches in the order of the file; `answers` are the columns of questions."""

    def lines(self, records: Sequence[int]) -> dict[int, int]:
        """Return the line of each of these records, as far as it is known."""

    @property
    def done(self) -> float:
        """How much of the file was read, from 0 to 1."""


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


class _Counted:
    """A file that counts the bytes which were read from it, as UTF-8 without a mark."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self.read_bytes, self._file = 0, file
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes of the file, as UTF-8."""
        found = self._file.read(size)
        self.read_bytes += len(found)
        if self._decoder is None:
            return found
        text = self._decoder.decode(found, final=not found).encode()
        return text or (self.read(size) if found else b"")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self.closed = True


class CsvSource:
    """A CSV file; its separator is the one that its first line has most of."""

    def __init__(self, path: Path) -> None:
        self._path, self._size = path, path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4)
        self._encoding = next(
            (name for mark, name in MARKS.items() if start.startswith(mark)), "utf-8"
        )
        try:
            with self._text() as text:
                first = text.readline(1 << 20)
                self._separator = max(SEPARATORS, key=first.count)
                text.seek(0)
                self.names = next(csv.reader(text, delimiter=self._separator), [])
        except UnicodeDecodeError:
            message = "the file is not UTF-8; save it again as “CSV UTF-8” or “Unicode text”"
            raise UnreadableFileError(message) from None
        twice = next((name for name in self.names if self.names.count(name) > 1), None)
        if twice is not None:
            raise UnreadableFileError(f"two columns are called {twice!r}; rename one of them")
        self.unreadable: list[Unreadable] = []
        self._counted: _Counted | None = None

    def batches(self, answers: Container[str]) -> Iterator[pa.RecordBatch]:  # noqa: ARG002
        """Yield the batches in the order of the file."""

        def leave_out(row: pa.csv.InvalidRow) -> str:
            reason = f"{row.actual_columns} cells instead of {row.expected_columns}"
            if lines := (row.text or "").count("\n"):
                reason += f", from {lines + 1} lines; look for a quote that is not closed"
            self.unreadable.append(Unreadable(row.number - 1, reason))
            return "skip"

        self._counted = _Counted(self._path.open("rb"), self._encoding)
        try:
            with pa.csv.open_csv(
                pa.PythonFile(self._counted, mode="r"),
                pa.csv.ReadOptions(block_size=BLOCK, use_threads=False),
                pa.csv.ParseOptions(
                    delimiter=self._separator,
                    newlines_in_values=True,
                    invalid_row_handler=leave_out,
                    ignore_empty_lines=True,
                ),
                pa.csv.ConvertOptions(
                    column_types=dict.fromkeys(self.names, pa.string()), strings_can_be_null=False
                ),
            ) as reader:
                yield from reader
        except pa.ArrowInvalid as error:
            raise UnreadableFileError(str(error)) from error
        finally:
            self._counted.close()

    def lines(self, records: Sequence[int]) -> dict[int, int]:
        """Return the line on which each record begins; the first one is below the names."""
        wanted, found = set(records), {}
        with self._text() as text:
            rows = csv.reader(text, delimiter=self._separator)
            record, begins = 0, 1
            for row in rows:
                if row:
                    if record in wanted:
                        found[record] = begins
                    record += 1
                begins = rows.line_num + 1
        return found

    @property
    def done(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._counted.read_bytes / self._size if self._counted else 0.0

    def _text(self) -> Any:
        return self._path.open(encoding=self._encoding, newline="")


class ParquetSource:
    """A Parquet file."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path)
        except pa.ArrowInvalid as error:
            raise UnreadableFileError(f"the file is no Parquet file: {error}") from error
        self.names = list(self._file.schema_arrow.names)
        texts = [field.name for field in self._file.schema_arrow if pa.types.is_string(field.type)]
        self._file = pq.ParquetFile(path, read_dictionary=texts)
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
