"""A file too large to be walked is reported, never hung on and never called fine."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.engines import engine_of

from quiz.core.load.loader import load
from quiz.core.prove import proof
from quiz.core.space import TooManyStatesError


def crossed(effect: dict[str, Any], pairs: int) -> dict[str, Any]:
    """A file whose rules join each question of the first half with one of the second.

    Nothing about the first half can be forgotten before the second begins, so the states
    multiply with each pair.
    """
    choices = {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"X": {"name": "X"}},
        "questions": {
            f"q{n}": {"ask": "?", "kind": "single", "choices": choices} for n in range(2 * pairs)
        },
        "rules": {
            f"r{n}{choice}": {
                "when": {f"q{n}": choice, f"q{n + pairs}": choice},
                "because": "b",
                **effect,
            }
            for n in range(pairs)
            for choice in "abc"
        },
        "promises": [{"says": "S", "never": {"best": "none"}}],
    }


@pytest.mark.parametrize("effect", [{"points": {"X": 1}}, {"blocks": ["X"]}])
def test_rules_that_join_too_many_questions_are_a_problem_of_the_file(effect):
    source = json.dumps(crossed(effect, 12), indent=1).encode()
    engine, problems = load(source)
    assert engine is None
    ((line, message),) = [(each.line, each.message) for each in problems]
    assert source.splitlines()[line - 1].strip() == b'"rules": {'
    assert "too many questions" in message


def test_what_cannot_be_counted_is_not_proved_and_not_called_fine():
    """Its greatest sum can still be found; the points of all sheets cannot be told apart."""
    engine = engine_of(crossed({"points": {"X": 1}}, 7))
    with pytest.raises(TooManyStatesError):
        proof.count(engine)
    proved = proof.prove(engine)
    assert proved.census is None
    assert [result.holds for result in proved.promises] == [None]
    assert not proved.holds
