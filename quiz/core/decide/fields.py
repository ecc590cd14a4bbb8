"""The counts of a tally as fields of one whole number: what a rule adds to them, and reading them.

Points come first, then blocks, then checks, each with a field for every position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import Struct
from typing import TypeAlias

from quiz.core.language.rule import Rule
from quiz.core.language.rules_file import Rules

Counts: TypeAlias = tuple[int, ...]
"""The points of every position in the order of the file, then their blocks, then their checks."""


def counted(rule: Rule, positions: Sequence[str], bits: int) -> int:
    """Return what a rule adds to the counts: points, then blocks, then checks of each position."""
    kind = ("points", "blocks", "check").index(rule.effect)
    return sum(
        rule.earns.get(position, 1) << (kind * len(positions) + place) * bits
        for place, position in enumerate(positions)
        if position in rule.positions
    )


def width_of(rules: Rules) -> int:
    """Return how many bytes any of the counts fits into: 1, 2, 4 or 8 where that is enough."""
    points = (
        sum(rule.earns.get(position, 0) for rule in rules.rules.values())
        for position in rules.positions
    )
    needed = (max(len(rules.rules), *points).bit_length() + 7) // 8
    return next((width for width in _LETTERS if needed <= width), needed)


_LETTERS = {1: "B", 2: "H", 4: "I", 8: "Q"}
"""Bytes of a whole number to its letter in a `struct` format."""


def reader(before: int, fields: int, width: int) -> Callable[[bytes], Counts]:
    """Return a function that unpacks `fields` numbers of `width` bytes, lowest byte first.

    They begin after `before` other bytes.
    """
    if width in _LETTERS:
        return Struct(f"<{before}x{fields}{_LETTERS[width]}").unpack_from
    starts = range(before, before + fields * width, width)
    return lambda sum_: tuple(int.from_bytes(sum_[at : at + width], "little") for at in starts)
