"""The steps of a walk over all answer sheets: one for each choice, with the terms it decides.

Every term of the conditions has a bit, so a set of terms is a whole number (a mask). Does
not know how the steps are walked, nor what for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from quiz.core.language.conditions import Condition, Given, Not, Term, terms
from quiz.core.language.sheet import Form

DONE = 0
"""The inner state in which the remaining steps of a question have no effect."""


class Move(NamedTuple):
    """One way through a step: a choice that is taken or passed over.

    `choice` is None where there is nothing to choose, `inner` is the inner state that the
    move leads to, and `mask` the terms that can still hold after it. `alike` are further
    choices to which all terms react in the same way, so that one move stands for all of them.
    """

    choice: str | None
    taken: bool
    inner: int
    mask: int
    alike: tuple[str, ...] = ()


Settled: TypeAlias = tuple[int, int, bool]
"""A condition by number, the mask of its terms, and whether it holds where one of them does.

The condition of a `Not` holds where none of them does.
"""


class Step(NamedTuple):
    """One choice of a multiple question, or the whole of a single or scale question.

    `gate` is the mask of the question's `only_if` where the step is the question's first,
    and `unasked` the move where that does not hold. `moves` are listed by inner state, which
    counts what the unfinished tests have seen of a multiple question. `settles` are the
    conditions known after the step; `keeps` are the terms that matter after it.
    """

    question: str
    unasked: Move
    moves: Sequence[Sequence[Move]]
    gate: int | None = None
    settles: Sequence[Settled] = ()
    keeps: int = 0


class Steps:
    """The steps through some questions, in their order, that settle some conditions.

    `all_terms` is the mask of all terms, and `always_hold` the numbers of the conditions
    that hold whatever is answered.
    """

    def __init__(
        self, forms: Mapping[str, Form], questions: Sequence[str], conditions: Sequence[Condition]
    ) -> None:
        self._forms = forms
        gates = [forms[question].only_if for question in questions]
        self._bits: dict[Term, int] = {}
        # A condition that does not hold where another one does needs no terms of its own: the
        # terms of a negation can be very many.
        bare = [_without_not(condition) for condition in conditions]
        masks = [self._mask(condition) for condition in [*(each for each, _ in bare), *gates]]
        self.all_terms = (1 << len(self._bits)) - 1
        self._with: dict[tuple[Given, bool], int] = defaultdict(int)
        for term, bit in self._bits.items():
            for literal in term:
                self._with[literal] |= bit
        self._tests: dict[str, list[Given]] = defaultdict(list)
        for test in dict.fromkeys(test for test, _ in self._with):
            self._tests[test.question].append(test)
        first: dict[str, int] = {}
        steps: list[Step] = []
        for question in questions:
            first[question] = len(steps)
            steps += self._of_question(question)
        known_after = {
            test: first[question] + _last_step(forms[question], test)
            for question, tests in self._tests.items()
            for test in tests
        }
        settled = [_settled_after(condition, known_after) for condition, _ in bare]
        # A gate is needed until its own question's first step has looked at it.
        needed = settled + [first[question] for question in questions]
        self.always_hold = [
            number
            for number, step in enumerate(settled)
            if step < 0 and bool(masks[number]) is bare[number][1]
        ]
        gate_at = dict(zip(first.values(), masks[len(conditions) :], strict=True))
        settles: dict[int, list[Settled]] = defaultdict(list)
        for number, step in enumerate(settled):
            settles[step].append((number, masks[number], bare[number][1]))
        last_needed: dict[int, int] = defaultdict(int)
        for mask, step in zip(masks, needed, strict=True):
            last_needed[step] |= mask
        self.steps = []
        keeps = 0
        for index in range(len(steps) - 1, -1, -1):
            self.steps.append(
                steps[index]._replace(
                    gate=gate_at.get(index), settles=settles.get(index, ()), keeps=keeps
                )
            )
            keeps |= last_needed[index]
        self.steps.reverse()

    def _mask(self, condition: Condition) -> int:
        """Return the bits of a condition's terms, giving new terms new ones."""
        found = terms(condition)
        for term in found:
            self._bits.setdefault(term, 1 << len(self._bits))
        return sum(self._bits[term] for term in found)

    def _standing(self, results: Iterable[tuple[Given, bool]]) -> int:
        """Return the terms that can still hold when tests have come out as in `results`."""
        fallen = 0
        for test, truth in results:
            fallen |= self._with.get((test, not truth), 0)
        return self.all_terms & ~fallen

    def _of_question(self, question: str) -> list[Step]:
        form = self._forms[question]
        tests = self._tests.get(question, [])
        unasked = Move(
            None, taken=False, inner=DONE, mask=self._standing((test, False) for test in tests)
        )
        if form.kind != "multiple":
            return [Step(question, unasked, [self._each_alone(form.choices, tests)])]
        return self._of_multiple_question(question, form, tests, unasked)

    def _each_alone(self, choices: Iterable[str], tests: Sequence[Given]) -> list[Move]:
        """Return the moves that take one of the choices as the whole answer."""
        moves: dict[int, Move] = {}
        alike: dict[int, list[str]] = defaultdict(list)
        for choice in choices:
            move = self._only(choice, tests)
            if moves.setdefault(move.mask, move) is not move:
                alike[move.mask].append(choice)
        return [move._replace(alike=tuple(alike[mask])) for mask, move in moves.items()]

    def _only(self, choice: str, tests: Sequence[Given]) -> Move:
        """Return the move that takes a choice as the whole answer."""
        results = [(test, choice in test.choices and test.least == 1) for test in tests]
        return Move(choice, taken=True, inner=DONE, mask=self._standing(results))

    def _of_multiple_question(
        self, question: str, form: Form, tests: Sequence[Given], unasked: Move
    ) -> list[Step]:
        """Return first a step for an exclusive choice or none, then one for each other choice.

        An inner state is how many choices were taken for each unfinished test, capped at
        what the test needs, after whether any choice at all was taken.
        """
        ordinary = [choice for choice in form.choices if choice not in form.exclusive]
        only_exclusive = [test for test in tests if not test.choices.intersection(ordinary)]
        begins = Move(
            None,
            taken=False,
            inner=1,
            mask=self._standing((test, False) for test in only_exclusive),
        )
        alone = self._each_alone((c for c in form.choices if c in form.exclusive), tests)
        steps = [Step(question, unasked, [[*alone, begins] if ordinary else alone])]
        unfinished = [test for test in tests if test not in only_exclusive]
        known_after = {test: _last_step(form, test) for test in unfinished}
        states: list[tuple[int, ...]] = [(0,) * (1 + len(unfinished))]
        for index, choice in enumerate(ordinary):
            last = index + 1 == len(ordinary)
            ends = [known_after[test] == index + 1 for test in unfinished]
            following: dict[tuple[int, ...], int] = {}
            moves: list[list[Move]] = [[Move(None, taken=False, inner=DONE, mask=self.all_terms)]]
            for state in states:
                ways = []
                for taken in (True, False):
                    counts = [
                        min(count + (taken and choice in test.choices), test.least)
                        for count, test in zip(state[1:], unfinished, strict=True)
                    ]
                    some = int(taken or state[0])
                    if last and not some:
                        continue  # a multiple question takes one choice or more
                    results = [
                        (test, count == test.least)
                        for count, test, end in zip(counts, unfinished, ends, strict=True)
                        if end
                    ]
                    left = (some, *(c for c, end in zip(counts, ends, strict=True) if not end))
                    inner = DONE if last else following.setdefault(left, len(following) + 1)
                    ways.append(Move(choice, taken, inner, self._standing(results)))
                moves.append(ways)
            steps.append(Step(question, unasked, moves))
            states = list(following)
            unfinished = [test for test, end in zip(unfinished, ends, strict=True) if not end]
        return steps


def _without_not(condition: Condition) -> tuple[Condition, bool]:
    """Return what stands inside of `Not`, and whether the condition holds where that does."""
    holds = True
    while isinstance(condition, Not):
        condition, holds = condition.part, not holds
    return condition, holds


def _settled_after(condition: Condition, known_after: Mapping[Given, int]) -> int:
    """Return the step after which a condition is known, -1 where it always is."""
    known = [known_after[test] for term in terms(condition) for test, _ in term]
    return max(known, default=-1)


def _last_step(form: Form, test: Given) -> int:
    """Return after which of a question's steps a test of it is known."""
    if form.kind != "multiple":
        return 0
    ordinary = (choice for choice in form.choices if choice not in form.exclusive)
    steps = (step for step, choice in enumerate(ordinary, 1) if choice in test.choices)
    return max(steps, default=0)
