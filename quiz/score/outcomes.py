"""The outcomes of many sheets as columns: best, close, tied, points, fit, standings, rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from quiz.score.standings import Standings
from quiz.score.tables import BulkTables, Codes, Sums

NO_POSITION = -1
LARGEST = 1 << 62
"""Sums on the common scale of all fits stay below it; a file with larger ones is refused."""


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of a batch of n sheets with p positions and r rules.

    `best` (n) is the number of the best position, or -1. Where positions are close to it, `order`
    (n, p) has all positions by falling fit; `close` and `tied` (n, p) say in that order which
    are. `points`, `fit` (in percent) and `standing` (a number of STANDINGS) are (n) for each
    position. `applies` (n, r / 8) has a bit for each rule, the lowest of a byte first.
    """

    best: NDArray[np.int64]
    order: NDArray[np.int64]
    close: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    points: Sequence[NDArray[np.int64]]
    fit: Sequence[NDArray[np.int64]]
    standing: Sequence[NDArray[np.int8]]
    applies: NDArray[np.uint8]
    count_rules: int

    @cached_property
    def rules(self) -> NDArray[np.bool_]:
        """Which rules apply (n, r)."""
        bits = np.unpackbits(self.applies, axis=1, count=self.count_rules, bitorder="little")
        return bits.view(np.bool_)


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
        best, highest = self._best(scaled, free)
        least = np.where(best == NO_POSITION, LARGEST, highest - engine.close)
        near = free & (scaled >= least) & (np.arange(len(points))[:, None] != best)
        # Positions are put in order only where some are close: on few sheets.
        some = np.flatnonzero(near.any(axis=0))
        near, scaled = near[:, some], scaled[:, some]
        by_fit = np.argsort(-scaled, axis=0, kind="stable")
        order = np.zeros((len(best), len(points)), dtype=np.int64)
        close, tied = np.zeros_like(order, dtype=bool), np.zeros_like(order, dtype=bool)
        order[some] = by_fit.T
        close[some] = np.take_along_axis(near, by_fit, axis=0).T
        tied[some] = np.take_along_axis(near & (scaled == highest[some]), by_fit, axis=0).T
        fit = [
            (200 * each + most) // (2 * most) if most else np.zeros_like(each)
            for each, most in zip(points, self._most, strict=True)
        ]
        standing = self._standings.of(blocks, checks, codes)
        return Outcomes(
            best,
            order,
            close,
            tied,
            points,
            fit,
            standing,
            tables.applies(sums.sums),
            len(tables.rules),
        )

    def _best(
        self, scaled: NDArray[np.int64], free: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the number of the best position on each sheet, or NO_POSITION, and its fit.

        A loop takes a third of the time of NumPy's `argmax` along positions.
        """
        highest = np.full(scaled.shape[1], max(self.tables.engine.tables.least, 0) - 1)
        best = np.full_like(highest, NO_POSITION)
        for number, (each, is_free) in enumerate(zip(scaled, free, strict=True)):
            better = is_free & (each > highest)
            best[better] = number
            np.copyto(highest, each, where=better)
        return best, highest

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
