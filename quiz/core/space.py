"""The exact walk over all answer sheets, on which every claim about the rules rests.

It is dynamic programming: a sheet is read choice by choice, and sheets on which the same
terms of the conditions can still hold are one state. A condition is settled as soon as the
last choice that it asks about is known, and its terms are dropped then, so the cost grows
with the number of states and not with the number of sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from quiz.core.language.conditions import Condition, asks
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form
from quiz.core.steps import DONE, Move, Step, Steps

Value = TypeVar("Value")
Target = TypeVar("Target")
State = tuple[int, int]
"""The terms that can still hold, and the inner state of an unfinished multiple question."""

States = dict[State, Value]
Settle = Callable[[Value, Sequence[int]], Value | None]

MOST_STATES = 100_000
"""Most states of a walk at a time; more would take minutes, and soon all memory."""


class TooManyStatesError(Exception):
    """The rules join so many questions that a walk over all sheets would take too long.

    Its text says so in the words of the file.
    """

    def __init__(self, reason: str = "the rules join too many questions with one another") -> None:
        super().__init__(reason)


class Freedom(NamedTuple):
    """The answers that a walk may give: with all of `required`, and any of `optional`."""

    required: frozenset[str]
    optional: frozenset[str]

    def allows(self, move: Move) -> bool:
        """Return whether a sheet may take this move."""
        if move.taken:
            given = self.required | self.optional
            return any(choice in given for choice in (move.choice, *move.alike))
        return move.choice not in self.required


class Space:
    """All answer sheets, distinguished only by which of the conditions hold.

    Questions that neither a condition nor the `only_if` of such a question asks about are
    left out unless the space is `whole`: they do not change what is possible, only how many
    sheets there are. A walk may have `most_states` at a time.
    """

    def __init__(
        self,
        forms: Mapping[str, Form],
        conditions: Sequence[Condition],
        *,
        whole: bool = False,
        most_states: int = MOST_STATES,
    ) -> None:
        self._most_states = most_states
        self.questions = tuple(forms if whole else _asked_about(forms, conditions))
        steps = Steps(forms, self.questions, conditions)
        self.steps = steps.steps
        self.always_hold = steps.always_hold
        self._start = steps.all_terms, DONE

    def walk(
        self,
        start: Value,
        settle: Settle[Value],
        merge: Callable[[list[Value]], Value],
        freedom: Mapping[str, Freedom] | None = None,
        times: Callable[[Value, int], Value] | None = None,
        after_step: Callable[[States[Value]], None] | None = None,
    ) -> Value | None:
        """Return the merged value of all sheets, or None where none is left.

        Raises TooManyStatesError where there are more than the space's `most_states` at a time.

        `settle` takes the value so far and the conditions, by number, that turn out
        to hold, and returns the new value, or None to leave these sheets out.
        `merge` joins the values of sheets that cannot differ any more. `freedom`
        narrows the answers to questions. `times` returns the value of so many sheets that are
        alike; without it, they have the value of one. `after_step` receives the states after
        each step.
        """
        value = settle(start, self.always_hold)
        states: States[Value] = {} if value is None else {self._start: value}
        for step in self.steps:
            after: dict[State, list[Value]] = {}
            for state, value in states.items():
                for move in self.moves(step, state, freedom):
                    reached, holding = self.follow(step, state, move)
                    new = settle(value, holding)
                    if new is not None:
                        if times and move.alike:
                            new = times(new, 1 + len(move.alike))
                        after.setdefault(reached, []).append(new)
                if len(after) > self._most_states:
                    raise TooManyStatesError
            states = {}
            for state in list(after):  # what is merged is let go of at once: it may be large
                states[state] = merge(after.pop(state))
            if after_step is not None:
                after_step(states)
        return merge(list(states.values())) if states else None

    def trace(
        self,
        trail: Sequence[States[Value]],
        begin: Value,
        state: State,
        target: Target,
        leads: Callable[[Value, Sequence[int], Target], Target | None],
    ) -> dict[str, list[str]]:
        """Return the choices of a sheet whose value is `target`, in a state after the last step.

        `leads` is given the value of an earlier state and the conditions found to hold
        on the way, and returns what led to the target, or None where nothing did.
        """
        taken: dict[str, list[str]] = {}
        for number in range(len(trail) - 1, -1, -1):
            step = self.steps[number]
            before = trail[number - 1] if number else {self._start: begin}
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
        holding = [n for n, mask, holds in step.settles if (left & mask != 0) is holds]
        return (left & step.keeps, move.inner), holding


def without_wishes(can_change: str) -> str:
    """Return how an answer can change where standings are decided, which leave wishes alone."""
    return "no" if can_change == "wish" else can_change


def freedom_of(form: Form, answer: Answer | None, can_change: str) -> Freedom:
    """Return the answers that an applicant with this `answer` may change to.

    A question that was not asked may be answered in any way. `up` allows higher choices of
    a scale, or more choices of a multiple question, for which an exclusive one may be given
    up; a single question has no order, so its answer stays. A `wish` may be any other one.
    """
    nothing: frozenset[str] = frozenset()
    if answer is None or can_change in ("yes", "wish"):
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


def _asked_about(forms: Mapping[str, Form], conditions: Iterable[Condition]) -> list[str]:
    """Return the questions that the conditions, or the gates before them, ask about, in order."""
    needed: set[str] = set()
    further = [question for condition in conditions for question in asks(condition)]
    while further:
        question = further.pop()
        if question not in needed:
            needed.add(question)
            further += asks(forms[question].only_if)
    return [question for question in forms if question in needed] if needed else []
