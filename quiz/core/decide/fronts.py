"""The other answers to a multiple question with many choices, of which few can matter.

An answer cannot be among the best changes for a position where another answer has no more
steps, stands no later in the order of the file, and does at least as much for that position:
over every rival, and with every block. What is left is a Pareto front.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from quiz.core.decide.tables import Tables
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form
from quiz.core.space import Freedom

MOST_CHOICES = 12
"""Most choices of a question, exclusive ones aside, for which all answers are listed."""

Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Picked = TypeVar("Picked")


class Fronts:
    """All answers to one question on which neither an `only_if` nor a joint rule depends.

    They stand in the order of their choices in the file. `gains[one]` has a column for each
    number, the last of which stands for no position: the fit of `one` less that of the other.
    """

    def __init__(self, question: str, form: Form, tables: Tables) -> None:
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
        fits = [tables.adds(question, answer) for answer in self.answers]
        largest = max(max(each) for each in fits)
        as_array = np.array(fits, np.int64 if largest < 1 << 61 else object)
        self.gains = [as_array[:, [one]] - as_array for one in range(as_array.shape[1])]
        blocks = [(*tables.blocks(question, answer), 0) for answer in self.answers]
        self.blocks: Integers = np.array(blocks, np.int64)
        self._worth = [self._of_position(one) for one in range(as_array.shape[1])]

    def _of_position(self, one: int) -> Integers:
        """Return what each answer does for a position, in columns: the more the better."""
        blocks = self.blocks.copy()
        blocks[:, one] *= -1
        worth = np.concatenate([self.gains[one], blocks], axis=1)
        varies: Truths = (worth != worth[0]).any(axis=0)
        return worth[:, varies]

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

    def front(self, position: int, present: Answer, allowed: Truths) -> Sequence[tuple[int, int]]:
        """Return the numbers and the steps of the answers that may be best for a position."""
        here = self.number(present)
        worth = self._worth[position]
        worth = worth - worth[here]
        candidates = np.flatnonzero(allowed & (worth > 0).any(axis=1))
        steps = (self._given[candidates] != self._given[here]).sum(axis=1)
        order = np.argsort(steps, kind="stable")
        left, steps = candidates[order], steps[order]
        worth = worth[left]
        found = []
        while len(left):
            found.append((int(left[0]), int(steps[0])))
            better: Truths = (worth > worth[0]).any(axis=1)
            left, steps, worth = left[better], steps[better], worth[better]
        return found
