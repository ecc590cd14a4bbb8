"""Columns of names, such as those of the rules that apply: a list in each row, or one text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, product
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

JOINED = "; "
"""Stands between the names of a text."""

AT_ONCE = 8
"""How many names one look-up finds: all texts that they can make are in a table."""

LARGEST_TABLE = 1 << 22
"""Letters in a table at most; more names are joined one by one."""

TABLES_KEPT = 64


def list_of(names: Sequence[str], flags: Any, order: Any = None) -> pa.ListArray:
    """Return a list of names for each row: those whose flag is set, in the order of the columns.

    `flags` is (n, k); `order` (n, k) says which name each column stands for, else the same.
    """
    set_ = np.flatnonzero(flags)  # five times as fast as `nonzero` of both dimensions
    found = set_ % flags.shape[1] if order is None else order.ravel()[set_]
    offsets = np.concatenate([[0], np.count_nonzero(flags, axis=1).cumsum()]).astype(np.int32)
    values = pa.DictionaryArray.from_arrays(pa.array(found).cast(pa.int32()), list(names))
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def text_of(names: Sequence[str], flags: Any, order: Any = None) -> pa.StringArray:
    """Return the names that `list_of` lists, as one text for each row."""
    if order is None:
        return text_of_bits(names, np.packbits(flags, axis=1, bitorder="little"))
    # Most rows have none, so that texts are joined for the others alone.
    some = np.flatnonzero(flags.any(axis=1))
    texts = _joined(list_of(names, flags[some], order[some]))
    ends = np.zeros(len(flags) + 1, dtype=np.int32)
    ends[some + 1] = pc.binary_length(texts)
    return _texts(ends.cumsum(dtype=np.int32), texts.buffers()[2])


def text_of_bits(names: Sequence[str], bits: Any) -> pa.StringArray:
    """Return the names whose bit is set, as one text for each row.

    `bits` is (n, k / 8) bytes, of which the lowest bit is that of the first name.
    """
    letters = sum(map(len, names))
    if not letters or letters << AT_ONCE > LARGEST_TABLE:
        flags = np.unpackbits(bits, axis=1, count=len(names), bitorder="little")
        return _joined(list_of(names, flags))
    table = _table(tuple(names))
    rows, width = bits.shape
    pieces = bits + (np.arange(width, dtype=np.int32) << AT_ONCE)
    pieces[np.arange(rows), (bits != 0).argmax(axis=1)] += width << AT_ONCE
    # What Arrow takes lies in one piece, which is the texts of all rows, one after the other.
    _, offsets, content = table.take(pa.array(pieces.ravel())).buffers()
    return _texts(np.frombuffer(offsets, np.int32, pieces.size + 1)[::width].copy(), content)


def _joined(lists: pa.ListArray) -> pa.StringArray:
    return pc.binary_join(lists.cast(pa.list_(pa.string())), JOINED)


def _texts(ends: Any, content: pa.Buffer | None) -> pa.StringArray:
    """Return texts which follow each other; each ends where the next one begins."""
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), content)


@lru_cache(TABLES_KEPT)
def _table(names: tuple[str, ...]) -> pa.StringArray:
    """Return the texts of each eight names, for each set of flags, of which the first is lowest.

    They begin with JOINED, and stand a second time without it, for the first ones of a row.
    """
    texts = [
        JOINED.join(compress(names[start:], reversed(flags)))
        for start in range(0, len(names), AT_ONCE)
        for flags in product((False, True), repeat=AT_ONCE)
    ]
    return pa.array([*(text and JOINED + text for text in texts), *texts], pa.string())
