"""Conditions: parsing them, finding what is wrong with them, and their disjunctive normal form.

A condition can be written in many ways and is parsed into four types. `Given` covers
every test of one question: `q: a`, `q: [a, b]`, at_least, at_most and count mean "at
least so many of these choices were given"; none_of is `Not` around it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, NamedTuple, TypeAlias

from quiz.core.language.document import Path
from quiz.core.language.words import did_you_mean, folded, listed_twice, shown

MOST_TERMS = 10_000
"""A condition with more terms than this is refused; no author could read it either."""


@dataclass(frozen=True, slots=True)
class Given:
    """At least `least` of `choices` were given; false where the question was not asked."""

    question: str
    choices: frozenset[str]
    least: int = 1


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; an `All` without parts always holds."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801 -- the language's word, beside typing.Any
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition: TypeAlias = Given | All | Any_ | Not
Literal_: TypeAlias = tuple[Given, bool]
Term: TypeAlias = frozenset[Literal_]
"""Tests, each with the truth value it must have; a term holds where all of them have theirs."""


class Shape(NamedTuple):
    """What conditions need to know about a question: its kind, and its choices in order."""

    kind: Literal["single", "scale", "multiple"]
    choices: tuple[str, ...]
    texts: Mapping[str, str] = {}
    """The id of the choice with each text: an author may have written one for the other."""


class Fault(NamedTuple):
    """Something wrong at a path of a document; `of_key` where the key is wrong, not the value."""

    path: Path
    message: str
    of_key: bool = False


def meant_by_text(choice: str, texts: Mapping[str, str]) -> str:
    """Return "; 'Less than 2 hours' is the text of choice 'little'" where it is one, or nothing."""
    wanted = folded(choice)
    meant = next((id_ for text, id_ in texts.items() if folded(text) == wanted), None)
    return f"; {choice!r} is the text of choice {meant!r}" if meant else ""


def read(raw: Mapping[str, Any] | None, shapes: Mapping[str, Shape]) -> Condition:
    """Return the parsed condition of `raw`, which must have no faults; None always holds."""
    if raw is None:
        return All()
    parts: list[Condition] = []
    for key, value in raw.items():
        if key == "not":
            parts.append(Not(read(value, shapes)))
        elif key in ("any", "all"):
            inner = tuple(read(part, shapes) for part in value)
            parts.append(Any_(inner) if key == "any" else All(inner))
        else:
            parts.extend(_tests(key, value, shapes[key].choices))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _tests(question: str, value: Any, choices: tuple[str, ...]) -> Iterator[Condition]:
    if isinstance(value, str):
        yield Given(question, frozenset([value]))
    elif isinstance(value, list):
        yield Given(question, frozenset(value))
    else:
        for test, operand in value.items():
            if test == "at_least":
                yield Given(question, frozenset(choices[choices.index(operand) :]))
            elif test == "at_most":
                yield Given(question, frozenset(choices[: choices.index(operand) + 1]))
            elif test == "all_of":
                yield Given(question, frozenset(operand), len(operand))
            elif test == "none_of":
                yield Not(Given(question, frozenset(operand)))
            elif test == "count":
                yield Given(question, frozenset(value["of"]), operand)


def tests(condition: Condition) -> frozenset[Given]:
    """Return the tests that a condition is made of."""
    match condition:
        case Given():
            return frozenset([condition])
        case Not():
            return tests(condition.part)
        case _:
            return frozenset().union(*(tests(part) for part in condition.parts))


def asks(condition: Condition) -> frozenset[str]:
    """Return the questions that a condition is about."""
    return frozenset(test.question for test in tests(condition))


def terms(condition: Condition, *, value: bool = True) -> tuple[Term, ...]:
    """Return the terms of the condition (of its negation where `value` is False).

    The condition has that value exactly where one of the terms holds.
    Raises TooManyTermsError where there are more than MOST_TERMS.
    """
    match condition:
        case Given():
            return (frozenset([(condition, value)]),)
        case Not():
            return terms(condition.part, value=not value)
    parts = [terms(part, value=value) for part in condition.parts]
    if isinstance(condition, Any_) is value:  # one part is enough
        found = [term for part in parts for term in part]
    else:
        size = 1
        for part in parts:
            size *= len(part)
        if size > MOST_TERMS:
            raise TooManyTermsError
        found = [frozenset().union(*combination) for combination in product(*parts)]
    if len(found) > MOST_TERMS:
        raise TooManyTermsError
    possible = [
        term for term in found if not any((test, not truth) in term for test, truth in term)
    ]
    return tuple(dict.fromkeys(possible))


class TooManyTermsError(Exception):
    """A condition has more than MOST_TERMS terms."""


_TESTS: Mapping[str, str] = {
    "at_least": "scale",
    "at_most": "scale",
    "all_of": "multiple",
    "none_of": "multiple",
    "count": "multiple",
    "of": "multiple",
}
"""The tests that are written as a mapping, each with the kind of question it applies to."""


class Reader:
    """Finds the faults of conditions that may ask about the given questions.

    `later` are questions that a condition may not ask about yet, for a better message.
    """

    def __init__(self, shapes: Mapping[str, Shape], later: Container[str] = ()) -> None:
        self._shapes = shapes
        self._later = later

    def faults(self, raw: object, path: Path) -> Iterator[Fault]:
        """Yield every fault of the condition written at `path`."""
        if not isinstance(raw, dict):
            yield Fault(path, "a condition is a mapping, as 'question: choice'")
            return
        for key, value in raw.items():
            here = (*path, key)
            if key == "not":
                yield from self.faults(value, here)
            elif key in ("any", "all"):
                yield from self._list_faults(key, value, here)
            elif key in self._shapes:
                yield from self._question_faults(key, value, here)
            elif key in self._later:
                itself = path[:2] == ("questions", key)
                which = "the question itself" if itself else "which comes later"
                message = f"this asks about {key!r}, {which}; only earlier ones are possible here"
                yield Fault(here, message, of_key=True)
            else:
                hint = did_you_mean(key, [*self._shapes, "any", "all", "not"])
                if key in _TESTS:
                    hint = f"; {key!r} stands below a question, as 'question: {{{key}: …}}'"
                yield Fault(here, f"there is no question {key!r}{hint}", of_key=True)

    def _list_faults(self, key: str, value: object, path: Path) -> Iterator[Fault]:
        if not isinstance(value, list) or not value:
            yield Fault(
                path, f"{key!r} takes a list of conditions, as '{key}: [{{q: a}}, {{q: b}}]'"
            )
            return
        for index, part in enumerate(value):
            yield from self.faults(part, (*path, index))

    def _question_faults(self, question: str, value: object, path: Path) -> Iterator[Fault]:
        if isinstance(value, str):
            yield from self._choice_faults(question, value, path)
        elif isinstance(value, list):
            yield from self._choices_faults(question, value, path)
        elif not isinstance(value, dict):
            message = f"a choice of {question!r} is wanted here, not {shown(value)}"
            yield Fault(path, f"{message}; quote it if it is one")
        elif not value:
            yield Fault(path, f"this does not say which answer to {question!r} is meant")
        else:
            for test, operand in value.items():
                yield from self._test_faults(question, test, operand, value, (*path, test))

    def _test_faults(
        self, question: str, test: str, operand: object, tests: Mapping[str, object], path: Path
    ) -> Iterator[Fault]:
        shape = self._shapes[question]
        if test in shape.choices and test not in _TESTS:
            message = f"a choice is written without a mapping: '{question}: {test}'"
            yield Fault(path, message, of_key=True)
        elif test not in _TESTS:
            yield Fault(path, f"there is no test {test!r}{did_you_mean(test, _TESTS)}", of_key=True)
        elif test == "of" and "count" in tests and shape.kind != "multiple":
            return  # said of 'count' already
        elif shape.kind in ("single", "scale", "multiple") and shape.kind != _TESTS[test]:
            message = (
                f"{test!r} is for a {_TESTS[test]} question, and {question!r} is a {shape.kind}"
            )
            hint = meant_by_text(operand, shape.texts) if isinstance(operand, str) else ""
            yield Fault(path, f"{message} one; list choices instead, as [a, b]{hint}", of_key=True)
        elif test == "count":
            yield from self._count_faults(operand, tests, path)
        elif test == "of" and "count" not in tests:
            yield Fault(path, "'of' goes with 'count', as {count: 2, of: [a, b, c]}", of_key=True)
        elif _TESTS[test] == "multiple" and isinstance(operand, list):
            yield from self._choices_faults(question, operand, path)
        elif _TESTS[test] == "scale" and isinstance(operand, str):
            yield from self._choice_faults(question, operand, path)
        else:
            takes = "a list of choices" if _TESTS[test] == "multiple" else "one choice"
            yield Fault(path, f"{test!r} takes {takes} of {question!r}, not {shown(operand)}")

    @staticmethod
    def _count_faults(operand: object, tests: Mapping[str, object], path: Path) -> Iterator[Fault]:
        of = tests.get("of")
        if of is None:
            yield Fault(path, "'count' needs 'of', as {count: 2, of: [a, b, c]}", of_key=True)
        if type(operand) is not int or operand < 1:
            yield Fault(path, f"'count' takes a whole number from 1, not {shown(operand)}")
        elif isinstance(of, list) and operand > len(of):
            yield Fault(path, f"a count of {operand} of {len(of)} can never be reached; lower it")

    def _choices_faults(self, question: str, choices: list[object], path: Path) -> Iterator[Fault]:
        if not choices:
            yield Fault(path, f"an empty list; name at least one choice of {question!r}")
        for index, choice in enumerate(choices):
            yield from self._choice_faults(question, choice, (*path, index))
        yield from (Fault((*path, index), message) for index, message in listed_twice(choices))

    def _choice_faults(self, question: str, choice: object, path: Path) -> Iterator[Fault]:
        if not isinstance(choice, str):
            message = f"a choice of {question!r} is wanted here, not {shown(choice)}"
            yield Fault(path, f"{message}; quote it if it is one")
        elif (known := self._shapes[question].choices) and choice not in known:
            hint = meant_by_text(choice, self._shapes[question].texts)
            hint = hint or did_you_mean(choice, known)
            owner = next(
                (id_ for id_, shape in self._shapes.items() if choice in shape.choices), None
            )
            if not hint and owner:
                hint = f"; it is a choice of {owner!r}"
            yield Fault(path, f"question {question!r} has no choice {choice!r}{hint}")
