"""Compares two rules files: the answer sheets that they decide differently, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import All, Any_, Condition, Given, Not
from quiz.core.language.field_types import FilePart
from quiz.core.language.model import NONE, Answer
from quiz.core.language.rules_file import Rules
from quiz.core.language.sheet import Form
from quiz.core.prove.codes import Integers
from quiz.core.prove.counting import Counting, count_by_holding


@dataclass(frozen=True, slots=True)
class Flip:
    """How many answer sheets change from one best match to another, with an example.

    The example is None where finding one takes too much.
    """

    before: str
    after: str
    sheets: int
    example: dict[str, Answer] | None


@dataclass(frozen=True, slots=True)
class Moved:
    """How many answer sheets change a position's standing (open, check or blocked)."""

    position: str
    before: str
    after: str
    sheets: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the outcomes differ over the answer sheets that are valid in both files.

    `differing` are the questions that the files do not ask in the same way; where there are
    any, nothing is counted. `left_out` are the choices that only one file has, by question.
    """

    differing: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]]
    changes: tuple[str, ...]
    sheets: int = 0
    flips: int = 0
    matrix: tuple[Flip, ...] = ()
    standings: tuple[Moved, ...] = field(default=())


def compare(old: Engine, new: Engine) -> Comparison:
    """Return how the outcomes of `new` differ from those of `old`.

    Raises TooManyStatesError where the two have too many states to be counted.
    """
    differing = tuple(_differing(old, new))
    left_out = dict(_left_out(old, new))
    changes = tuple(changes_in_words(old.rules, new.rules))
    if differing:
        return Comparison(differing, left_out, changes)
    forms = common_forms(old, new)
    counting = Counting([old, new], forms)
    matrix = tuple(_matrix(counting, old, new))
    return Comparison(
        differing,
        left_out,
        changes,
        sheets=counting.total(),
        flips=sum(flip.sheets for flip in matrix),
        matrix=matrix,
        standings=tuple(_standings(forms, old, new)),
    )


def common_forms(old: Engine, new: Engine) -> dict[str, Form]:
    """Return the questions with the choices that both files have, in the order of the new one.

    A choice that is exclusive in either file is alone on every sheet that is valid in both.
    """
    forms = {}
    for id_, form in new.forms.items():
        other = old.forms[id_]
        forms[id_] = Form(
            form.kind,
            tuple(choice for choice in form.choices if choice in other.choices),
            form.exclusive | other.exclusive,
            form.only_if,
        )
    return forms


def _differing(old: Engine, new: Engine) -> Iterator[str]:
    for id_ in dict.fromkeys((*old.forms, *new.forms)):
        one, other = old.forms.get(id_), new.forms.get(id_)
        if one is None or other is None or not _asked_alike(one, other, old, new):
            yield id_


def _asked_alike(one: Form, other: Form, old: Engine, new: Engine) -> bool:
    gates = [_on_common_choices(form.only_if, old, new) for form in (one, other)]
    return one.kind == other.kind and gates[0] == gates[1]


def _on_common_choices(condition: Condition, old: Engine, new: Engine) -> Condition:
    """Return a condition restricted to the choices that both files have."""
    match condition:
        case Given():
            one, other = old.forms.get(condition.question), new.forms.get(condition.question)
            known = set(one.choices if one else ()) & set(other.choices if other else ())
            return Given(condition.question, condition.choices & known, condition.least)
        case Not():
            return Not(_on_common_choices(condition.part, old, new))
        case All():
            return All(tuple(_on_common_choices(part, old, new) for part in condition.parts))
        case Any_():
            return Any_(tuple(_on_common_choices(part, old, new) for part in condition.parts))


def _left_out(old: Engine, new: Engine) -> Iterator[tuple[str, tuple[str, ...]]]:
    for id_ in old.forms.keys() & new.forms.keys():
        one, other = old.forms[id_].choices, new.forms[id_].choices
        if only := tuple(
            choice for choice in (*one, *other) if (choice in one) != (choice in other)
        ):
            yield id_, only


def _matrix(counting: Counting, old: Engine, new: Engine) -> Iterator[Flip]:
    names = list(dict.fromkeys((*old.positions, *new.positions, NONE)))
    before, after = (
        _best_numbers(counting, side, engine, names) for side, engine in enumerate((old, new))
    )
    for one, before_name in enumerate(names):
        for two, after_name in enumerate(names):
            rows = np.flatnonzero((before == one) & (after == two))
            if one != two and len(rows):
                yield Flip(
                    before_name, after_name, counting.total(rows), counting.example(int(rows[0]))
                )


def _best_numbers(counting: Counting, side: int, engine: Engine, names: list[str]) -> Integers:
    """Return each row's best match as a number in `names`."""
    places = np.array([names.index(name) for name in (*engine.positions, NONE)], np.int64)
    numbers: Integers = places[counting.best(side)[0]]  # -1, for none, is the last place
    return numbers


def _standings(forms: Mapping[str, Form], old: Engine, new: Engine) -> Iterator[Moved]:
    for position in new.positions:
        if position not in old.positions:
            continue
        groups = [
            _conditions(engine, position, kind)
            for engine in (old, new)
            for kind in ("blocks", "check")
        ]
        moved: dict[tuple[str, str], int] = {}
        for holding, sheets in count_by_holding(forms, groups).items():
            before = _standing(0 in holding, 1 in holding)
            after = _standing(2 in holding, 3 in holding)
            if before != after:
                moved[before, after] = moved.get((before, after), 0) + sheets
        for (before, after), sheets in sorted(moved.items()):
            yield Moved(position, before, after, sheets)


def _conditions(engine: Engine, position: str, kind: str) -> list[Condition]:
    return [
        engine.conditions[id_]
        for id_, rule in engine.rules.rules.items()
        if rule.effect == kind and position in rule.positions
    ]


def _standing(is_blocked: bool, has_check: bool) -> str:  # noqa: FBT001 -- the two halves of one word
    if is_blocked:
        return "blocked"
    return "check" if has_check else "open"


def changes_in_words(old: Rules, new: Rules) -> Iterator[str]:
    """Yield a sentence for each thing that was added, removed or changed, by id."""
    for thing in ("position", "question", "rule", "notice", "date", "fact", "persona"):
        before: Mapping[str, FilePart] = getattr(old, f"{thing}s")
        after: Mapping[str, FilePart] = getattr(new, f"{thing}s")
        for id_ in dict.fromkeys((*before, *after)):
            if id_ not in before:
                yield f"{thing} {id_} added"
            elif id_ not in after:
                yield f"{thing} {id_} removed"
            elif keys := _changed_keys(before[id_], after[id_]):
                yield f"{thing} {id_} changed: {', '.join(keys)}"
        if [id_ for id_ in before if id_ in after] != [id_ for id_ in after if id_ in before]:
            yield f"order of {thing}s changed"
    for key in (
        "programme",
        "sections",
        "outcome",
        "values",
        "promises",
        "languages",
        "title",
        "edition",
        "checked",
    ):
        if getattr(old, key) != getattr(new, key):
            yield f"{key} changed"


def _changed_keys(old: FilePart, new: FilePart) -> list[str]:
    return [
        info.alias or key
        for key, info in type(old).model_fields.items()
        if _changed(key, getattr(old, key), getattr(new, key))
    ]


def _changed(key: str, old: Any, new: Any) -> bool:
    """Return whether two values differ; choices do in another order too, unlike other mappings."""
    return bool(old != new) or (key == "choices" and list(old) != list(new))
