"""What all files of answer sheets have in common: they are read a batch at a time.

Every batch has its texts as they stand in the file. Memory is that of a batch, whatever the
size of the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa


class Unreadable(NamedTuple):
    """A record that has no cells: its number in the file, from 1, and why."""

    record: int
    reason: str


def record_of(unreadable: Sequence[Unreadable], row: int) -> int:
    """Return the number of a record, from 1, given how many before it could be read."""
    # Before the unreadable record k (from 0) stand all others, but for k unreadable ones.
    before = range(len(unreadable))
    return row + 1 + bisect_right(before, row, key=lambda k: unreadable[k].record - 1 - k)


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
