"""Bounds of what changes of one sheet's answers can do, which keep the search short."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import accumulate
from typing import TypeAlias

from quiz.core.decide.options import Options, Way
from quiz.core.decide.tables import Tables

Lacks: TypeAlias = tuple[tuple[int, int], ...]
"""Rivals by number, each with what a position lacks to be ahead of it."""


class Reach:
    """The bounds for one sheet, whose `fits` have one for no position as the last.

    `steady` are rivals that no change can block. The questions that are `gated` may be closed
    by changes of others.
    """

    def __init__(
        self,
        movable: Sequence[tuple[str, Options]],
        steady: Sequence[int],
        fits: Sequence[int],
        tables: Tables,
        gated: Container[str],
    ) -> None:
        self._movable = movable
        self._steady = steady
        self._fits = fits
        self._tables = tables
        self._gated = gated
        self._gained: dict[tuple[int, int, int], list[int]] = {}
        self._needed: dict[int, tuple[int, ...]] = {}

    def least_changes(self, position: int) -> int:
        """Return a lower bound of the number of changes after which a position is best.

        The gains over each steady rival, the largest first, must make up for what it lacks.
        """
        least = max(1, len(self.needed(position)))
        for rival, lacks in self.lacks(position):
            gained = self._most_gained(position, rival, 0)
            least = max(least, sum(1 for each in gained if each < lacks))
        return least

    def needed(self, position: int) -> tuple[int, ...]:
        """Return which movable questions have to change: their answers alone block the position."""
        found = self._needed.get(position)
        if found is None:
            found = tuple(
                index
                for index, (question, options) in enumerate(self._movable)
                if position >= 0
                and question not in self._gated
                and self._tables.blocks(question, options.present)[position]
            )
            self._needed[position] = found
        return found

    def lacks(self, position: int) -> Lacks:
        """Return what a position lacks to be ahead of each steady rival.

        Questions that are no longer asked after a change do not count as changes, so what they
        could gain is taken off; so is what rules about several questions could.
        """
        found = []
        for rival in self._steady:
            if rival != position:
                # A tie goes to the position that is listed first.
                lacks = self._fits[rival] - self._fits[position] + (rival < position)
                lacks -= self._tables.joint_gain[position][rival]
                lacks -= sum(options.free[position][rival] for _, options in self._movable)
                found.append((rival, lacks))
        return tuple(found)

    @staticmethod
    def after(position: int, way: Way, lacks: Lacks) -> Lacks:
        """Return what a position lacks after one more change."""
        fits = way.fits
        return tuple([(rival, lack - fits[position] + fits[rival]) for rival, lack in lacks])

    def has(self, position: int, first: int, budget: int, lacks: Lacks) -> bool:
        """Return whether so many changes from a movable question on may do for the position."""
        if sum(1 for index in self.needed(position) if index >= first) > budget:
            return False
        for rival, lack in lacks:
            if lack > 0:
                gained = self._most_gained(position, rival, first)
                if gained[min(budget, len(gained) - 1)] < lack:
                    return False
        return True

    def _most_gained(self, position: int, rival: int, first: int) -> list[int]:
        """Return the most that no, one, two … changes from a movable question on can gain."""
        found = self._gained.get((position, rival, first))
        if found is None:
            gains = [options.gains[position][rival] for _, options in self._movable[first:]]
            gains.sort(reverse=True)
            found = list(accumulate(gains, initial=0))
            self._gained[position, rival, first] = found
        return found
