"""Warns of what has no effect in a rules file: not wrong, but hardly meant.

Each advice is found by a walk over all answer sheets that looks for one on which the thing
matters, so "never" means on no sheet at all.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import (
    All,
    Any_,
    Condition,
    Fault,
    Given,
    Not,
    TooManyTermsError,
    asks,
)
from quiz.core.language.facts import MONTHS_VALID, is_due
from quiz.core.language.sheet import Form
from quiz.core.prove.counting import Counting
from quiz.core.space import Space, TooManyStatesError, can_avoid

NEVER = Any_(())
"""A condition that never holds."""


MOST_COMPARED = 60
"""Choices of a question that are compared with each other: 1,770 pairs at most."""


def advice(engine: Engine, counting: Counting | None, today: dt.date) -> Iterator[Fault]:
    """Yield each advice with its place; `counting` is None where the sheets cannot be counted."""
    yield from _checked(engine, today)
    yield from _past_blocks(engine, today)
    uses = _Uses(engine)
    for question, form in engine.forms.items():
        if not possible(engine.forms, form.only_if):
            message = f"question {question!r} is never asked; its only_if can never hold"
            yield Fault(("questions", question, "only_if"), message)
        else:
            yield from _idle_choices(uses, question)
    yield from _dead_rules(engine)
    yield from _moot_blocks(engine)
    if counting is not None:
        yield from _hopeless_positions(engine, counting)


def possible(forms: Mapping[str, Form], *conditions: Condition) -> bool:
    """Return whether all the conditions hold together on some answer sheet.

    Where there are too many states to find out, they count as possible: no advice is
    better than a wrong one.
    """
    try:
        return can_avoid(Space(forms, [Not(condition) for condition in conditions]))
    except (TooManyStatesError, TooManyTermsError):
        return True


def _checked(engine: Engine, today: dt.date) -> Iterator[Fault]:
    """Yield what was checked over a year ago, or is said to be on a day that is to come."""
    rules = engine.rules
    tomorrow = today + dt.timedelta(days=1)  # where the day begins earlier, it is that already
    if is_due(rules.checked, MONTHS_VALID, today):
        message = f"the facts were last checked on {rules.checked}, over a year ago; check them"
        yield Fault(("checked",), message)
    elif rules.checked > tomorrow:
        yield Fault(
            ("checked",), f"{rules.checked} is a day to come; write when facts were checked"
        )
    for id_, fact in rules.facts.items():
        if is_due(fact.checked, MONTHS_VALID, today):
            message = f"fact {id_!r} was last checked on {fact.checked}, over a year ago; check it"
            yield Fault(("facts", id_, "checked"), message)
        elif fact.checked > tomorrow:
            message = f"{fact.checked} is a day to come; write when fact {id_!r} was checked"
            yield Fault(("facts", id_, "checked"), message)


def _past_blocks(engine: Engine, today: dt.date) -> Iterator[Fault]:
    for id_, rule in engine.rules.rules.items():
        if isinstance(rule.until, dt.date) and rule.until < today:
            message = f"rule {id_!r} was to block until {rule.until}, which is past; remove it"
            yield Fault(("rules", id_, "until"), message)


def _dead_rules(engine: Engine) -> Iterator[Fault]:
    for thing, conditions in (
        ("rule", engine.conditions),
        ("notice", engine.notice_conditions),
        ("date", engine.date_conditions),
    ):
        for id_, condition in conditions.items():
            if not possible(engine.forms, condition):
                message = f"{thing} {id_!r} can never apply; no answers meet its when"
                yield Fault((f"{thing}s", id_, "when"), message)


def _moot_blocks(engine: Engine) -> Iterator[Fault]:
    """Yield the blocks that never apply without another block of the same position."""
    for position in engine.positions:
        blocks = {
            id_: engine.conditions[id_]
            for id_, rule in engine.rules.rules.items()
            if position in (rule.blocks or ())
        }
        for id_, condition in blocks.items():
            others = [Not(other) for name, other in blocks.items() if name != id_]
            if possible(engine.forms, condition) and not possible(engine.forms, condition, *others):
                message = f"whenever rule {id_!r} blocks {position}, another rule does so too"
                yield Fault(("rules", id_, "blocks"), message)


def _hopeless_positions(engine: Engine, counting: Counting) -> Iterator[Fault]:
    best, _ = counting.best()
    for number, position in enumerate(engine.positions):
        path = ("positions", position)
        if not engine.most[position]:
            message = f"no rule can give {position} a point, so its fit is always 0"
            yield Fault(path, message, of_key=True)
        if (best == number).any():
            continue
        message = f"{position} can never be the best match"
        is_open = ~counting.blocked(position)
        if not is_open.any():
            message += "; every answer sheet blocks it"
        for rival in engine.positions:
            if (
                rival != position
                and is_open.any()
                and _always_beats(engine, counting, rival, position)
            ):
                message += f"; where it is open, {rival} is open too and fits at least as well"
                break
        yield Fault(path, message, of_key=True)


def _always_beats(engine: Engine, counting: Counting, rival: str, position: str) -> bool:
    most = engine.most
    open_rows = ~counting.blocked(position)
    mine = counting.points(position) * max(most[rival], 1)
    theirs = counting.points(rival) * max(most[position], 1)
    beats = ~counting.blocked(rival) & (theirs >= mine)
    return bool(np.all(beats[open_rows]))


class _Uses:
    """What asks about each question: conditions, and questions with their `only_if`."""

    def __init__(self, engine: Engine) -> None:
        self.forms = engine.forms
        self.tells = engine.tells
        self.conditions: dict[str, list[Condition]] = defaultdict(list)
        self.gated: dict[str, list[str]] = defaultdict(list)
        for condition in (
            *engine.conditions.values(),
            *engine.notice_conditions.values(),
            *engine.date_conditions.values(),
        ):
            for question in asks(condition):
                self.conditions[question].append(condition)
        for id_, form in engine.forms.items():
            for question in asks(form.only_if):
                self.conditions[question].append(form.only_if)
                self.gated[question].append(id_)

    def forms_with(self, question: str, by: Callable[[Given], Condition]) -> dict[str, Form]:
        """Return the forms, in whose `only_if` each test of a question is replaced."""
        forms = dict(self.forms)
        for id_ in self.gated[question]:
            only_if = _substitute(forms[id_].only_if, question, by)
            forms[id_] = replace(forms[id_], only_if=only_if)
        return forms


def _idle_choices(uses: _Uses, question: str) -> Iterator[Fault]:
    """Yield the question, or those of its choices, that make no difference to the outcome.

    A choice that tells something is never idle, and differs from every other one.
    """
    form = uses.forms[question]
    tells = uses.tells.get(question, frozenset())
    path = ("questions", question)
    if form.kind == "multiple":
        ordinary = [choice for choice in form.choices if choice not in form.exclusive]
        idle = [
            choice
            for choice in ordinary
            if len(ordinary) > 1 and choice not in tells and not _matters(uses, question, choice)
        ]
        messages = {choice: f"choice {choice!r} never changes the outcome" for choice in idle}
        # Where no choice matters beside others, a choice may still matter alone.
        alone = [*ordinary[:1], *(choice for choice in form.choices if choice in form.exclusive)]
        never = (
            not tells
            and (idle == ordinary or len(ordinary) < 2)
            and not any(_differ(uses, question, alone[0], choice) for choice in alone[1:])
        )
    else:
        messages = {
            choice: f"{earlier!r} and {choice!r} never differ in outcome"
            for earlier, choice in _alike(uses, question)
        }
        never = len(messages) == len(form.choices) - 1
    if never:
        yield Fault(path, f"question {question!r} never changes the outcome", of_key=True)
        return
    for choice, message in messages.items():
        yield Fault((*path, "choices", choice), f"question {question!r}: {message}", of_key=True)


def _alike(uses: _Uses, question: str) -> Iterator[tuple[str, str]]:
    """Yield each choice that never differs from an earlier one, after that one.

    Choices that no condition tells apart are alike without a look at any sheet. The others are
    compared with each other, unless there are so many that it would take minutes.
    """
    tells = uses.tells.get(question, frozenset())
    kinds: dict[tuple[Condition, ...], str] = {}
    first: dict[str, str] = {}
    for choice in uses.forms[question].choices:
        if choice in tells:
            continue
        by = _chosen(choice)
        kind = tuple(_substitute(each, question, by) for each in uses.conditions[question])
        earlier = kinds.setdefault(kind, choice)
        if earlier != choice:
            yield first.get(earlier, earlier), choice
        elif len(kinds) <= MOST_COMPARED:
            for other in list(kinds.values())[:-1]:
                if not _differ(uses, question, other, choice):
                    first[choice] = other
                    yield other, choice
                    break


def _chosen(choice: str) -> Callable[[Given], Condition]:
    return lambda test: All() if choice in test.choices and test.least == 1 else NEVER


def _differ(uses: _Uses, question: str, one: str, two: str) -> bool:
    """Return whether replacing one choice by another changes a condition on some sheet."""
    forms = uses.forms_with(question, _chosen(one))
    return _changes(forms, question, uses.conditions[question], _chosen(one), _chosen(two))


def _matters(uses: _Uses, question: str, choice: str) -> bool:
    """Return whether adding one choice to others changes a condition on some sheet."""

    def taken(test: Given) -> Condition:
        least = test.least - (choice in test.choices)
        return Given(question, test.choices - {choice}, least) if least else All()

    def left(test: Given) -> Condition:
        return Given(question, test.choices - {choice}, test.least)

    forms = uses.forms_with(question, taken)
    form = forms[question]
    others = tuple(c for c in form.choices if c != choice and c not in form.exclusive)
    forms[question] = replace(form, choices=others, exclusive=frozenset())
    return _changes(forms, question, uses.conditions[question], taken, left)


def _changes(
    forms: Mapping[str, Form],
    question: str,
    about: Sequence[Condition],
    one: Callable[[Given], Condition],
    two: Callable[[Given], Condition],
) -> bool:
    for condition in about:
        first, second = _substitute(condition, question, one), _substitute(condition, question, two)
        if first == second:
            continue
        for holds, fails in ((first, second), (second, first)):
            if possible(forms, forms[question].only_if, holds, Not(fails)):
                return True
    return False


def _substitute(condition: Condition, question: str, by: Callable[[Given], Condition]) -> Condition:
    """Return a condition with its tests of one question replaced."""
    match condition:
        case Given():
            return by(condition) if condition.question == question else condition
        case Not():
            return Not(_substitute(condition.part, question, by))
        case All():
            return All(tuple(_substitute(part, question, by) for part in condition.parts))
        case Any_():
            return Any_(tuple(_substitute(part, question, by) for part in condition.parts))
