"""The outcomes of many sheets as columns: best, close, tied, points, fit, standings, rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quiz.score.standings import Standings
from quiz.score.tables import BulkTables, Codes, Sums

NO_POSITION = -1
LARGEST = 1 << 62
"""Sums on the common scale of all fits stay below it; a file with larger ones is refused."""


class Outcomes(NamedTuple):
    """The outcomes of a batch of n sheets with p positions and r rules.

    `best` (n) is the number of the best position, or -1. `order` (n, p) has the positions by
    falling fit; `close` and `tied` (n, p) say in that order which are. `points`, `fit` (in
    percent) and `standing` (a number of STANDINGS) are (n) for each position. `rules` (n, r)
    are those that apply.
    """

    best: NDArray[np.int64]
    order: NDArray[np.int64]
    close: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    points: Sequence[NDArray[np.int64]]
    fit: Sequence[NDArray[np.int64]]
    standing: Sequence[NDArray[np.int8]]
    rules: NDArray[np.bool_]


class Deciding:
    """Decides batches of sheets by one rules file."""

    def __init__(self, tables: BulkTables) -> None:
        self.tables = tables
        engine = tables.engine
        self._most = [engine.most[id_] for id_ in tables.positions]
        self._scale = engine.tables.scale
        self._standings = Standings(tables)

    def fits_words(self) -> bool:
        """Return whether all sums of this file can be compared as 64-bit numbers."""
        sums = [most * scale for most, scale in zip(self._most, self._scale, strict=True)]
        return (
            max(*sums, *(200 * most for most in self._most), self.tables.engine.tables.least, 0)
            < LARGEST
        )

    def outcomes(self, sums: Sums, codes: Mapping[str, Codes]) -> Outcomes:
        """Return the outcomes of valid sheets, of which `codes` has the answers' rows."""
        tables, engine = self.tables, self.tables.engine.tables
        points, blocks, checks = (tables.fields(kind, sums.sums) for kind in range(3))
        scaled, free = self._scaled(points), np.stack(blocks) == 0
        rank = np.where(free, scaled, -1)
        highest = rank.max(axis=0)
        found = highest >= max(engine.least, 0)
        best = np.where(found, rank.argmax(axis=0), NO_POSITION)
        other = found & free & (np.arange(len(points))[:, None] != best)
        order = np.argsort(-scaled, axis=0, kind="stable")
        close, tied = (
            np.take_along_axis(other & each, order, axis=0).T
            for each in (highest - scaled <= engine.close, scaled == highest)
        )
        fit = [
            (200 * each + most) // (2 * most) if most else np.zeros_like(each)
            for each, most in zip(points, self._most, strict=True)
        ]
        standing = self._standings.of(blocks, checks, codes)
        return Outcomes(
            best, order.T, close, tied, points, fit, standing, tables.applies(sums.sums)
        )

    def bests(self, sums: Sums) -> NDArray[np.bool_]:
        """Return for each position on which sheets it is a best match; several are tied."""
        points, blocks = (self.tables.fields(kind, sums.sums) for kind in range(2))
        rank = np.where(np.stack(blocks) == 0, self._scaled(points), -1)
        highest = rank.max(axis=0)
        least = max(self.tables.engine.tables.least, 0)
        best: NDArray[np.bool_] = (rank == highest) & (highest >= least)
        return best

    def _scaled(self, points: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
        return np.stack([each * scale for each, scale in zip(points, self._scale, strict=True)])
