"""Counterfactuals: the fewest answers an applicant would have to change for another outcome.

The search tries all ways to change one answer, then two, and so on, so that the first
found are the fewest; among those the fewest wishes win, then the fewest steps, then the order
of the file. The
best single change tells how close the outcome was. The search ends after a fixed number of
steps, so that it ends at the same place on every machine; what it has not found by then is
reported as not searched, and nothing is reported that might not be the fewest changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from quiz.core.decide.options import Options, TooManyWaysError, Way
from quiz.core.decide.reach import Lacks, Reach
from quiz.core.decide.tables import Tables
from quiz.core.decide.unrolled import Tally
from quiz.core.decide.ways import MOST_NUMBERS, MOST_WAYS, Ways
from quiz.core.language.conditions import Condition, asks
from quiz.core.language.model import Answers, Change, Closest
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import Form, gates, holds

MOST_STEPS = 12_000
"""Most steps of the search for one outcome: a step looks at a way or at a further question."""

WAYS_A_STEP = 16
"""Ways that are left out at once, because they gain too little, for each step."""

MOST_WAYS_TOGETHER = 2 * MOST_WAYS
"""Most other answers to all questions of one sheet; where there are more, nothing is searched."""

READ_A_STEP = 128
"""Positions whose counts are read for each step, after the first one, that a sheet is tried."""

MOST_RIVALS = 4
"""How many rivals a position's least number of changes is worked out for: those that fit best."""


class Search(NamedTuple):
    """The fewest changes that make a position best, None where there are none.

    Where it was not `searched` to the end, it is not known whether there are any.
    """

    changes: tuple[Change, ...] | None
    searched: bool = True


class _Found(NamedTuple):
    """A set of changes; the smaller in the order of its fields is preferred."""

    wishes: int
    steps: int
    places: tuple[tuple[int, tuple[int, ...]], ...]
    changes: tuple[Change, ...]


_Made: TypeAlias = tuple[tuple[int, Way], ...]
"""The changes of a way of the search: each with the number of its movable question."""


class _Point(NamedTuple):
    """A place of the search: the answers, their sum, and what the position still lacks.

    The answers are kept up to date only for questions that an `only_if` asks about. `made` are
    the changes up to here.
    """

    answers: Answers
    sum_: int
    lacks: Lacks
    made: _Made = ()


class WhatIf:
    """What one rules file lets an applicant change."""

    def __init__(
        self,
        rules: Rules,
        forms: Mapping[str, Form],
        blocking: Sequence[Sequence[Condition]],
        tables: Tables,
    ) -> None:
        self.tables = tables
        self.positions = tuple(rules.positions)
        self.order = {question: number for number, question in enumerate(forms)}
        self.gates = gates(forms)
        self.asked_by_gates = frozenset().union(*map(asks, self.gates.values()))
        together: dict[str, frozenset[int]] = {}
        for position, conditions in enumerate(blocking):
            for each in map(asks, conditions):
                for question in each if len(each) > 1 else ():
                    together[question] = together.get(question, frozenset()) | {position}
        can_change = {id_: question.can_change for id_, question in rules.questions.items()}
        interacting = self.asked_by_gates | tables.joined
        self._ways = Ways(forms, can_change, tables, interacting, together)
        self._may_move: dict[str, frozenset[str]] = {}
        for question, form in forms.items():
            opened_by = asks(form.only_if)
            if can_change[question] != "no" or not opened_by.isdisjoint(self._may_move):
                self._may_move[question] = opened_by

    def around(self, answers: Answers, tally: Tally, reachable: Sequence[int]) -> Around:
        """Return the search around a complete answer sheet, whose tally is `tally`.

        `reachable` are the positions, by number, that are open or could be unblocked. Where
        there are none, nothing is best, nor can come to be, and there is nothing to find.
        """
        movable: dict[str, Options] = {}
        ways = numbers = 0
        for question, opened_by in self._may_move.items():
            present = answers.get(question)
            options = self._ways.options_for(question, present)
            ways += options.ways
            numbers += options.numbers
            if options.too_many or ways > MOST_WAYS_TOGETHER or numbers > MOST_NUMBERS:
                return Around(self, answers, tally, {}, reachable, too_many=True)
            moves = present is not None and options.moves
            if moves or (opened_by and not opened_by.isdisjoint(movable)):
                movable[question] = options
        return Around(self, answers, tally, movable, reachable)


class Around:
    """The search for changes of one answer sheet.

    `movable` has the questions whose answer can change, or that a change can open or close;
    `reachable` the positions, by number, that are not closed. No position being best counts
    as a position too: its number is -1, its fit just below the least, and nothing blocks it.
    Where there are `too_many` other answers, nothing is searched.
    """

    def __init__(
        self,
        what_if: WhatIf,
        answers: Answers,
        tally: Tally,
        movable: Mapping[str, Options],
        reachable: Sequence[int],
        *,
        too_many: bool = False,
    ) -> None:
        self._file = what_if
        self._tables = what_if.tables
        self._answers = answers
        self._movable = tuple(movable.items())
        self._gated_from = self._gated()
        _, counts, best = tally
        _, blocks, _ = self._tables.split(counts)
        fits = [*self._tables.scaled(counts), self._tables.least - 1]
        can_be_blocked = frozenset().union(*[options.blocks for options in movable.values()])
        steady = [-1] + [
            number
            for number, blocked in enumerate(blocks)
            if not blocked and number not in can_be_blocked
        ]
        steady = sorted(steady, key=lambda number: -fits[number])[:MOST_RIVALS]
        self._reach = Reach(self._movable, steady, fits, self._tables, what_if.gates)
        self._least = {
            number: self._reach.least_changes(number)
            for number in (-1, *reachable)
            if number != best
        }
        # Each position has the same share of the steps, whatever comes of the others.
        self._steps_to_read = len(fits) // READ_A_STEP
        self._beyond = too_many
        share = -1 if self._beyond else MOST_STEPS // max(len(self._least), 1)
        self._steps_left = dict.fromkeys(self._least, share)
        self._single: dict[int, _Found] = {}
        for number, least in self._least.items():
            if least == 1:
                self._search_single(number)

    @cached_property
    def _total(self) -> int:
        return self._tables.total(self._answers)

    def _search_single(self, position: int) -> None:
        try:
            way = self._cheapest(position, 1)
        except TooManyWaysError:
            self._beyond = True
            self._steps_left[position] = -1
        else:
            if way:
                self._single[position] = way

    def change(self, position: int) -> Search:
        """Return the fewest changes after which a position is best.

        The position must not be best already.
        """
        if position not in self._least:
            return Search(None)
        if position in self._single:
            return Search(self._single[position].changes)
        try:
            for budget in range(max(self._least[position], 2), len(self._movable) + 1):
                found = self._cheapest(position, budget)
                if found:
                    return Search(found.changes)
        except TooManyWaysError:
            return Search(None, searched=False)
        # Where no steps are left, the search of single changes was not finished either.
        return Search(None, searched=self._steps_left[position] >= 0)

    def closest(self) -> Closest | Literal["unknown"] | None:
        """Return the least single change that leads to another best match, or to none."""
        if self._beyond:
            return "unknown"
        if not self._single:
            return None
        way, best = min((way, best) for best, way in self._single.items())
        return Closest(way.changes[0], self._file.positions[best] if best >= 0 else None)

    def _cheapest(self, position: int, budget: int) -> _Found | None:
        """Return the cheapest way to make a position best with so many changes."""
        begin = _Point(self._answers, self._total, self._reach.lacks(position))
        read = self._tables.read
        return min(
            (
                self._found(made)
                for made, sum_ in self._ways(position, 0, budget, begin)
                if read(sum_)[2] == position
            ),
            default=None,
        )

    def _found(self, made: _Made) -> _Found:
        changed = [(*self._movable[index], way) for index, way in made]
        return _Found(
            sum(options.wish for _, options, _ in changed),
            sum(way.steps for _, _, way in changed),
            tuple([(self._file.order[question], way.place) for question, _, way in changed]),
            tuple([Change(question, each.present, way.answer) for question, each, way in changed]),
        )

    def _gated(self) -> Sequence[Sequence[int]]:
        """Return for each movable question, by number, which from it on have an `only_if`."""
        gated: list[tuple[int, ...]] = [()]
        for index in range(len(self._movable) - 1, -1, -1):
            here = (index,) if self._movable[index][0] in self._file.gates else ()
            gated.append(here + gated[-1])
        return gated[::-1]

    def _ways(
        self, position: int, first: int, budget: int, at: _Point
    ) -> Iterator[tuple[_Made, int]]:
        """Yield the ways to make `budget` more changes to movable questions from `first` on.

        Each comes with the sum of its answers. Ways that the other changes cannot complete are
        left out.
        """
        # After the last change, only a question that is no longer asked makes a difference.
        rest = range(first, len(self._movable)) if budget else self._gated_from[first]
        self._take_steps(position, 1 + len(rest))
        answers, sum_, lacks, made = at
        needed = self._reach.needed(position)
        for index in rest:
            question, options = self._movable[index]
            gate = self._file.gates.get(question)
            asks_on = question in self._file.asked_by_gates
            if gate is not None and not holds(gate, answers):
                sum_ += options.adds_without - options.adds
                if asks_on:
                    answers = {id_: each for id_, each in answers.items() if id_ != question}
                continue
            others = options.others(position) if budget else ()
            self._steps_left[position] -= len(others) // WAYS_A_STEP
            # Most ways are the last change, after which nothing can close: they need no call.
            ends = budget == 1 and not self._gated_from[index + 1]
            for way in self._reach.helpful(position, index + 1, budget - 1, others, lacks):
                with_way = (*made, (index, way))
                sum_with_way = sum_ + way.adds - options.adds
                if ends:
                    self._take_steps(position, 1)
                    self._steps_left[position] -= self._steps_to_read
                    yield with_way, sum_with_way
                else:
                    changed = {**answers, question: way.answer} if asks_on else answers
                    left = self._reach.after(position, way, lacks)
                    point = _Point(changed, sum_with_way, left, with_way)
                    yield from self._ways(position, index + 1, budget - 1, point)
            # A question that is opened has to be answered, and a needed change to be made.
            if options.present is None or index in needed:
                return
        if not budget:
            self._steps_left[position] -= self._steps_to_read
            yield made, sum_

    def _take_steps(self, position: int, steps: int) -> None:
        self._steps_left[position] -= steps
        if self._steps_left[position] < 0:
            raise TooManyWaysError
