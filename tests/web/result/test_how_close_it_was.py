"""What the result page says of how close it was: the answer that would change the best match."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.visitor import Visitor


def test_the_single_answer_that_would_change_the_best_match_is_named(visitor: Visitor) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    assert (
        "How close it was: one different answer would change this. If you had answered “Rhythm” to "
        "“What do you like?”, the best match would be DRUMS." in visitor.finish().words
    )


@pytest.mark.parametrize(
    ("lives", "would"),
    [
        ({"home": "flat", "neighbours": "hate"}, "lead to another best match"),
        ({"home": "tent"}, "lead to a match"),
    ],
)
def test_the_page_says_if_no_single_answer_would_change_the_best_match(
    visitor: Visitor, lives: dict[str, str], would: str
) -> None:
    visitor.answer(**lives, likes="melody", skill="some")
    assert (
        f"How close it was: no single change to an answer that can still change would {would}."
        in visitor.finish().words
    )


def test_a_result_without_stored_changes_does_not_say_how_close_it_was(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    with sqlite3.connect(tmp_path / "quiz.db") as connection:
        result = visitor.finish().path
        connection.execute("UPDATE results SET outcome = json_remove(outcome, '$.closest')")
    connection.close()
    assert "How close it was" not in Visitor(visitor.client.application).open(result).words


def test_where_changes_were_not_searched_to_the_end_the_page_says_so(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    choices = {f"c{number}": "One." for number in range(15)}
    skills = {"ask": "Skills?", "kind": "multiple", "can_change": "yes", "choices": choices}
    rules = {
        f"r{number}": {
            "when": {"skills": choice},
            "points": {"AB"[number % 2]: 1 + number % 4},
            "because": "You can.",
        }
        for number, choice in enumerate(choices)
    }
    file = tmp_path / "rules.yaml"
    written = {
        "format": 1, "title": "T", "edition": "1", "checked": "2026-11-22", "languages": ["en"],
        "positions": {"A": {"name": "One"}, "B": {"name": "Other"}},
        "questions": {"skills": skills}, "rules": rules,
    }  # fmt: skip
    file.write_text(json.dumps(written))
    visitor = Visitor(start_app(rules_path=file))
    visitor.answer(skills=["c2", "c4"])
    result = visitor.finish()
    assert "There are too many ways to change the answers" in result.words
    assert "No change to the answers that can still change" not in result.words
    assert "How close it was" not in result.words
