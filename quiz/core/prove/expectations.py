"""Counts the answer sheets whose outcome meets an `if`, as a promise has it.

A standing depends on more than the points and blocks of a sheet: on its checks, and on
whether allowed changes of its answers could unblock the position. Conditions say both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Any_, Condition, Given, Not, tests
from quiz.core.language.model import NONE, Answer
from quiz.core.language.sheet import Form, given, holds
from quiz.core.prove.codes import NotCountedError
from quiz.core.prove.counting import Counting, Truths
from quiz.core.space import Space, can_avoid, freedom_of, without_wishes

MOST_TRIED = 1_000
"""Most combinations of answers to questions that blocks join for which changes are tried."""

Kind = tuple[Answer | None, Condition]
"""An answer, and the condition that holds for it and for all answers of the same effect."""


class Expectation:
    """An `if` of one rules file: the conditions that a count must see to tell where it is met."""

    def __init__(self, engine: Engine, expected: Mapping[str, Sequence[str]]) -> None:
        self._engine = engine
        self._expected = expected
        self.seen: list[Condition] = []
        self._checks: dict[str, int] = {}
        self._closed: dict[str, int] = {}
        for position, standings in expected.items():
            if position in engine.positions:
                if ("open" in standings) != ("check" in standings):
                    self._checks[position] = self._see(_checking(engine, position))
                if ("not_yet" in standings) != ("closed" in standings):
                    self._closed[position] = self._see(closed(engine, position))

    def _see(self, condition: Condition) -> int:
        self.seen.append(condition)
        return len(self.seen) - 1

    def met(self, counting: Counting) -> Truths:
        """Return where the `if` is met, row by row, in a count that sees the conditions."""
        met: Truths = np.ones(len(counting.rows.codes), np.bool_)
        for key, allowed in self._expected.items():
            if key == "best":
                bests = [at_best(counting, each) for each in allowed]
                met &= np.logical_or.reduce(bests)
            elif key == "close":
                within = Fraction(self._engine.rules.outcome.close) / 100
                for position in allowed:
                    met &= counting.near_best(position, within)
            else:
                met &= self._stands(counting, key, allowed)
        return met

    def _stands(self, counting: Counting, position: str, allowed: Sequence[str]) -> Truths:
        blocked = counting.blocked(position)
        checked, closed_ = (
            counting.sees(seen[position]) if position in seen else np.zeros_like(blocked)
            for seen in (self._checks, self._closed)
        )
        # Where both of two standings are allowed, or neither, it does not matter which it is.
        free = np.where(checked, "check" in allowed, "open" in allowed)
        barred = np.where(closed_, "closed" in allowed, "not_yet" in allowed)
        return np.where(blocked, barred, free)


def at_best(counting: Counting, position: str) -> Truths:
    """Return whether a position is the best or tied for it, or whether none is, row by row."""
    if position == NONE:
        none: Truths = counting.best()[0] < 0
        return none
    return counting.near_best(position)


def _checking(engine: Engine, position: str) -> Condition:
    """Return the condition that some check of a position holds."""
    return Any_(
        tuple(
            engine.conditions[id_]
            for id_, rule in engine.rules.rules.items()
            if position in (rule.check or ())
        )
    )


def closed(engine: Engine, position: str) -> Condition:
    """Return the condition that a position is blocked and no allowed change unblocks it.

    Blocks that share no question are avoided apart, so each group of them is tried by
    itself. Raises NotCountedError where one joins too many answers.
    """
    blocks = [
        engine.conditions[id_]
        for id_, rule in engine.rules.rules.items()
        if position in (rule.blocks or ())
    ]
    return Any_(tuple(each for group in _groups(engine, blocks) for each in _final(engine, group)))


def _groups(engine: Engine, blocks: Sequence[Condition]) -> list[list[Condition]]:
    """Return the conditions in groups that share no question, nor one that a gate asks about."""
    groups: list[tuple[set[str], list[Condition]]] = []
    for block in blocks:
        questions, conditions = set(Space(engine.forms, [block]).questions), [block]
        apart = []
        for group in groups:
            if questions.isdisjoint(group[0]):
                apart.append(group)
            else:
                questions |= group[0]
                conditions = group[1] + conditions
        groups = [*apart, (questions, conditions)]
    return [conditions for _, conditions in groups]


def _final(engine: Engine, blocks: Sequence[Condition]) -> Iterator[Condition]:
    """Yield a condition for each combination of answers that no allowed change frees of blocks."""
    space = Space(engine.forms, blocks)
    gates = [engine.forms[question].only_if for question in space.questions]
    kinds = [list(_kinds(engine, question, (*blocks, *gates))) for question in space.questions]
    tried = 1
    for each in kinds:
        tried *= len(each)
    if tried > MOST_TRIED:
        raise NotCountedError("the blocks join too many answers to tell not_yet from closed")
    for combination in product(*kinds):
        answers = {
            question: answer
            for question, (answer, _) in zip(space.questions, combination, strict=True)
            if answer is not None
        }
        asked = [holds(engine.forms[question].only_if, answers) for question in space.questions]
        if asked != [answer is not None for answer, _ in combination]:
            continue
        freedom = {
            question: freedom_of(
                engine.forms[question],
                answers.get(question),
                without_wishes(engine.rules.questions[question].can_change),
            )
            for question in space.questions
        }
        if not can_avoid(space, freedom):
            yield All(tuple(condition for _, condition in combination))


def _kinds(engine: Engine, question: str, conditions: Sequence[Condition]) -> Iterator[Kind]:
    """Yield one answer of each kind that the conditions, or what may change, tell apart."""
    form = engine.forms[question]
    asked = frozenset(test for each in conditions for test in tests(each))
    asked = frozenset(test for test in asked if test.question == question)
    upwards = engine.rules.questions[question].can_change == "up"
    if form.only_if != All():
        yield None, Not(Given(question, frozenset(form.choices)))
    alone = form.choices if form.kind != "multiple" else form.exclusive
    alike: dict[object, list[str]] = {}
    for choice in (each for each in form.choices if each in alone):
        passed = tuple(test for test in asked if given(test, (choice,)))
        kind = choice if upwards and form.kind == "scale" else passed
        alike.setdefault(kind, []).append(choice)
    for choices in alike.values():
        yield (choices[0],), Given(question, frozenset(choices))
    if form.kind == "multiple":
        yield from _sets(question, form, asked)


def _sets(question: str, form: Form, asked: frozenset[Given]) -> Iterator[Kind]:
    """Yield one answer to a multiple question for each number of choices that are alike."""
    alike: dict[frozenset[Given], list[str]] = {}
    for choice in (each for each in form.choices if each not in form.exclusive):
        tested = frozenset(test for test in asked if choice in test.choices)
        alike.setdefault(tested, []).append(choice)
    size = 1
    for choices in alike.values():
        size *= 1 + len(choices)
    if size > MOST_TRIED:
        raise NotCountedError("the blocks join too many answers to tell not_yet from closed")
    for numbers in product(*(range(1 + len(choices)) for choices in alike.values())):
        if any(numbers):
            answer: list[str] = []
            conditions: list[Condition] = []
            for number, choices in zip(numbers, alike.values(), strict=True):
                answer += choices[:number]
                among = frozenset(choices)
                conditions += [Given(question, among, number)] if number else []
                conditions += (
                    [Not(Given(question, among, number + 1))] if number < len(choices) else []
                )
            yield tuple(answer), All(tuple(conditions))
