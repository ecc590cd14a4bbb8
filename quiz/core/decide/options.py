"""What other answers to one question could do, as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

from quiz.core.decide.tables import Tables
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form

Gains: TypeAlias = Callable[[int], Sequence[int]]
"""Returns the most that each position can gain over a rival, given by number; at least 0.

The last number stands for no position. Only a few rivals matter on a sheet, so the gains over
the others are never worked out: a table of all pairs would grow with the square of the positions.
"""

MOST_CHOICES = 12
"""Most choices of a question, exclusive ones aside, for which all answers are listed."""

MOST_LISTED = 131_072
"""Most numbers that all answers to a question have, one for each answer and position."""

LARGE = 1 << 61
"""Numbers below this one have sums and differences that fit into 64 bits."""

FEW_POSITIONS = 16
"""Numbers of positions, the one for none included, up to which gains are kept for each rival."""


class TooManyWaysError(Exception):
    """There are too many ways to change answers for the search to look at all of them."""


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

    The last entry stands for no position being best; it never changes. `least` is the least of
    `fits`, and `more_blocks` says whether any position is blocked more than before.
    """

    fits: Sequence[int]
    blocks: Sequence[int]
    least: int
    more_blocks: bool

    def helps(self, position: int) -> bool:
        """Return whether it unblocks the position, gains on another one or blocks another one."""
        return self.more_blocks or self.blocks[position] < 0 or self.fits[position] > self.least

    def helps_any(self) -> bool:
        """Return whether it helps any position, or none of them being best."""
        return any(self.blocks) or max(self.fits) > self.least


@dataclass(frozen=True, slots=True)
class Options:
    """The options for one answer, `present`, which is None for a question that is not asked.

    `adds` is what it adds to the sum of a sheet, and `adds_without` what the question adds
    where it is not asked. `others` returns, for each position and last for none, the answers
    that may help it to be best; `moves` says whether there are any. `free` is what could be
    gained if the question were no longer asked, which does not count as a change, and None
    where it cannot be closed; `gains` is what another answer could gain beyond that.
    `blocked` are the positions, by number, that the present answer blocks by itself, and `blocks`
    those that another one could block, by itself or together with answers to other questions.
    `ways` is how many other answers differ in effect, and `numbers` how many numbers are worked
    out for them; where there are `too_many`, none of them is listed. A `wish` is an answer that
    says what somebody would like. `others` raises TooManyWaysError where finding them takes too
    long.
    """

    present: Answer | None
    adds: int
    adds_without: int
    others: Callable[[int], Sequence[Way]]
    moves: bool
    gains: Gains
    free: Gains | None
    blocked: Sequence[int]
    blocks: frozenset[int]
    ways: int
    numbers: int
    too_many: bool
    wish: bool


def kept(gains: Gains, numbers: int) -> Gains:
    """Return the gains with a cache, where there are so few numbers that it stays small."""
    return cache(gains) if numbers <= FEW_POSITIONS else gains


def most_gained(effects: Sequence[Effect], numbers: int) -> Gains:
    """Return the most that one of the effects gains over a rival."""

    def gains(rival: int) -> Sequence[int]:
        most = [0] * numbers
        for effect in effects:
            of_rival = effect.fits[rival]
            most = list(map(max, most, [fit - of_rival for fit in effect.fits]))
        return most

    return kept(gains, numbers)


def beyond(gained: Gains, free: Gains | None, numbers: int) -> Gains:
    """Return what can be gained beyond what is free, where anything is."""
    if free is None:
        return gained

    def gains(rival: int) -> Sequence[int]:
        both = zip(gained(rival), free(rival), strict=True)
        return [max(most, least) - least for most, least in both]

    return kept(gains, numbers)


def can_be_listed(form: Form, tables: Tables) -> bool:
    """Return whether all answers to a question may be listed, with what each does to positions.

    Fits that are too large for a machine's own numbers take several times as long.
    """
    ordinary = len(form.choices) - len(form.exclusive)
    most = MOST_LISTED if tables.common < LARGE else MOST_LISTED // 3
    return ordinary <= MOST_CHOICES and (len(tables.scale) + 1) << ordinary <= most
