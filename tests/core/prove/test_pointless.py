"""A best match without points is warned of, with how many answer sheets have it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from support import reference
from support.engines import engine_of

from quiz.core.prove.pointless import matches_without_points
from quiz.core.prove.proof import count


def quiz(least_fit: float = 0) -> dict[str, Any]:
    """X has points for one of three answers, Y for another, Z for none."""
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"X": {"name": "X"}, "Y": {"name": "Y"}, "Z": {"name": "Z"}},
        "questions": {
            id_: {"ask": "?", "kind": "single", "choices": {"a": "A", "b": "B", "c": "C"}}
            for id_ in ("q", "r")
        },
        "rules": {
            "x": {"when": {"q": "a"}, "points": {"X": 2}, "because": "."},
            "y": {"when": {"q": "b"}, "points": {"Y": 1}, "because": "."},
            "not-x": {"when": {"r": "c"}, "blocks": ["X", "Z"], "because": "."},
        },
        "outcome": {"least_fit": least_fit},
    }


def test_each_position_that_is_recommended_without_points_is_named_with_the_number_of_sheets():
    engine, slow = engine_of(quiz()), reference.Reference(quiz())
    without = Counter(
        best
        for sheet in slow.sheets
        for best in [slow.best(sheet)]
        if best and not reference.points(slow.quiz, sheet, best)
    )
    assert without == {"X": 2, "Y": 2}
    faults = list(matches_without_points(engine, count(engine)))
    assert [fault.message.partition(";")[0] for fault in faults] == [
        "X is the best match on 2 answer sheets that earn it no point",
        "Y is the best match on 2 answer sheets that earn it no point",
    ]


def test_with_any_least_fit_nobody_is_recommended_a_position_without_points():
    engine = engine_of(quiz(least_fit=0.001))
    assert list(matches_without_points(engine, count(engine))) == []
