"""Reads answer sheets from CSV, with any of the usual separators and encodings."""

from __future__ import annotations

import codecs
import csv
import re
from bisect import insort
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from quiz.csv_files import encoding_of, separator_of
from quiz.score.sheet_source import Unreadable, UnreadableFileError, record_of

BLOCK = 3 << 20
"""Bytes of the file in a batch."""

CODES = pa.dictionary(pa.int32(), pa.string())
"""Arrow takes less time to number the distinct texts while it reads than afterwards."""

FEWEST_COLUMNS = 5
"""With fewer, a line of what somebody has written may have as many separators as a sheet."""

SWALLOWED = "a cell has a line that looks like a sheet; look for a quote that is not closed"


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
    """A CSV file; its separator is the one that its first line names or has most of."""

    def __init__(self, path: Path) -> None:
        self._path, self._size = path, path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4)
        self._encoding = encoding_of(start)
        try:
            with self._text() as text:
                self._separator, named = separator_of(text.readline(1 << 20))
                self._lines_before = int(named)
                if not named:
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

    def batches(self, answers: Container[str]) -> Iterator[pa.RecordBatch]:
        """Yield the batches in the order of the file."""
        types = {name: CODES if name in answers else pa.string() for name in self.names}

        def leave_out(row: pa.csv.InvalidRow) -> str:
            reason = f"{row.actual_columns} cells instead of {row.expected_columns}"
            if lines := (row.text or "").count("\n"):
                reason += f", from {lines + 1} lines; look for a quote that is not closed"
            record = row.number - 1 - self._lines_before
            self.unreadable.append(Unreadable(record, reason))
            return "skip"

        self._counted = _Counted(self._path.open("rb"), self._encoding)
        try:
            with pa.csv.open_csv(
                pa.PythonFile(self._counted, mode="r"),
                pa.csv.ReadOptions(
                    block_size=BLOCK, use_threads=False, skip_rows=self._lines_before
                ),
                pa.csv.ParseOptions(
                    delimiter=self._separator,
                    newlines_in_values=True,
                    invalid_row_handler=leave_out,
                    ignore_empty_lines=True,
                ),
                pa.csv.ConvertOptions(column_types=types, strings_can_be_null=False),
            ) as reader:
                read = 0
                for batch in reader:
                    kept = self._without_swallowed_sheets(batch, read)
                    read += kept.num_rows
                    yield kept
        except pa.ArrowInvalid as error:
            raise UnreadableFileError(str(error)) from error
        finally:
            self._counted.close()

    def _without_swallowed_sheets(self, batch: pa.RecordBatch, read: int) -> pa.RecordBatch:
        """Leave out records in which a quote that is not closed has swallowed the next lines.

        `read` records before this batch could be read.
        """
        found = _with_sheets_in_cells(batch, self._separator)
        for before, row in enumerate(np.flatnonzero(found).tolist()):
            record = record_of(self.unreadable, read + row - before)
            insort(self.unreadable, Unreadable(record, SWALLOWED))
        return batch.filter(pa.array(~found)) if found.any() else batch

    def lines(self, records: Sequence[int]) -> dict[int, int]:
        """Return the line on which each record begins; the first one is below the names."""
        wanted, found = set(records), {}
        with self._text() as text:
            for _ in range(self._lines_before):
                next(text)
            rows = csv.reader(text, delimiter=self._separator)
            record, begins = 0, 1 + self._lines_before
            for row in rows:
                if row:
                    if record in wanted:
                        found[record] = begins
                    record += 1
                begins = rows.line_num + 1 + self._lines_before
        return found

    @property
    def done(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._counted.read_bytes / self._size if self._counted else 0.0

    def _text(self) -> Any:
        return self._path.open(encoding=self._encoding, newline="")


def _with_sheets_in_cells(batch: pa.RecordBatch, separator: str) -> NDArray[np.bool_]:
    """Return for each record whether a cell has a line with as many cells as the record."""
    found = np.zeros(batch.num_rows, dtype=bool)
    if batch.num_columns < FEWEST_COLUMNS:
        return found
    cell = f"[^{re.escape(separator)}\n]*"
    line = f"\n({cell}{re.escape(separator)}){{{batch.num_columns - 1}}}{cell}(\n|$)"
    for column in batch.columns:
        encoded = pa.types.is_dictionary(column.type)
        texts = column.dictionary if encoded else column
        letters = texts.buffers()[2]
        if letters is not None and b"\n" in letters.to_pybytes():
            matches = pc.match_substring_regex(texts, line)
            matches = matches.take(column.indices) if encoded else matches
            found |= matches.to_numpy(zero_copy_only=False)
    return found
