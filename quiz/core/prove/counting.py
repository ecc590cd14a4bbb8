"""Counts the answer sheets by the points and blocks of every position, in exact whole numbers.

For each of its states, the walk of quiz.core.space carries rows: a code, which has a field
for every position's points and a bit for its being blocked, and the number of sheets with
that code. The points of a blocked position cannot matter any more and are dropped, so that
sheets which differ in nothing else share a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import gcd, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Condition, Not
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form, sheet_of
from quiz.core.space import Space, States, TooManyStatesError

MOST_ROWS = 6_000_000
"""Most rows of one state; more would not fit into a gigabyte."""

MOST_WORK = 400_000_000
"""Most rows that one walk makes; more would take minutes."""

Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Counts = dict[frozenset[int], int]

MOST_STATES = 10_000
"""Most states of one walk; each has rows, so it costs more than a state of other walks."""


class NotCountedError(TooManyStatesError):
    """The rules have more states than can be counted in bounded time and memory."""


class Rows(NamedTuple):
    """Codes, and how many sheets have each: `counts` has a column for each modulus."""

    codes: Integers
    counts: Integers


@dataclass(frozen=True, slots=True)
class Field:
    """The bits of a code that hold a position's points, and the bit that it is blocked."""

    shift: int
    width: int
    blocked: int

    @property
    def mask(self) -> int:
        """The bits of the points."""
        return ((1 << self.width) - 1) << self.shift


class Counting:
    """The count of all answer sheets on which `when` holds, by the rules of one or two engines.

    The engines decide over the same questions, those of `forms`; two are counted together
    to compare their outcomes. With `never_blocked`, the sheets that block this position of
    the first engine are left out.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        forms: Mapping[str, Form],
        when: Condition | None = None,
        never_blocked: str | None = None,
    ) -> None:
        self._engines = engines
        self._forms = forms
        self._fields = _fields(engines)
        conditions = [condition for engine in engines for condition in engine.conditions.values()]
        self._fails = len(conditions)
        self._space = Space(forms, [*conditions, Not(when or All())], whole=True)
        self._adds, self._flags = self._effects()
        places = [field for fields in self._fields for field in fields.values()]
        self._flag_mask = (1 << len(places)) - 1
        self._matters = _matters(places)
        self._dropped = self._fields[0][never_blocked].blocked if never_blocked else 0
        self._work = 0
        self._trail: list[States[Rows]] = []
        self._moduli = moduli(number_of_sheets(forms))
        self._start = Rows(np.zeros(1, np.int64), np.ones((1, len(self._moduli)), np.int64))
        walked = self._space.walk(self._start, self._settle, self._merge, most_states=MOST_STATES)
        self.rows = walked or Rows(self._start.codes[:0], self._start.counts[:0])

    def _effects(self) -> tuple[list[int], list[int]]:
        """Return what each condition, in the order of the space, adds and which bits it sets."""
        adds, flags = [], []
        for engine, fields in zip(self._engines, self._fields, strict=True):
            for rule in engine.rules.rules.values():
                adds.append(sum(points << fields[p].shift for p, points in rule.earns.items()))
                flags.append(sum({fields[p].blocked for p in rule.blocks or ()}))
        return adds, flags

    def _settle(self, rows: Rows, holding: Sequence[int]) -> Rows | None:
        if not holding:
            return rows
        if self._fails in holding:
            return None
        flags = 0
        for number in holding:
            flags |= self._flags[number]
        if flags & self._dropped:
            return None
        codes: Integers = (rows.codes | flags) + sum(self._adds[number] for number in holding)
        return Rows(codes & self._matters[codes & self._flag_mask], rows.counts)

    def _merge(self, several: list[Rows]) -> Rows:
        codes = np.concatenate([rows.codes for rows in several])
        self._work += len(codes)
        if self._work > MOST_WORK or len(codes) > MOST_ROWS:
            raise NotCountedError
        counts = np.concatenate([rows.counts for rows in several])
        order = np.argsort(codes, kind="stable")
        codes = codes[order]
        first = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
        sums: Integers = np.add.reduceat(counts[order], first, axis=0)
        if len(self._moduli) > 1:
            sums = np.remainder(sums, self._moduli)
        return Rows(codes[first], sums)

    def total(self, among: Truths | Integers | None = None) -> int:
        """Return the number of sheets, of those rows (a truth for each, or their numbers)."""
        counts = self.rows.counts if among is None else self.rows.counts[among]
        sums = [int(sum_) for sum_ in counts.sum(axis=0)]
        return together(sums, self._moduli)

    def points(self, position: str, side: int = 0) -> Integers:
        """Return the points of a position, row by row (0 where it is blocked)."""
        field = self._fields[side][position]
        return self.rows.codes >> field.shift & ((1 << field.width) - 1)

    def blocked(self, position: str, side: int = 0) -> Truths:
        """Return whether a position is blocked, row by row."""
        return (self.rows.codes & self._fields[side][position].blocked).astype(np.bool_)

    def best(self, side: int = 0) -> tuple[NDArray[np.int8], Truths]:
        """Return each row's best position by number, -1 for none, and whether it is tied."""
        engine = self._engines[side]
        size = len(self.rows.codes)
        best = np.full(size, -1, np.int8)
        best_points, best_most = np.zeros(size, np.int64), np.ones(size, np.int64)
        tied = np.zeros(size, np.bool_)
        for number, (position, most) in enumerate(engine.most.items()):
            is_open = ~self.blocked(position, side)
            points = self.points(position, side)
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
        return best, tied & ~too_low

    def example(self, row: int) -> dict[str, Answer]:
        """Return an answer sheet that is counted in a row.

        The first call repeats the walk with all its states kept, and follows it back.
        """
        if not self._trail:
            self._work = 0
            self._space.walk(self._start, self._settle, self._merge, trail=self._trail)
        code = int(self.rows.codes[row])
        state = next(state for state, rows in self._trail[-1].items() if code in rows.codes)
        begin = self._settle(self._start, self._space.always_hold) or self._start
        return sheet_of(
            self._forms, self._space.trace(self._trail, begin, state, code, self._leads)
        )

    def _leads(self, rows: Rows, holding: Sequence[int], code: int) -> int | None:
        settled = self._settle(rows, holding)
        if settled is None or code not in settled.codes:
            return None
        return int(rows.codes[int(np.argmax(settled.codes == code))])


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

    return space.walk({frozenset(): 1}, settle, merge) or {}


def _added(items: Iterable[tuple[frozenset[int], int]]) -> Counts:
    sums: Counts = {}
    for key, count in items:
        sums[key] = sums.get(key, 0) + count
    return sums


def number_of_sheets(forms: Mapping[str, Form]) -> int:
    """Return how many answer sheets there are."""
    return Space(forms, [], whole=True).walk(1, lambda count, _: count, sum) or 0


def moduli(largest: int) -> list[int]:
    """Return numbers of at most 31 bits without common factors whose product is above `largest`.

    Counts up to 2^62 need no modulus, which a single one of 2^62 says. Larger ones
    are kept as remainders, whose products and sums stay within 64 bits.
    """
    if largest < 1 << 62:
        return [1 << 62]
    found = [1 << 31]
    candidate = found[0]
    while prod(found) <= largest:
        candidate -= 1
        if all(gcd(candidate, other) == 1 for other in found):
            found.append(candidate)
    return found


def together(remainders: Sequence[int], moduli_: Sequence[int]) -> int:
    """Return the number with these remainders (the Chinese remainder theorem)."""
    whole = prod(moduli_)
    return (
        sum(
            remainder * (whole // modulus) * pow(whole // modulus, -1, modulus)
            for remainder, modulus in zip(remainders, moduli_, strict=True)
        )
        % whole
    )


def _fields(engines: Sequence[Engine]) -> list[dict[str, Field]]:
    """Return where each engine's positions stand in a code: first all bits, then all points."""
    widths = [
        engine.most[position].bit_length() or 1
        for engine in engines
        for position in engine.positions
    ]
    shifts = list(accumulate(widths, initial=len(widths)))
    if shifts[-1] > 62 or max(widths) > 30 or len(widths) > 16:
        raise NotCountedError
    places: Iterator[Field] = (
        Field(shift, width, 1 << bit)
        for bit, (shift, width) in enumerate(zip(shifts, widths, strict=False))
    )
    return [{position: next(places) for position in engine.positions} for engine in engines]


def _matters(fields: Sequence[Field]) -> Integers:
    """Return, for each combination of bits, the part of a code that can still matter."""
    return np.array(
        [
            flags | sum(field.mask for field in fields if not flags & field.blocked)
            for flags in range(1 << len(fields))
        ],
        np.int64,
    )
