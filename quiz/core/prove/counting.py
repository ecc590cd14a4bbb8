"""Counts the answer sheets by the points and blocks of every position, in exact whole numbers.

For each of its states, the walk of quiz.core.space carries rows: a code, which has a field
for every position's points and a bit for its being blocked, and the number of sheets with
that code. The points of a blocked position cannot matter any more and are dropped, so that
sheets which differ in nothing else share a row. The rows that exist at a time are counted,
and the count is given up before they need more memory than MOST_BYTES allows.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Any_, Condition, Not
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form, sheet_of
from quiz.core.prove.codes import Codes, Integers, NotCountedError, firsts, in_order, matching
from quiz.core.prove.remainders import moduli, together
from quiz.core.space import Space, States

MOST_BYTES = 400_000_000
"""Most bytes of all rows at a time; merging them takes as much again, so a gigabyte is enough."""

MOST_WORK = 150_000_000
"""Most rows that one walk makes; more would take minutes."""

MOST_STATES = 10_000
"""Most states of one walk; each has rows, so it costs more than a state of other walks."""

MOST_DIGITS = 4_000
"""Most digits of the number of answer sheets; Python prints no number with many more."""

Truths = NDArray[np.bool_]
Counts = dict[frozenset[int], int]

_TOO_MUCH = "the points of the positions combine in too many ways"


class Rows(NamedTuple):
    """Codes, and how many sheets have each: `counts` has a column for each modulus."""

    codes: Integers
    counts: Integers


class Counting:
    """The count of all answer sheets on which `when` holds, by the rules of one or two engines.

    The engines decide over the same questions, those of `forms`; two are counted together
    to compare their outcomes. With `never_blocked`, the sheets that block this position of
    the first engine are left out. Each of the conditions `seen` has a bit in the codes, which
    says whether it holds. Raises TooManyStatesError where the count would take more memory or
    more than `most_work`.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        forms: Mapping[str, Form],
        when: Condition | None = None,
        never_blocked: str | None = None,
        most_work: int = MOST_WORK,
        seen: Sequence[Condition] = (),
    ) -> None:
        self._engines = engines
        self._forms = forms
        self._codes = Codes([engine.most for engine in engines], len(seen))
        conditions = [condition for engine in engines for condition in engine.conditions.values()]
        self._fails = len(conditions)
        # What an `any` has is seen part by part: together they would have a state for each set
        # of parts that hold.
        parts = [(bit, part) for bit, each in enumerate(seen) for part in _parts(each)]
        every = [*conditions, Not(when or All()), *(part for _, part in parts)]
        self._space = Space(forms, every, whole=True, most_states=MOST_STATES)
        rules = [
            (side, rule)
            for side, engine in enumerate(engines)
            for rule in engine.rules.rules.values()
        ]
        self._adds = [self._codes.adding(side, rule.earns) for side, rule in rules]
        self._flags = [self._codes.blocking(side, rule.blocks or ()) for side, rule in rules]
        nothing = self._codes.start()[0]
        self._adds += [nothing] * (1 + len(parts))
        self._flags += [nothing, *(self._codes.seeing(bit) for bit, _ in parts)]
        self._dropped = self._codes.blocking(0, [never_blocked] if never_blocked else [])
        self._most_work = most_work
        self._work, self._kept, self._made = 0, 0, 0
        self._trail: list[States[Rows]] = []
        sheets = number_of_sheets(forms)
        if sheets >= 10**MOST_DIGITS:
            raise NotCountedError(f"there are 10^{MOST_DIGITS:,} answer sheets or more")
        self._moduli = moduli(sheets)
        start = self._codes.start()
        self._start = Rows(start, np.ones((1, len(self._moduli)), np.int64))
        walked = self._walk(self._start)
        self.rows = walked or Rows(start[:0], self._start.counts[:0])

    def _walk(self, start: Rows, trail: list[States[Rows]] | None = None) -> Rows | None:
        self._work, self._kept, self._made = 0, 0, 0

        def after_step(states: States[Rows]) -> None:
            rows = sum(len(rows.codes) for rows in states.values())
            self._kept = rows + (self._kept if trail is not None else 0)
            self._made = 0
            if trail is not None:
                trail.append(states)

        return self._space.walk(
            start,
            self._settle,
            self._merge,
            times=self._times,
            after_step=after_step,
        )

    def _count_made(self, rows: Rows, number: int) -> None:
        """Count rows that are about to be made, and give up where they are too many."""
        self._made += number
        size = (rows.codes.shape[1] + rows.counts.shape[1]) * rows.codes.itemsize
        if (self._kept + self._made) * size > MOST_BYTES:
            raise NotCountedError(_TOO_MUCH)

    def _settle(self, rows: Rows, holding: Sequence[int]) -> Rows | None:
        if not holding:
            return rows
        if self._fails in holding:
            return None
        flags = np.bitwise_or.reduce([self._flags[number] for number in holding])
        if (flags & self._dropped).any():
            return None
        self._count_made(rows, len(rows.codes))
        adds = np.sum([self._adds[number] for number in holding], axis=0)
        return Rows(self._codes.only_what_matters((rows.codes | flags) + adds), rows.counts)

    def _times(self, rows: Rows, number: int) -> Rows:
        """Return the rows of so many sheets that are alike."""
        counts = rows.counts * number
        if len(self._moduli) > 1 and counts.shape[1]:
            counts = np.remainder(counts, self._moduli)
        return Rows(rows.codes, counts)

    def _merge(self, several: list[Rows]) -> Rows:
        size = sum(len(rows.codes) for rows in several)
        self._work += size
        if self._work > self._most_work:
            raise NotCountedError(_TOO_MUCH)
        self._count_made(several[0], size)
        codes = np.concatenate([rows.codes for rows in several])
        counts = np.concatenate([rows.counts for rows in several])
        order = in_order(codes)
        codes = codes[order]
        first = firsts(codes)
        sums: Integers = np.add.reduceat(counts[order], first, axis=0)
        if len(self._moduli) > 1 and sums.shape[1]:
            sums = np.remainder(sums, self._moduli)
        self._made -= size - len(first)  # the copies that were merged are free again
        return Rows(codes[first], sums)

    def total(self, among: Truths | Integers | None = None) -> int:
        """Return the number of sheets, of those rows (a truth for each, or their numbers)."""
        counts = self.rows.counts if among is None else self.rows.counts[among]
        sums = [int(sum_) for sum_ in counts.sum(axis=0)]
        return together(sums, self._moduli)

    def points(self, position: str, side: int = 0) -> Integers:
        """Return the points of a position, row by row (0 where it is blocked)."""
        return self._codes.points(self.rows.codes, side, position)

    def blocked(self, position: str, side: int = 0) -> Truths:
        """Return whether a position is blocked, row by row."""
        return self._codes.blocked(self.rows.codes, side, position)

    def sees(self, number: int) -> Truths:
        """Return whether a condition of those `seen` holds, row by row."""
        return self._codes.sees(self.rows.codes, number)

    def best(self, side: int = 0) -> tuple[NDArray[np.int32], Truths]:
        """Return each row's best position by number, -1 for none, and whether it is tied."""
        best, tied, _, _ = self._leading(side)
        return best, tied

    def near_best(self, position: str, within: Fraction = Fraction(0)) -> Truths:
        """Return whether a position's fit is the best, or below it by a share of at most `within`.

        Without `within`, it is the best or tied for it.
        """
        best, _, best_points, best_most = self._leading(0)
        most = max(self._engines[0].most[position], 1)
        # Products of three numbers: of any size.
        points, best_points = self.points(position).astype(object), best_points.astype(object)
        lacks = best_points * most - points * best_most
        few = lacks * within.denominator <= within.numerator * most * best_most.astype(object)
        near: Truths = ~self.blocked(position) & (best >= 0) & few.astype(np.bool_)
        return near

    def _leading(self, side: int) -> tuple[NDArray[np.int32], Truths, Integers, Integers]:
        """Return what `best` does, and the points and the most of the best position."""
        engine = self._engines[side]
        size = len(self.rows.codes)
        best = np.full(size, -1, np.int32)
        kind = self._codes.kind_for_products
        best_points, best_most = np.zeros(size, kind), np.ones(size, kind)
        tied = np.zeros(size, np.bool_)
        for number, (position, most) in enumerate(engine.most.items()):
            is_open = ~self.blocked(position, side)
            points = self.points(position, side).astype(kind)
            mine, theirs = points * best_most, best_points * max(most, 1)
            equal = is_open & (best >= 0) & (mine == theirs)
            better = is_open & ((best < 0) | (mine > theirs))
            tied = (tied & ~better) | equal
            best[better] = number
            best_points[better] = points[better]
            best_most[better] = max(most, 1)
        least = Fraction(engine.rules.outcome.least_fit) / 100
        too_low = best_points * least.denominator < best_most * least.numerator
        best[too_low] = -1
        return best, tied & ~too_low, best_points, best_most

    def example(self, row: int) -> dict[str, Answer] | None:
        """Return an answer sheet that is counted in a row, None where that takes too much.

        The first call repeats the walk with all its states kept, without the numbers of
        sheets, and follows it back.
        """
        start = Rows(self._start.codes, self._start.counts[:, :0])
        if not self._trail:
            try:
                self._walk(start, self._trail)
            except NotCountedError:
                self._trail = []
                return None
        code = self.rows.codes[row]
        state = next(s for s, rows in self._trail[-1].items() if len(matching(rows.codes, code)))
        begin = self._settle(start, self._space.always_hold) or start
        return sheet_of(
            self._forms, self._space.trace(self._trail, begin, state, code, self._leads)
        )

    def _leads(self, rows: Rows, holding: Sequence[int], code: Integers) -> Integers | None:
        settled = self._settle(rows, holding)
        if settled is None:
            return None
        found = matching(settled.codes, code)
        earlier: Integers | None = rows.codes[found[0]] if len(found) else None
        return earlier


def _parts(condition: Condition) -> tuple[Condition, ...]:
    """Return conditions of which at least one holds where this one does, and nowhere else."""
    if not isinstance(condition, Any_):
        return (condition,)
    return tuple(part for each in condition.parts for part in _parts(each))


def count_by_holding(
    forms: Mapping[str, Form], groups: Sequence[Sequence[Condition]]
) -> dict[frozenset[int], int]:
    """Return how many sheets there are, by the groups in which some condition holds."""
    conditions = [(number, each) for number, group in enumerate(groups) for each in group]
    space = Space(forms, [condition for _, condition in conditions], whole=True)

    def settle(counts: Counts, holding: Sequence[int]) -> Counts:
        found = {conditions[number][0] for number in holding}
        return _added((groups_ | found, count) for groups_, count in counts.items())

    def merge(several: list[Counts]) -> Counts:
        return _added(item for counts in several for item in counts.items())

    def times(counts: Counts, number: int) -> Counts:
        return {groups_: number * count for groups_, count in counts.items()}

    return space.walk({frozenset(): 1}, settle, merge, times=times) or {}


def _added(items: Iterable[tuple[frozenset[int], int]]) -> Counts:
    sums: Counts = {}
    for key, count in items:
        sums[key] = sums.get(key, 0) + count
    return sums


def number_of_sheets(forms: Mapping[str, Form]) -> int:
    """Return how many answer sheets there are."""
    space = Space(forms, [], whole=True)
    return space.walk(1, lambda count, _: count, sum, times=operator.mul) or 0
