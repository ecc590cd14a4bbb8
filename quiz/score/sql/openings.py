"""Which answers leave a position that is ruled out closed for good, worked out beforehand.

Answers to a question from which the same can be changed have one code, and the codes of all
questions of a part of the blocks on a position add up to the number of their combination.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import prod
from typing import NamedTuple

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Condition, Given, Not, tests
from quiz.core.language.model import Answer
from quiz.core.language.sheet import Form
from quiz.core.space import Freedom, Space, can_avoid, freedom_of, without_wishes
from quiz.score.parts import apart

MOST_COMBINATIONS = 20_000
"""A part with more combinations of answers is refused: each is searched, and listed."""

Codes = list[tuple[Condition, int]]
"""What answers to a question add to the number of a combination, where a condition holds."""


class TooManyCombinationsError(Exception):
    """Whether a position can be opened depends on too many combinations; the text says whose."""


@dataclass(frozen=True)
class Part:
    """Blocks on a position, and the combinations of answers that no change of them undoes."""

    position: str
    codes: dict[str, Codes]
    closed: frozenset[int]


class _Digit(NamedTuple):
    """The codes of a question: how many there can be, those of each answer, and what they mean."""

    size: int
    freedoms: list[tuple[int, Freedom]]
    codes: Codes


def parts_of(engine: Engine) -> list[Part]:
    """Return the parts of the blocks on each position.

    Raises TooManyCombinationsError.
    """
    return [
        _part(engine, position, conditions)
        for position in engine.positions
        for conditions in apart(engine, position)
    ]


def _part(engine: Engine, position: str, conditions: Sequence[Condition]) -> Part:
    space = Space(engine.forms, conditions)
    every = [*conditions, *(engine.forms[id_].only_if for id_ in space.questions)]
    asked = frozenset(chain.from_iterable(map(tests, every)))
    digits = {id_: _digit(engine, id_, asked) for id_ in space.questions}
    if prod(len(digit.freedoms) for digit in digits.values()) > MOST_COMBINATIONS:
        raise TooManyCombinationsError(f"position {position!r}")
    scale, scales = 1, []
    for digit in digits.values():
        scales.append(scale)
        scale *= digit.size
    closed = frozenset(
        sum(code * scale for (code, _), scale in zip(found, scales, strict=True))
        for found in product(*(digit.freedoms for digit in digits.values()))
        if not can_avoid(space, dict(zip(digits, (each for _, each in found), strict=True)))
    )
    codes = {
        id_: [(condition, code * scale) for condition, code in digit.codes if code]
        for (id_, digit), scale in zip(digits.items(), scales, strict=True)
        if digit.size > 1
    }
    return Part(position, codes, closed)


def _digit(engine: Engine, question: str, asked: frozenset[Given]) -> _Digit:
    form = engine.forms[question]
    can_change = without_wishes(engine.rules.questions[question].can_change)
    about = [test for test in asked if test.question == question]
    several = form.kind == "multiple" and can_change != "yes"
    return (_of_several if several else _of_one)(form, can_change, question, about)


def _of_one(form: Form, can_change: str, question: str, about: Sequence[Given]) -> _Digit:
    """Return the codes of a question of which one choice is given, or any can be changed to."""
    unasked = form.only_if != All()
    answers = [*((choice,) for choice in form.choices), *([None] if unasked else [])]
    met: dict[frozenset[tuple[bool, ...]], tuple[Freedom, list[Answer | None]]] = {}
    for answer in answers:
        freedom = freedom_of(form, answer, can_change)
        key = frozenset(
            tuple(choice in test.choices for test in about) for choice in freedom.optional
        )
        if form.kind == "multiple":  # any answer may be changed to any other
            key = frozenset()
        met.setdefault(key, (freedom, []))[1].append(answer)
    freedoms = [(code, freedom) for code, (freedom, _) in enumerate(met.values())]
    codes: Codes = []
    for code, (_, same) in enumerate(met.values()):
        given = frozenset(answer[0] for answer in same if answer is not None)
        if given:
            codes.append((Given(question, given), code))
        if None in same:
            codes.append((Not(Given(question, frozenset(form.choices))), code))
    return _Digit(len(freedoms), freedoms, codes)


def _of_several(form: Form, can_change: str, question: str, about: Sequence[Given]) -> _Digit:
    """Return the codes of a question with several choices: a bit for each that is asked about."""
    asked = frozenset().union(*(test.choices for test in about))
    relevant = [choice for choice in form.choices if choice in asked]
    if 1 << len(relevant) > MOST_COMBINATIONS:
        raise TooManyCombinationsError(f"question {question!r}")
    bits = {choice: 1 << place for place, choice in enumerate(relevant)}
    not_asked = 1 << len(relevant)
    met: dict[int, Freedom] = {}
    for answer in _answers(form, relevant):
        code = sum(bits.get(choice, 0) for choice in answer)
        met.setdefault(code, freedom_of(form, answer, can_change))
    codes: Codes = [(Given(question, frozenset([choice])), bit) for choice, bit in bits.items()]
    if form.only_if != All():
        met[not_asked] = freedom_of(form, None, can_change)
        codes.append((Not(Given(question, frozenset(form.choices))), not_asked))
    return _Digit(2 * not_asked, list(met.items()), codes)


def _answers(form: Form, relevant: Sequence[str]) -> Iterator[Answer]:
    """Yield an answer with each possible set of the relevant choices."""
    together = [choice for choice in relevant if choice not in form.exclusive]
    other = [choice for choice in form.choices if choice not in (*relevant, *form.exclusive)][:1]
    for size in range(len(together) + 1):
        for some in combinations(together, size):
            if some or other:
                yield (*some, *other)
    yield from ((choice,) for choice in form.choices if choice in form.exclusive)
