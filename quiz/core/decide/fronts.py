"""The other answers to a multiple question with many choices, of which few can matter.

An answer cannot be among the best changes for a position where another answer has no more
steps, stands no later in the order of the file, and does at least as much for that position:
over every rival, and with every block. What is left is a Pareto front.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from quiz.core.decide.options import FEW_POSITIONS, LARGE, Gains, TooManyWaysError
from quiz.core.decide.tables import Tables
from quiz.core.language.conditions import All, Condition, Given, Not
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form
from quiz.core.space import Freedom

Integers = NDArray[np.signedinteger]
Truths = NDArray[np.bool_]
Picked = TypeVar("Picked")


class Fronts:
    """All answers to one question on which neither an `only_if` nor a joint rule depends.

    They stand in the order of their choices in the file. `fits` and `blocks` have a column for
    each position, and a last one that stands for no position. For one front, so many numbers
    may be compared.
    """

    def __init__(self, question: str, form: Form, tables: Tables, most_compared: int) -> None:
        numbers = len(tables.scale) + 1
        few = numbers <= FEW_POSITIONS
        self._most_compared = most_compared if few else most_compared // 4
        ordinary = [place for place, c in enumerate(form.choices) if c not in form.exclusive]
        alone = [(place,) for place, c in enumerate(form.choices) if c in form.exclusive]
        sets = (some for size in range(len(ordinary)) for some in combinations(ordinary, size + 1))
        self.places = sorted([*sets, *alone])
        self.answers: list[Answer] = [
            tuple([form.choices[place] for place in places]) for places in self.places
        ]
        self._number = {answer: number for number, answer in enumerate(self.answers)}
        self._choices = form.choices
        self._given = np.zeros((len(self.answers), len(form.choices)), np.bool_)
        for number, places in enumerate(self.places):
            self._given[number, list(places)] = True
        parts = list(tables.parts(question))
        holds = np.array([self._holds(each.condition) for each in parts], np.int64)
        holds = holds.reshape(len(parts), len(self.answers)).T
        self.fits = _added(holds, [each.fits for each in parts], numbers)
        self.blocks = _added(holds, [each.blocks for each in parts], numbers)
        self._few = few
        self._worth: Callable[[int], Integers] = (
            cache(self._of_position) if few else self._of_position
        )

    def _holds(self, condition: Condition) -> Truths:
        """Return for each answer whether a condition about this question holds."""
        match condition:
            case Given():
                chosen = [choice in condition.choices for choice in self._choices]
                enough: Truths = self._given[:, chosen].sum(axis=1) >= condition.least
                return enough
            case Not():
                return ~self._holds(condition.part)
        parts = np.array([self._holds(part) for part in condition.parts], np.bool_)
        parts = parts.reshape(len(parts), len(self.answers))
        reduced = np.logical_and if isinstance(condition, All) else np.logical_or
        holds: Truths = reduced.reduce(parts, axis=0)
        return holds

    def _of_position(self, one: int) -> Integers:
        """Return what each answer does for a position, in rows: the more the better.

        The numbers are ranks, which are compared in a fraction of the time, where they are kept.
        """
        blocks = self.blocks.T.copy()
        blocks[one] *= -1
        fits = self.fits.T
        worth = np.concatenate([fits[one] - fits, blocks])
        worth = worth[(worth != worth[:, :1]).any(axis=1)]
        return _ranked(worth) if self._few else worth

    def number(self, answer: Answer) -> int:
        """Return the number of an answer."""
        return self._number[answer]

    def allowed(self, present: Answer, freedom: Freedom) -> Truths:
        """Return for each answer whether it is another one that could be given."""
        required = [choice in freedom.required for choice in self._choices]
        barred = [
            choice not in freedom.required and choice not in freedom.optional
            for choice in self._choices
        ]
        allowed: Truths = np.logical_and(
            self._given[:, required].all(axis=1), ~self._given[:, barred].any(axis=1)
        )
        allowed[self.number(present)] = False
        return allowed

    def gains(self, present: Answer, allowed: Truths) -> Gains:
        """Return the most that one of the answers allowed gains over a rival."""
        here = self.number(present)

        def gains(rival: int) -> Sequence[int]:
            changed = self.fits[allowed] - self.fits[here]
            gained: list[int] = (changed - changed[:, [rival]]).max(axis=0, initial=0).tolist()
            return gained

        return gains

    def front(self, position: int, present: Answer, allowed: Truths) -> Sequence[tuple[int, int]]:
        """Return the numbers and the steps of the answers that may be best for a position.

        Raises TooManyWaysError where too much would have to be compared to find them.
        """
        here = self.number(present)
        worth = self._worth(position)
        candidates = np.flatnonzero(allowed & (worth > worth[:, [here]]).any(axis=0))
        steps = (self._given[candidates] != self._given[here]).sum(axis=1)
        order = np.argsort(steps, kind="stable")
        left, steps = candidates[order], steps[order]
        worth = worth.take(left, axis=1)
        found = []
        compared = 0
        alive = np.ones(len(left), np.bool_)
        while len(alive) and alive[first := int(alive.argmax())]:
            compared += worth.size
            if compared > self._most_compared:
                raise TooManyWaysError
            found.append((int(left[first]), int(steps[first])))
            alive &= np.logical_or.reduce(worth > worth[:, first : first + 1], axis=0)
            # Leaving columns out takes several times as long as comparing them once.
            if 2 * np.count_nonzero(alive) < len(alive):
                left, steps, worth = left[alive], steps[alive], worth.compress(alive, axis=1)
                alive = alive[alive]
        return found


def _ranked(rows: Integers) -> Integers:
    """Return for each number its rank in its row."""
    ranks = [np.unique(row, return_inverse=True)[1].astype(np.int16) for row in rows]
    return np.array(ranks, np.int16).reshape(len(rows), rows.shape[1])


def _added(holds: Integers, parts: Sequence[Sequence[int]], numbers: int) -> Integers:
    """Return what the parts that hold add up to, for each answer."""
    largest = max((sum(each) for each in zip(*parts, strict=True)), default=0)
    dtype = np.int64 if largest < LARGE else object
    added: Integers = holds.astype(dtype) @ np.array(parts, dtype).reshape(len(parts), numbers)
    return added
