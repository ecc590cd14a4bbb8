"""Pages of rules files that are not ours: any number, any number of positions, no points at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from support.visitor import Visitor

Start = Callable[[dict[str, Any]], Visitor]

FIVE = dict.fromkeys("abcde", "Words.")


@pytest.fixture
def start(tmp_path: Path, start_app: Callable[..., Flask]) -> Start:
    """Start an application on the rules with these keys."""

    def start(keys: dict[str, Any]) -> Visitor:
        head = {"format": 1, "title": "T", "edition": "1", "checked": "2026-11-22"}
        file = tmp_path / "rules.yaml"
        file.write_text(json.dumps(head | {"languages": ["en"]} | keys))
        return Visitor(start_app(rules_path=file))

    return start


def positions(number: int) -> dict[str, Any]:
    return {f"P{n}": {"name": f"Position {n}"} for n in range(number)}


def question(**more: Any) -> dict[str, Any]:
    return {"ask": "Which?", "kind": "single", "choices": FIVE, **more}


def rule(when: dict[str, str], points: dict[str, int]) -> dict[str, Any]:
    return {"when": when, "points": points, "because": "You said so."}


@pytest.mark.parametrize("questions", [34, 36, 70, 600])
def test_how_it_decides_shows_any_number_of_sheets(start, questions):
    visitor = start(
        {
            "positions": positions(1),
            "questions": {f"q{n}": question() for n in range(questions)},
            "rules": {"r": rule({"q0": "a"}, {"P0": 1})},
        }
    )
    page = visitor.open("/rules")
    assert f"All {5**questions:,} answer sheets" in page.words


def test_points_of_any_size_are_shown_and_stay_in_their_order(start):
    large = 10**30
    visitor = start(
        {
            "positions": positions(2),
            "questions": {"q": question()},
            "rules": {
                "large": rule({"q": "a"}, {"P0": large}),
                "check": {"when": {"q": "a"}, "check": "P0", "because": "Ask about it."},
                "small": rule({"q": "a"}, {"P0": 1}),
            },
        }
    )
    assert f"+{large}" in visitor.open("/rules").words
    visitor.answer(q="a")
    words = visitor.finish().words
    assert f"{large + 1} of {large + 1} 100" in words
    assert words.index("Ask about it.") < words.index(f"+{large}") < words.rindex("+1")


def test_a_best_match_without_points_says_why_it_is_one(start):
    visitor = start(
        {
            "positions": positions(2),
            "questions": {"q": question()},
            "rules": {
                "r": rule({"q": "a"}, {"P0": 2}),
                "not": {"when": {"q": "b"}, "blocks": "P1", "because": "It is closed."},
            },
        }
    )
    visitor.answer(q="b")
    words = visitor.finish().words
    assert words.count("Nothing in these answers points to P0, but it is possible") == 1
    assert "0 of 2 0" in words
    assert "No answers earn points for it." in words, "of P1, for which there are none"
    assert "0 of 0" not in words


@pytest.mark.parametrize(
    ("number", "tie"),
    [
        (2, "P1 is also your best match: it fits you exactly"),
        (3, "P1 and P2 are also your best matches: they fit you exactly"),
    ],
)
def test_ties_are_said_of_one_and_of_several(start, number, tie):
    visitor = start(
        {
            "positions": positions(number),
            "questions": {"q": question()},
            "rules": {"r": rule({"q": "a"}, dict.fromkeys(positions(number), 1))},
        }
    )
    visitor.answer(q="a")
    result = visitor.finish()
    assert f"{tie} as well." in result.words
    names = " · ".join(f"P{n}" for n in range(number))
    assert result.title.startswith(f"Best match: {names} – ")
    visitor.answer(q="b")
    assert visitor.finish().words.count(f"{tie} as well.") == 1, "also where nothing has points"


@pytest.mark.parametrize(
    ("number", "near"), [(2, "P1 is close: 90"), (3, "P1 and P2 are close: 90")]
)
def test_close_positions_are_said_of_one_and_of_several(start, number, near):
    others = [id_ for id_ in positions(number) if id_ != "P0"]
    visitor = start(
        {
            "positions": positions(number),
            "questions": {"q": question(), "more": question()},
            "rules": {
                "r": rule({"q": "a"}, {"P0": 10} | dict.fromkeys(others, 9)),
                "s": rule({"more": "a"}, dict.fromkeys(others, 1)),
            },
            "outcome": {"close": 10},
        }
    )
    visitor.answer(q="a", more="b")
    assert near in visitor.finish().words


def test_the_number_of_a_question_begins_a_sentence_where_no_section_does(start):
    keys = {
        "positions": positions(1),
        "questions": {"q": question(), "r": question(section="s")},
        "sections": {"s": {"title": "More"}},
        "rules": {"r": rule({"q": "a"}, {"P0": 1})},
    }
    visitor = start(keys)
    assert "Question 1 of 2" in visitor.open("/quiz/q").words
    visitor.answer(q="a")
    assert "More · part 2 of 2 · question 2 of 2" in visitor.open("/quiz/r").words
