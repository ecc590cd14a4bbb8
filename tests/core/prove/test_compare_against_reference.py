"""Comparisons of two files equal brute force with the reference implementation."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from functools import reduce
from operator import getitem
from typing import Any

import pytest
from hypothesis import given
from support import reference, rules_changes, strategies
from support.engines import engine_of_data, steady
from support.reference_sheets import Quiz, as_list, scale

from quiz.core.prove.compare import compare
from quiz.core.prove.retold import retell

pytestmark = pytest.mark.thorough

Sheet = dict[str, Any]


def key(sheet: Sheet) -> frozenset[tuple[str, frozenset[str]]]:
    """A sheet as both files know it, whatever the order of their choices and questions."""
    return frozenset((id_, frozenset(as_list(answer))) for id_, answer in sheet.items())


def sheets_both_know(old: reference.Reference, new: reference.Reference) -> dict[Any, Sheet]:
    known = {key(sheet) for sheet in old.sheets}
    return {key(sheet): sheet for sheet in new.sheets if key(sheet) in known}


def asked_differently(old: Quiz, new: Quiz) -> set[str]:
    """The questions in one file only, of another kind, or with another `only_if`."""
    found = set(old["questions"]) ^ set(new["questions"])
    for id_ in set(old["questions"]) & set(new["questions"]):
        one, other = old["questions"][id_], new["questions"][id_]
        gates = [
            rules_changes.among_common(one.get("only_if", {}), old, new),
            rules_changes.among_common(other.get("only_if", {}), new, old),
        ]
        if one["kind"] != other["kind"] or gates[0] != gates[1]:
            found.add(id_)
    return found


def choices_of_one_only(old: Quiz, new: Quiz) -> dict[str, set[str]]:
    both = old["questions"].keys() & new["questions"].keys()
    one_only = {id_: set(scale(id_, old)) ^ set(scale(id_, new)) for id_ in both}
    return {id_: choices for id_, choices in one_only.items() if choices}


def standing(told: reference.Reference, sheet: Sheet, position: str) -> str:
    effects = {effect for _, effect, _ in told.reasons(sheet, position)}
    return "blocked" if "blocks" in effects else "check" if "check" in effects else "open"


@steady(330)
@given(strategies.made_by(rules_changes.pair))
def test_flips_and_standings_are_those_of_all_sheets_told_one_by_one(pair):
    old_quiz, new_quiz = pair
    engines = engine_of_data(old_quiz), engine_of_data(new_quiz)
    compared = compare(*engines)
    assert set(compared.differing) == asked_differently(old_quiz, new_quiz)
    left_out = {id_: set(choices) for id_, choices in compared.left_out.items()}
    assert left_out == choices_of_one_only(old_quiz, new_quiz)
    if compared.differing:
        assert (compared.sheets, compared.matrix, compared.standings) == (0, (), ())
        return
    old, new = reference.Reference(old_quiz), reference.Reference(new_quiz)
    sheets = sheets_both_know(old, new)
    told = {
        known: (old.best(sheet) or "none", new.best(sheet) or "none")
        for known, sheet in sheets.items()
    }
    bests = {
        known: [set(each.bests(sheet)) for each in (old, new)] for known, sheet in sheets.items()
    }
    flips = Counter(pair for pair in told.values() if pair[0] != pair[1])
    for sheet in old.sheets[:40]:
        before, after = bests.get(key(sheet), (None, None))
        retold = retell(*engines, sheet)
        assert (retold and retold.flips) is (before and before != after), "stored by the old"
    assert compared.sheets == len(sheets)
    assert compared.flips == flips.total()
    assert [(flip.before, flip.after) for flip in compared.matrix] == [
        pair for pair in pairs_in_order([*old.positions, *new.positions, "none"]) if pair in flips
    ]
    for flip in compared.matrix:
        assert flip.sheets == flips[flip.before, flip.after]
        assert told[key(flip.example)] == (flip.before, flip.after)
    moved = Counter(
        (position, before, after)
        for sheet in sheets.values()
        for position in set(old.positions) & set(new.positions)
        for before, after in [[standing(each, sheet, position) for each in (old, new)]]
        if before != after
    )
    assert len({(each.position, each.before, each.after) for each in compared.standings}) == len(
        compared.standings
    )
    assert {
        (each.position, each.before, each.after): each.sheets for each in compared.standings
    } == moved


def pairs_in_order(names: list[str]) -> list[tuple[str, str]]:
    """From each position to each other one, in the order of the old file, new ones after it."""
    unique = list(dict.fromkeys(names))
    return [(one, other) for one in unique for other in unique if one != other]


# ---- What changed, in words


SMALL: Quiz = {
    "format": 1,
    "title": "Which?",
    "edition": "1",
    "checked": "2026-11-22",
    "languages": ["en"],
    "positions": {"X": {"name": "X"}, "Y": {"name": "Y"}},
    "questions": {
        "level": {"ask": "?", "kind": "scale", "choices": {"low": "L", "mid": "M", "high": "H"}},
        "tools": {
            "only_if": {"level": {"at_least": "mid"}},
            "ask": "?",
            "kind": "multiple",
            "choices": {"saw": "S", "file": "F"},
        },
    },
    "rules": {
        "for-x": {"when": {"level": "high"}, "points": {"X": 2}, "because": "x"},
        "for-y": {"when": {"tools": "saw"}, "points": {"Y": 1}, "because": "y"},
        "not-x": {"when": {"level": "low"}, "blocks": ["X"], "because": "no"},
    },
}


def changed(path: str, value: Any) -> Quiz:
    """The small file with something else, or with None nothing, at a path."""
    quiz = deepcopy(SMALL)
    *way, last = path.split(".")
    inside: Any = quiz
    for step in way:
        inside = inside.setdefault(step, {})
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return quiz


FACT = {"says": "So.", "source": "A book", "checked": "2026-11-22", "confidence": "high"}
RULE = {"points": {"X": 1}, "because": "b"}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("rules.for-x.points.X", 3, "rule for-x changed: points"),
        ("rules.for-x.when.level", "mid", "rule for-x changed: when"),
        ("rules.for-x.because", "another", "rule for-x changed: because"),
        ("rules.not-x", None, "rule not-x removed"),
        ("rules.new", RULE, "rule new added"),
        ("rules.not-x", {**RULE, "because": "no"}, "rule not-x changed: when, points, blocks"),
        ("questions.level.can_change", "up", "question level changed: can_change"),
        ("questions.tools.only_if", None, "question tools changed: only_if"),
        ("questions.level.choices.top", "T", "question level changed: choices"),
        ("questions.more", SMALL["questions"]["level"], "question more added"),
        ("positions.Z", {"name": "Z"}, "position Z added"),
        ("positions.X.name", "The X", "position X changed: name"),
        ("facts.F", FACT, "fact F added"),
        ("notices.n", {"says": "Hear!"}, "notice n added"),
        ("personas.p", {"answers": {"level": "low"}, "expect": {"X": "closed"}}, "persona p added"),
        ("outcome.least_fit", 30, "outcome changed"),
        ("promises", [{"says": "!", "possible": {"best": "X"}}], "promises changed"),
        ("sections", {"a": {"title": "A"}}, "sections changed"),
        ("edition", "2", "edition changed"),
        ("title", "What?", "title changed"),
        ("values.year", 2018, "values changed"),
    ],
)
def test_each_change_of_a_file_is_told_by_kind_and_id_and_nothing_else_is(path, value, said):
    compared = compare(engine_of_data(SMALL), engine_of_data(changed(path, value)))
    assert compared.changes == (said,)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("positions", "order of positions changed"),  # the first of a tie is the best match
        ("questions", "order of questions changed"),
        ("rules", "order of rules changed"),
        ("questions.level.choices", "question level changed: choices"),  # at_least, at_most
        ("questions.tools.choices", "question tools changed: choices"),
    ],
)
def test_another_order_is_told_where_it_can_make_a_difference(path, said):
    reordered = changed("questions.tools.only_if", None)
    old = engine_of_data(reordered)
    *way, last = path.split(".")
    inside = reduce(getitem, way, reordered)
    inside[last] = dict(reversed(inside[last].items()))
    assert compare(old, engine_of_data(reordered)).changes == (said,)


@pytest.mark.parametrize(
    ("path", "value", "question"),
    [
        ("questions.more", SMALL["questions"]["level"], "more"),
        ("questions.tools.only_if", None, "tools"),
        ("questions.tools.only_if", {"level": "mid"}, "tools"),
        ("questions.level.kind", "single", "level"),
    ],
)
def test_files_that_ask_differently_are_not_compared_and_the_question_is_named(
    path, value, question
):
    other = changed(path, value)
    if value == "single":
        other["questions"]["tools"]["only_if"] = {"level": ["mid", "high"]}
    for pair in ((SMALL, other), (other, SMALL)):
        compared = compare(*map(engine_of_data, pair))
        assert compared.differing == (question,)
        assert (compared.sheets, compared.flips, compared.matrix) == (0, 0, ())


def test_a_choice_that_one_file_alone_has_is_named_and_its_sheets_are_left_out():
    other = changed("questions.level.choices.top", "T")
    compared = compare(engine_of_data(SMALL), engine_of_data(other))
    assert compared.differing == ()
    assert compared.left_out == {"level": ("top",)}
    assert compared.sheets == 7  # low; mid and high with saw, file or both


def test_where_files_have_no_choice_of_a_question_in_common_no_sheet_is_compared():
    question = {**SMALL["questions"]["level"], "choices": {"a": "A", "b": "B"}}
    old = changed("questions", {"level": {**question, "choices": {"c": "C", "d": "D"}}})
    new = changed("questions", {"level": question})
    for quiz in (old, new):
        quiz["rules"] = {"always": RULE}
    compared = compare(engine_of_data(old), engine_of_data(new))
    assert compared.left_out == {"level": ("c", "d", "a", "b")}
    assert (compared.sheets, compared.flips) == (0, 0)
