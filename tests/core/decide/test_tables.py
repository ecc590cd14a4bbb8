"""Sheets are read off tables exactly, however large the numbers and however small the tables."""

from __future__ import annotations

import json

import pytest
from support import reference, reference_sheets
from support.small_files import quiz_of

from quiz.core.decide import tables
from quiz.core.decide import together as rules_together
from quiz.core.decide.engine import Engine
from quiz.core.load.loader import load

ANY_OF_TWO = {"any": [{"q": "x", "r": "x"}, {"q": "y", "not": {"r": "x"}}, {"s": "x"}]}


def quiz(*rules: dict) -> dict:
    question = {"ask": "?", "kind": "single", "choices": {"x": ".", "y": "."}}
    questions = {"q": question, "r": question, "s": {**question, "only_if": {"r": "y"}}}
    return quiz_of(questions, list(rules))


def engine_of(written: dict) -> Engine:
    engine, problems = load(json.dumps(written).encode())
    assert engine is not None, problems
    return engine


@pytest.mark.parametrize("points", [1, 254, 255, 2**16, 2**32 - 1, 2**64 - 1, 2**64, 10**30])
def test_points_of_any_size_are_counted_exactly(points):
    written = quiz(
        {"when": {"q": "x"}, "points": {"A": points}},
        {"when": {"q": "x", "r": "x"}, "points": {"A": 1, "B": points}},
        {"when": {"q": "x"}, "blocks": "B"},
        {"check": ["A", "B"]},
    )
    tally = engine_of(written).tally({"q": ("x",), "r": ("x",)})
    assert tally == (0b1111, (points + 1, points, 0, 1, 1, 1), 0)


@pytest.mark.parametrize("limit", [0, 1, tables.TABLE_LIMIT])
def test_a_full_table_changes_no_outcome(limit, monkeypatch):
    monkeypatch.setattr(tables, "TABLE_LIMIT", limit)
    written = quiz(
        {"when": {"q": "x"}, "points": {"A": 2}},
        {"when": {"not": {"s": "x"}}, "points": {"B": 2}},
        {"when": ANY_OF_TWO, "points": {"B": 1}},
        {"when": {"not": ANY_OF_TWO}, "check": "A"},
    )
    engine, slow = engine_of(written), reference.Reference(written)
    for _ in range(2):  # not met before, and met
        for sheet in reference_sheets.every_sheet(written):
            outcome, expected = engine.outcome(sheet), slow.outcome(sheet)
            assert outcome.best == expected["best"]
            for position, found in outcome.positions.items():
                reasons = [(reason.rule, reason.effect, reason.points) for reason in found.reasons]
                assert reasons == expected["positions"][position]["reasons"]
                assert found.points == expected["positions"][position]["points"]


@pytest.mark.parametrize("together", [1, 2, 16])
def test_rules_about_several_questions_apply_however_many_share_a_table(together, monkeypatch):
    monkeypatch.setattr(rules_together, "TERMS_TOGETHER", together)
    pairs = [
        (q, r, first, second) for q, r in ("qr", "rs", "qs") for first in "xy" for second in "xy"
    ]
    written = quiz(
        *({"when": {q: one, r: two}, "points": {"A": 1}} for q, r, one, two in pairs),
        {"when": ANY_OF_TWO, "points": {"B": 1}},
        {"when": ANY_OF_TWO, "check": "B"},
        {"when": {"not": ANY_OF_TWO}, "blocks": "A"},
        {"when": {"q": "x", "r": "y", "s": "x"}, "points": {"B": 2}},
    )
    engine, slow = engine_of(written), reference.Reference(written)
    for sheet in reference_sheets.every_sheet(written):
        outcome, expected = engine.outcome(sheet), slow.outcome(sheet)
        for position, found in outcome.positions.items():
            reasons = [(reason.rule, reason.effect, reason.points) for reason in found.reasons]
            assert reasons == expected["positions"][position]["reasons"]


def test_an_answer_that_is_missing_or_unknown_counts_as_not_asked():
    engine = engine_of(quiz({"when": {"not": {"q": "x"}}, "points": {"A": 1}}))
    assert engine.tally({"q": ("x",), "r": ("x",)})[1][0] == 0
    for answers in ({}, {"r": ("x",)}, {"q": ("y",), "r": ("?",)}, {"q": ("?",), "?": ("x",)}):
        assert engine.tally(answers)[1][0] == 1
