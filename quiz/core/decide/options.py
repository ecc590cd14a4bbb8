"""What other answers to one question could do, as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from quiz.core.language.model import Answer

Gains: TypeAlias = Sequence[Sequence[int]]
"""`gains[one][two]`: the most that position `one` can gain over `two`, at least 0.

The last number stands for no position.
"""


class Way(NamedTuple):
    """Another answer that could be given: its cost in steps, and its choices' places in the file.

    `adds` is what it adds to the sum of a sheet, and `fits` how it by itself changes the fit of
    each position, as in an Effect.
    """

    steps: int
    place: tuple[int, ...]
    answer: Answer
    adds: int
    fits: Sequence[int] = ()


class Effect(NamedTuple):
    """How another answer by itself changes the fit and the blocks of each position.

    The last entry stands for no position being best; it never changes.
    """

    fits: Sequence[int]
    blocks: Sequence[int]

    def helps(self, position: int) -> bool:
        """Return whether it unblocks the position, gains on another one or blocks another one."""
        fit = self.fits[position]
        return (
            self.blocks[position] < 0
            or any(fit > other for other in self.fits)
            or any(blocks > 0 for blocks in self.blocks)
        )


@dataclass(frozen=True, slots=True)
class Options:
    """The options for one answer, `present`, which is None for a question that is not asked.

    `adds` is what it adds to the sum of a sheet, and `adds_without` what the question adds
    where it is not asked. `others` returns, for each position and last for none, the answers
    that may help it to be best; `moves` says whether there are any. `free` is what could be
    gained if the question were no longer asked, which does not count as a change, and `gains`
    what another answer could gain beyond that.
    `blocks` are the positions, by number, that either could block. `ways` is how many
    other answers differ in effect; where there are `too_many`, none of them is listed. A `wish`
    is an answer that says what somebody would like.
    """

    present: Answer | None
    adds: int
    adds_without: int
    others: Callable[[int], Sequence[Way]]
    moves: bool
    gains: Gains
    free: Gains
    blocks: frozenset[int]
    ways: int
    too_many: bool
    wish: bool


def most_gained(effects: Sequence[Effect], numbers: Sequence[int]) -> Gains:
    """Return the most that one of the effects gains, for each pair of numbers; at least 0."""
    return [
        [max((0, *(fits[one] - fits[two] for fits, _ in effects))) for two in numbers]
        for one in numbers
    ]
