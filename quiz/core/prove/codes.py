"""Codes: the points and blocks of every position, packed into a few 64-bit integers.

A word of a code has one bit for each of its positions that says whether it is blocked, and
above them one field for the points of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quiz.core.space import TooManyStatesError

WORD = 62
"""Bits of a word; with the sign and one bit more, sums of codes stay within 64."""

MOST_IN_A_WORD = 12
"""Most positions of a word; a table has an entry for each combination of their bits."""

PRODUCT = 31
"""Bits of two numbers whose product is below 2^63."""

Integers = NDArray[np.int64]


class NotCountedError(TooManyStatesError):
    """The rules have more states than can be counted in bounded time and memory."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where a position stands in a code: its word, the bits of its points, and its own bit."""

    word: int
    shift: int
    width: int
    blocked: int

    @property
    def mask(self) -> int:
        """The bits of the points."""
        return ((1 << self.width) - 1) << self.shift


class Codes:
    """The layout of the codes of one or two rules files, each given by `most` of its positions.

    A file is named by its place, its `side`. Further words have a bit for each of the `seen`
    conditions. Raises NotCountedError where a position can earn
    so many points that no word holds them.
    """

    def __init__(self, sides: Sequence[Mapping[str, int]], seen: int = 0) -> None:
        places = [(side, *item) for side, most in enumerate(sides) for item in most.items()]
        self._fields: dict[tuple[int, str], Field] = {}
        word: list[tuple[int, str, int]] = []
        self._matters: list[Integers] = []
        for side, id_, most in places:
            width = most.bit_length() or 1
            if width >= WORD:
                raise NotCountedError(f"{id_} can earn 2^{WORD - 1} points or more")
            used = sum(1 + other for _, _, other in word)
            if used + 1 + width > WORD or len(word) == MOST_IN_A_WORD:
                self._close(word)
                word = []
            word.append((side, id_, width))
        self._close(word)
        self._words = len(self._matters) + -(-seen // WORD)
        widest = max(field.width for field in self._fields.values())
        self.kind_for_products = np.dtype(np.int64 if widest < PRODUCT else object)

    def _close(self, word: Sequence[tuple[int, str, int]]) -> None:
        """Lay out the positions of a word, whose points have so many bits."""
        fields = []
        shift = len(word)
        for bit, (side, id_, width) in enumerate(word):
            field = Field(len(self._matters), shift, width, 1 << bit)
            self._fields[side, id_] = field
            fields.append(field)
            shift += width
        self._matters.append(_matters(fields))

    def start(self) -> Integers:
        """Return the code of no points and no blocks, as the only row."""
        return np.zeros((1, self._words), np.int64)

    def adding(self, side: int, earns: Mapping[str, int]) -> Integers:
        """Return what a rule that earns positions these points adds to a code."""
        code: Integers = self.start()[0]
        for id_, points in earns.items():
            field = self._fields[side, id_]
            # More than the field holds is never earned: such a rule never applies.
            code[field.word] += (points << field.shift) & field.mask
        return code

    def blocking(self, side: int, positions: Iterable[str]) -> Integers:
        """Return the bits of positions."""
        code: Integers = self.start()[0]
        for id_ in positions:
            field = self._fields[side, id_]
            code[field.word] |= field.blocked
        return code

    def seeing(self, number: int) -> Integers:
        """Return the bit of a condition, by number."""
        code: Integers = self.start()[0]
        code[len(self._matters) + number // WORD] = 1 << number % WORD
        return code

    def sees(self, codes: Integers, number: int) -> NDArray[np.bool_]:
        """Return whether each code has the bit of a condition."""
        bits: Integers = codes[:, len(self._matters) + number // WORD]
        seen: NDArray[np.bool_] = (bits & (1 << number % WORD)).astype(np.bool_)
        return seen

    def only_what_matters(self, codes: Integers) -> Integers:
        """Return codes without the points of blocked positions."""
        for word, matters in enumerate(self._matters):
            codes[:, word] &= matters[codes[:, word] & (len(matters) - 1)]
        return codes

    def points(self, codes: Integers, side: int, position: str) -> Integers:
        """Return the points of a position in each code."""
        field = self._fields[side, position]
        points: Integers = codes[:, field.word] >> field.shift & ((1 << field.width) - 1)
        return points

    def blocked(self, codes: Integers, side: int, position: str) -> NDArray[np.bool_]:
        """Return whether a position is blocked in each code."""
        field = self._fields[side, position]
        blocked: NDArray[np.bool_] = (codes[:, field.word] & field.blocked).astype(np.bool_)
        return blocked


def in_order(codes: Integers) -> Integers:
    """Return the numbers of the rows in an order in which equal codes are neighbours."""
    if codes.shape[1] == 1:
        return np.argsort(codes[:, 0], kind="stable")
    return np.lexsort(codes.T)


def firsts(codes: Integers) -> Integers:
    """Return the numbers of the rows whose codes differ from that of the row before."""
    differ = codes[1:, 0] != codes[:-1, 0]
    for word in range(1, codes.shape[1]):
        differ |= codes[1:, word] != codes[:-1, word]
    return np.flatnonzero(np.concatenate(([True], differ)))


def matching(codes: Integers, code: Integers) -> Integers:
    """Return the numbers of the rows that have a code."""
    return np.flatnonzero((codes == code).all(axis=1))


def _matters(fields: Sequence[Field]) -> Integers:
    """Return, for each combination of bits, the part of a word that can still matter."""
    return np.array(
        [
            flags | sum(field.mask for field in fields if not flags & field.blocked)
            for flags in range(1 << len(fields))
        ],
        np.int64,
    )
