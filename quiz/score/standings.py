"""The standings of many sheets: whether changes could open a position that is ruled out.

Each part of the blocks on a position is searched once for every combination of answers that
is met.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from quiz.core.language.conditions import Condition
from quiz.core.space import Space, can_avoid, freedom_of, without_wishes
from quiz.score.parts import apart
from quiz.score.tables import BulkTables, Codes, combined

STANDINGS = ("open", "check", "not_yet", "closed")
OPEN, CHECK, NOT_YET, CLOSED = range(4)

UNKNOWN = np.int8(-1)
"""Stands in a table for a combination of answers that was not searched yet."""

LARGEST_TABLE = 1 << 22
"""Combinations in a table at most; of a part with more, those that are met are remembered."""


class Standings:
    """Finds standings by one rules file, and remembers what was found out."""

    def __init__(self, tables: BulkTables) -> None:
        engine = tables.engine
        self._parts = [
            [_Part(tables, conditions) for conditions in apart(engine, position)]
            for position in engine.positions
        ]

    def of(
        self,
        blocks: Sequence[NDArray[np.int64]],
        checks: Sequence[NDArray[np.int64]],
        codes: Mapping[str, Codes],
    ) -> list[NDArray[np.int8]]:
        """Return the standing of each position, as a number of STANDINGS."""
        return [
            self._standing(number, blocks[number] > 0, checks[number] > 0, codes)
            for number in range(len(blocks))
        ]

    def _standing(
        self,
        number: int,
        blocked: NDArray[np.bool_],
        checked: NDArray[np.bool_],
        codes: Mapping[str, Codes],
    ) -> NDArray[np.int8]:
        standing = np.where(checked, CHECK, OPEN).astype(np.int8)
        standing[blocked] = CLOSED
        can_open = np.flatnonzero(blocked)
        for part in self._parts[number]:
            if len(can_open):
                here = [codes[id_][can_open] for id_ in part.questions]
                opened = part.can_open(here) if here else np.array([part.can_open_at(())])
                can_open = can_open[np.broadcast_to(opened, can_open.shape)]
        standing[can_open] = NOT_YET
        return standing


class _Part:
    """Blocks on a position that share questions with each other, and with no other block."""

    def __init__(self, tables: BulkTables, conditions: Sequence[Condition]) -> None:
        engine = tables.engine
        self._tables, self._forms = tables, engine.forms
        self._space = Space(engine.forms, conditions)
        self._can_change = {
            id_: without_wishes(question.can_change)
            for id_, question in engine.rules.questions.items()
        }
        self.questions = tuple(self._space.questions)
        self._known: dict[tuple[int, ...], bool] = {}
        self._table = np.full([0] * len(self.questions), UNKNOWN)

    def can_open(self, codes: Sequence[Codes]) -> NDArray[np.bool_]:
        """Return it for sheets, of which there is a column of rows for each question."""
        sizes = [len(self._tables.answers(id_)) for id_ in self.questions]
        if prod(sizes) > LARGEST_TABLE:
            which, first = combined(codes)
            distinct = [self.can_open_at(tuple(int(each[at]) for each in codes)) for at in first]
            return np.array(distinct, dtype=bool)[which]
        table, places = self._table_of(sizes), codes[0]
        for column, size in zip(codes[1:], sizes[1:], strict=True):
            places = places * size + column
        found = table[places]
        unknown = places[found == UNKNOWN]
        if len(unknown):
            for place in np.unique(unknown):
                table[place] = self.can_open_at(tuple(map(int, np.unravel_index(place, sizes))))
            found = table[places]
        opened: NDArray[np.bool_] = found == np.int8(1)
        return opened

    def _table_of(self, sizes: Sequence[int]) -> NDArray[np.int8]:
        """Return the table of what is known, which grows with the answers that are met."""
        if list(self._table.shape) != sizes:
            grown = np.full(sizes, UNKNOWN)
            grown[tuple(map(slice, self._table.shape))] = self._table
            self._table = grown
        return self._table.reshape(-1)

    def can_open_at(self, rows: tuple[int, ...]) -> bool:
        """Return whether changes could undo these blocks, given the row of each question."""
        known = self._known.get(rows)
        if known is None:
            freedom = {
                id_: freedom_of(
                    self._forms[id_], self._tables.answers(id_)[row], self._can_change[id_]
                )
                for id_, row in zip(self.questions, rows, strict=True)
            }
            known = self._known[rows] = can_avoid(self._space, freedom)
        return known
