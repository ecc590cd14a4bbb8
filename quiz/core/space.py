"""The exact walk over all answer sheets, on which every claim about the rules rests.

A sheet is read choice by choice. What matters of the choices so far is which terms
of the conditions still stand, so sheets that agree in that are walked on as one. A
condition is settled as soon as the last choice it asks about is known, and its terms
are then forgotten: the cost grows with the states that can still matter, not with
the number of sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeVar

from quiz.core.language.conditions import Condition, Given, Term, asks, terms
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form

Value = TypeVar("Value")
Target = TypeVar("Target")
State = tuple[int, int]
"""The terms that stand, and the inner state of a multiple question under way."""

States = dict[State, Value]
Settle = Callable[[Value, Sequence[int]], Value | None]

MOST_STATES = 100_000
"""States that a walk may have at a time; more would take minutes, and soon all memory."""

DONE = 0
"""The inner state in which the rest of a question's steps have nothing to say."""


class TooManyStatesError(Exception):
    """The rules join so many questions that a walk over all answer sheets would not end."""


class Move(NamedTuple):
    """One way through a step: a choice that is taken or passed over.

    `choice` is None where there is nothing to choose, `inner` the state it leads to,
    and `mask` the terms that it leaves standing.
    """

    choice: str | None
    taken: bool
    inner: int
    mask: int


class Step(NamedTuple):
    """One choice of a multiple question, or the whole of another; masks have a bit for each term.

    `gate` are the terms of the question's `only_if`, where the step is its first, and
    `unasked` is the way around. `moves` are listed by inner state, which counts what the tests
    under way have seen of a multiple question. `settles` pairs the conditions known
    after the step with their terms; `keeps` are the terms that matter after it.
    """

    question: str
    unasked: Move
    moves: Sequence[Sequence[Move]]
    gate: int | None = None
    settles: Sequence[tuple[int, int]] = ()
    keeps: int = 0


class Freedom(NamedTuple):
    """The answers a walk may give to a question: all of `required`, any of `optional`."""

    required: frozenset[str]
    optional: frozenset[str]

    def allows(self, move: Move) -> bool:
        """Return whether a sheet may take this move."""
        if move.taken:
            return move.choice in self.required or move.choice in self.optional
        return move.choice not in self.required


class Space:
    """All answer sheets, seen only through the conditions that are asked of it.

    Questions that no condition asks about, nor the `only_if` of one that matters,
    are left out unless the space is `whole`: what is reachable does not depend on
    them, how often does.
    """

    def __init__(
        self, forms: Mapping[str, Form], conditions: Sequence[Condition], *, whole: bool = False
    ) -> None:
        self._forms = forms
        order = list(forms) if whole else _in_question(forms, conditions)
        self.questions = tuple(order)
        every = [*conditions, *(forms[question].only_if for question in order)]
        self._bits: dict[Term, int] = {}
        masks = [self._mask(condition) for condition in every]
        self.everything = (1 << len(self._bits)) - 1
        self._tests = dict.fromkeys(test for term in self._bits for test, _ in term)
        first: dict[str, int] = {}
        steps: list[Step] = []
        for question in order:
            first[question] = len(steps)
            steps += self._steps(question)
        self._known_after = {
            test: first[test.question] + _last_step(forms[test.question], test)
            for test in self._tests
        }
        settled = [self._settled_after(condition) for condition in conditions]
        # A gate is needed until its own question's first step has asked for it.
        needed = settled + [first[question] for question in order]
        self.constant = [
            number for number, step in enumerate(settled) if step < 0 and masks[number]
        ]
        gates = {first[question]: masks[len(conditions) + n] for n, question in enumerate(order)}
        self.steps = [
            step._replace(
                gate=gates.get(index),
                settles=[(n, masks[n]) for n, known in enumerate(settled) if known == index],
                keeps=reduce(or_, (m for m, n in zip(masks, needed, strict=True) if n > index), 0),
            )
            for index, step in enumerate(steps)
        ]

    def _mask(self, condition: Condition) -> int:
        """Return the bits of a condition's terms, giving new terms new ones."""
        found = terms(condition)
        for term in found:
            self._bits.setdefault(term, 1 << len(self._bits))
        return sum(self._bits[term] for term in found)

    def _settled_after(self, condition: Condition) -> int:
        """Return the step after which a condition is known, -1 where it always is."""
        known = [self._known_after[test] for term in terms(condition) for test, _ in term]
        return max(known, default=-1)

    def _standing(self, results: Iterable[tuple[Given, bool]]) -> int:
        """Return the terms that stand when tests have come out so."""
        fallen = {(test, not truth) for test, truth in results}
        return self.everything - sum(bit for term, bit in self._bits.items() if term & fallen)

    def _steps(self, question: str) -> list[Step]:
        form = self._forms[question]
        about = [test for test in self._tests if test.question == question]
        unasked = Move(
            None, taken=False, inner=DONE, mask=self._standing((test, False) for test in about)
        )

        def after(choice: str) -> Move:
            results = [(test, choice in test.choices and test.least == 1) for test in about]
            return Move(choice, taken=True, inner=DONE, mask=self._standing(results))

        if form.kind != "multiple":
            moves = [[after(choice) for choice in form.choices]]
            return [Step(question, unasked, moves)]
        return self._steps_of_multiple(question, form, about, unasked, after)

    def _steps_of_multiple(
        self,
        question: str,
        form: Form,
        about: Sequence[Given],
        unasked: Move,
        after: Callable[[str], Move],
    ) -> list[Step]:
        """First an exclusive choice or none of them, then a step for each choice that is left.

        An inner state is how many choices were taken for each test under way, capped
        at what the test wants, after whether any choice at all was taken.
        """
        ordinary = [choice for choice in form.choices if choice not in form.exclusive]
        only_exclusive = [test for test in about if not test.choices.intersection(ordinary)]
        begins = Move(
            None,
            taken=False,
            inner=1,
            mask=self._standing((test, False) for test in only_exclusive),
        )
        alone = [after(choice) for choice in form.choices if choice in form.exclusive]
        steps = [Step(question, unasked, [[*alone, begins] if ordinary else alone])]
        under_way = [test for test in about if test not in only_exclusive]
        states: list[tuple[int, ...]] = [(0,) * (1 + len(under_way))]
        for index, choice in enumerate(ordinary):
            last = index + 1 == len(ordinary)
            ends = [_last_step(form, test) == index + 1 for test in under_way]
            following: dict[tuple[int, ...], int] = {}
            moves: list[list[Move]] = [[Move(None, taken=False, inner=DONE, mask=self.everything)]]
            for state in states:
                ways = []
                for taken in (True, False):
                    counts = [
                        min(count + (taken and choice in test.choices), test.least)
                        for count, test in zip(state[1:], under_way, strict=True)
                    ]
                    some = int(taken or state[0])
                    if last and not some:
                        continue  # a multiple question takes one choice or more
                    results = [
                        (test, count == test.least)
                        for count, test, end in zip(counts, under_way, ends, strict=True)
                        if end
                    ]
                    left = (some, *(c for c, end in zip(counts, ends, strict=True) if not end))
                    inner = DONE if last else following.setdefault(left, len(following) + 1)
                    ways.append(Move(choice, taken, inner, self._standing(results)))
                moves.append(ways)
            steps.append(Step(question, unasked, moves))
            states = list(following)
            under_way = [test for test, end in zip(under_way, ends, strict=True) if not end]
        return steps

    def walk(
        self,
        start: Value,
        settle: Settle[Value],
        merge: Callable[[list[Value]], Value],
        freedom: Mapping[str, Freedom] | None = None,
        trail: list[States[Value]] | None = None,
        most_states: int = MOST_STATES,
    ) -> Value | None:
        """Return what all sheets come to, or None where none is left.

        Raises TooManyStatesError where there are more than `most_states` at a time.

        `settle` takes the value so far and the conditions, by number, that turn out
        to hold, and returns the new value, or None to leave these sheets out.
        `merge` joins the values of sheets that cannot differ any more. `freedom`
        narrows the answers to questions. `trail` receives the states after each step.
        """
        value = settle(start, self.constant)
        states: States[Value] = {} if value is None else {(self.everything, DONE): value}
        for step in self.steps:
            after: dict[State, list[Value]] = {}
            for state, value in states.items():
                for move in self.moves(step, state, freedom):
                    reached, holding = self.follow(step, state, move)
                    new = settle(value, holding)
                    if new is not None:
                        after.setdefault(reached, []).append(new)
                if len(after) > most_states:
                    raise TooManyStatesError
            states = {state: merge(values) for state, values in after.items()}
            if trail is not None:
                trail.append(states)
        return merge(list(states.values())) if states else None

    def trace(
        self,
        trail: Sequence[States[Value]],
        begin: Value,
        state: State,
        target: Target,
        leads: Callable[[Value, Sequence[int], Target], Target | None],
    ) -> dict[str, list[str]]:
        """Return the choices of a sheet that came to `target`, in a state after the last step.

        `leads` is given the value of an earlier state and the conditions found to hold
        on the way, and returns what led to the target, or None where nothing did.
        """
        taken: dict[str, list[str]] = {}
        for number in range(len(trail) - 1, -1, -1):
            step = self.steps[number]
            before = trail[number - 1] if number else {(self.everything, DONE): begin}
            state, target, move = next(
                (earlier, source, move)
                for earlier, value in before.items()
                for move in self.moves(step, earlier)
                for reached, holding in [self.follow(step, earlier, move)]
                if reached == state
                for source in [leads(value, holding, target)]
                if source is not None
            )
            if move.taken and move.choice is not None:
                taken.setdefault(step.question, []).append(move.choice)
        return taken

    @staticmethod
    def moves(
        step: Step, state: State, freedom: Mapping[str, Freedom] | None = None
    ) -> Sequence[Move]:
        """Return the ways from a state through a step."""
        standing, inner = state
        if step.gate is not None and not standing & step.gate:
            return (step.unasked,)
        if freedom is None:
            return step.moves[inner]
        return [move for move in step.moves[inner] if freedom[step.question].allows(move)]

    @staticmethod
    def follow(step: Step, state: State, move: Move) -> tuple[State, list[int]]:
        """Return the state that a move leads to, and the conditions found to hold by it."""
        left = state[0] & move.mask
        return (left & step.keeps, move.inner), [n for n, terms_ in step.settles if left & terms_]


def freedom_of(form: Form, answer: Answer | None, can_change: str) -> Freedom:
    """Return the answers an applicant could come to give.

    A question that was not asked so far may be answered in any way. `up` allows
    higher choices of a scale, or more choices of a multiple question, for which an
    exclusive one may be given up; a single question has no direction, so it stays.
    """
    nothing: frozenset[str] = frozenset()
    if answer is None or can_change == "yes":
        return Freedom(nothing, frozenset(form.choices))
    if form.kind != "multiple":
        rises = can_change == "up" and form.kind == "scale"
        first = form.choices.index(answer[0])
        return Freedom(nothing, frozenset(form.choices[first:] if rises else answer))
    present = frozenset(answer)
    if can_change == "no":
        return Freedom(present, nothing)
    ordinary = frozenset(form.choices) - form.exclusive
    return Freedom(present & ordinary, ordinary | present)


def greatest(forms: Mapping[str, Form], earned: Sequence[tuple[Condition, int]]) -> int:
    """Return the greatest sum of points that any answer sheet earns."""
    space = Space(forms, [condition for condition, _ in earned])
    most = space.walk(0, lambda sum_, holding: sum_ + sum(earned[n][1] for n in holding), max)
    return most or 0


def can_avoid(space: Space, freedom: Mapping[str, Freedom] | None = None) -> bool:
    """Return whether a sheet that `freedom` allows meets none of the space's conditions."""
    sheets = space.walk(1, lambda _, holding: None if holding else 1, max, freedom)
    return sheets is not None


def _in_question(forms: Mapping[str, Form], conditions: Iterable[Condition]) -> list[str]:
    """Return the questions that the conditions, or the gates before them, ask about, in order."""
    wanted = {question for condition in conditions for question in asks(condition)}
    for question in reversed(list(forms)):  # a gate asks about earlier questions only
        if question in wanted:
            wanted |= asks(forms[question].only_if)
    return [question for question in forms if question in wanted]


def _last_step(form: Form, test: Given) -> int:
    """Return after which of a question's steps a test of it is known."""
    if form.kind != "multiple":
        return 0
    ordinary = [choice for choice in form.choices if choice not in form.exclusive]
    return max((ordinary.index(c) + 1 for c in test.choices if c in ordinary), default=0)
