"""Conditions and answer sheets of the reference implementation; see `reference`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

Quiz = dict[str, Any]
Sheet = dict[str, Any]
"""Question id to its choices, a tuple in file order; a lone choice may stand without one."""


def as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


# ---- Conditions


def holds(condition: dict[str, Any] | None, answers: Sheet, quiz: Quiz) -> bool:
    """Several keys in one mapping: all of them hold. No condition at all: always."""
    return all(key_holds(key, asks, answers, quiz) for key, asks in (condition or {}).items())


def key_holds(key: str, asks: Any, answers: Sheet, quiz: Quiz) -> bool:
    """One line of the table: any, all and not as in logic, anything else is a question."""
    if key == "any":
        return any(holds(each, answers, quiz) for each in asks)
    if key == "all":
        return all(holds(each, answers, quiz) for each in asks)
    if key == "not":
        return not holds(asks, answers, quiz)
    return question_holds(key, asks, answers, quiz)


def question_holds(question: str, asks: Any, answers: Sheet, quiz: Quiz) -> bool:
    """What is asked of one question.

    Without an answer nothing holds but `none_of`: of no choices none was given.
    """
    given = as_list(answers[question]) if question in answers else []
    if not isinstance(asks, dict):
        return any(choice in given for choice in as_list(asks))
    place = scale(question, quiz).index
    tests = {
        "at_least": lambda end: any(place(choice) >= place(end) for choice in given),
        "at_most": lambda end: any(place(choice) <= place(end) for choice in given),
        "all_of": lambda needed: set(needed) <= set(given),
        "none_of": lambda unwanted: not set(unwanted) & set(given),
        "count": lambda least: len(set(asks["of"]) & set(given)) >= least,
    }
    return all(tests[key](needed) for key, needed in asks.items() if key != "of")


def scale(question: str, quiz: Quiz) -> list[str]:
    """The choices as the file lists them, on a scale the lowest first."""
    return list(quiz["questions"][question]["choices"])


# ---- Answer sheets


def asked(quiz: Quiz, answers: Sheet) -> list[str]:
    """The questions asked, in order.

    An `only_if` looks at earlier questions alone, and an answer to a question that
    is not asked is no answer.
    """
    kept: Sheet = {}
    found = []
    for id_, question in quiz["questions"].items():
        if holds(question.get("only_if"), kept, quiz):
            found.append(id_)
            if id_ in answers:
                kept[id_] = answers[id_]
    return found


def exclusive(question: str, quiz: Quiz) -> list[str]:
    choices = quiz["questions"][question]["choices"].items()
    return [id_ for id_, choice in choices if isinstance(choice, dict) and choice.get("exclusive")]


def every_answer(question: str, quiz: Quiz) -> list[Any]:
    """One choice; of a multiple question one or more, an exclusive one alone."""
    choices = scale(question, quiz)
    if quiz["questions"][question]["kind"] != "multiple":
        return [(choice,) for choice in choices]
    alone = exclusive(question, quiz)
    together = [choice for choice in choices if choice not in alone]
    sets = [some for size in range(len(together)) for some in combinations(together, size + 1)]
    return [*sets, *((choice,) for choice in alone)]


def every_sheet(quiz: Quiz) -> Iterator[Sheet]:
    """Every answer sheet: an answer to each question asked on it, and to no other."""

    def from_here(left: list[str], answers: Sheet) -> Iterator[Sheet]:
        if not left:
            yield answers
        elif not holds(quiz["questions"][left[0]].get("only_if"), answers, quiz):
            yield from from_here(left[1:], answers)
        else:
            for answer in every_answer(left[0], quiz):
                yield from from_here(left[1:], {**answers, left[0]: answer})

    return from_here(list(quiz["questions"]), {})


# ---- Rules


def rules(quiz: Quiz) -> dict[str, Any]:
    """The rules of the file, then one for each choice that has points of its own."""
    found = dict(quiz["rules"])
    for id_, question in quiz["questions"].items():
        for choice, keys in question.get("points", {}).items():
            earns = {key: keys[key] for key in keys if key not in ("because", "facts")}
            found[f"{id_}-{choice}"] = {**keys, "when": {id_: choice}, "points": earns}
    return found
