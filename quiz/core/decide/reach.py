"""Bounds of what changes of one sheet's answers can do, which keep the search short."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import accumulate
from operator import sub
from typing import TypeAlias

from quiz.core.decide.options import Options, Way
from quiz.core.decide.tables import Tables

Lacks: TypeAlias = tuple[tuple[int, int], ...]
"""Rivals by number, each with what a position lacks to be ahead of it."""


class Reach:
    """The bounds for one sheet, whose `fits` have one for no position as the last.

    `steady` are rivals that no change can block, by number; the number -1 stands for none. The
    questions that are `gated` may be closed by changes of others.
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
        self._gains: dict[int, list[Sequence[int]]] = {}
        self._lacks: dict[int, Sequence[int]] = {}
        self._gained: dict[tuple[int, int, int], list[int]] = {}
        self._needed: dict[int, list[int]] = {}
        for index, (question, options) in enumerate(movable):
            if options.blocked and question not in gated:
                for position in options.blocked:
                    self._needed.setdefault(position, []).append(index)

    def least_changes(self, position: int) -> int:
        """Return a lower bound of the number of changes after which a position is best.

        The gains over each steady rival, the largest first, must make up for what it lacks.
        """
        least = max(1, len(self.needed(position)))
        for rival, lacks in self.lacks(position):
            gained = self._most_gained(position, rival, 0)
            least = max(least, sum(1 for each in gained if each < lacks))
        return least

    def needed(self, position: int) -> Sequence[int]:
        """Return which movable questions have to change: their answers alone block the position."""
        return self._needed.get(position, ())

    def lacks(self, position: int) -> Lacks:
        """Return what a position lacks to be ahead of each steady rival.

        Questions that are no longer asked after a change do not count as changes, so what they
        could gain is taken off; so is what rules about several questions could.
        """
        found = []
        for rival in self._steady:
            if rival != position:
                lacks = self._lacks.get(rival)
                if lacks is None:
                    lacks = self._lacks[rival] = self._lacking(rival)
                found.append((rival, lacks[position]))
        return tuple(found)

    def _lacking(self, rival: int) -> Sequence[int]:
        """Return what each position, and last none, lacks to be ahead of a rival."""
        # A tie goes to the position that is listed first.
        ahead = self._fits[rival]
        lacks = [ahead - fit + (rival < number) for number, fit in enumerate(self._fits[:-1])]
        lacks.append(ahead - self._fits[-1])
        given = [options.free(rival) for _, options in self._movable if options.free]
        for each in (self._tables.joint_gain(rival), *given):
            lacks = list(map(sub, lacks, each))
        return lacks

    @staticmethod
    def after(position: int, way: Way, lacks: Lacks) -> Lacks:
        """Return what a position lacks after one more change."""
        fits = way.fits
        return tuple([(rival, lack - fits[position] + fits[rival]) for rival, lack in lacks])

    def helpful(
        self, position: int, first: int, budget: int, ways: Sequence[Way], lacks: Lacks
    ) -> Iterator[Way]:
        """Yield the ways after which so many changes from a movable question on may still do."""
        if not ways or sum(1 for index in self.needed(position) if index >= first) > budget:
            return
        bounds = []  # for each rival, the least that a way must gain over it
        for rival, lack in lacks:
            gained = self._most_gained(position, rival, first)
            bounds.append((rival, lack - gained[min(budget, len(gained) - 1)]))
        for way in ways:
            fits = way.fits
            own = fits[position]
            for rival, least in bounds:
                if own - fits[rival] < least:
                    break
            else:
                yield way

    def _most_gained(self, position: int, rival: int, first: int) -> list[int]:
        """Return the most that no, one, two … changes from a movable question on can gain."""
        found = self._gained.get((position, rival, first))
        if found is None:
            over = self._gains.get(rival)
            if over is None:
                over = self._gains[rival] = [options.gains(rival) for _, options in self._movable]
            gains = [each[position] for each in over[first:]]
            gains.sort(reverse=True)
            found = list(accumulate(gains, initial=0))
            self._gained[position, rival, first] = found
        return found
