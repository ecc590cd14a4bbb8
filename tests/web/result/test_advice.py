"""What a result advises beyond points: words for fits, wishes, ends of blocks, and next steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from support.visitor import Visitor

RULES: dict[str, Any] = {
    "format": 1,
    "title": "Which work?",
    "edition": "2028",
    "checked": "2026-11-22",
    "languages": ["en"],
    "positions": {
        "TEACH": {"name": "Teacher", "next_steps": ["Find a school."]},
        "WRITE": {"name": "Writer", "next_steps": ["Find a paper."]},
        "SWIM": {"name": "Swimmer", "next_steps": ["Find a pool."]},
    },
    "questions": {
        "likes": {
            "ask": "What do you like?",
            "kind": "single",
            "can_change": "wish",
            "choices": {"children": "Children", "words": "Words", "both": "Both"},
        },
        "degree": {
            "ask": "Which degree do you have?",
            "kind": "scale",
            "can_change": "up",
            "choices": {"none": "None", "some": "Some", "full": "A full one"},
        },
        "past": {
            "ask": "Did you decline a place?",
            "kind": "single",
            "choices": {"no": "No", "yes": "Yes"},
        },
    },
    "rules": {
        "children": {"when": {"likes": "children"}, "points": {"TEACH": 3}, "because": "Children."},
        "words": {"when": {"likes": "words"}, "points": {"WRITE": 3}, "because": "Words."},
        "both": {"when": {"likes": "both"}, "points": {"TEACH": 1, "WRITE": 2}, "because": "Both."},
        "no-degree": {"when": {"degree": "none"}, "blocks": ["TEACH"], "because": "Needs one."},
        "full-degree": {
            "when": {"degree": {"at_most": "some"}},
            "blocks": "WRITE",
            "because": "Needs a full one.",
        },
        "declined": {
            "when": {"past": "yes"},
            "blocks": ["TEACH", "WRITE"],
            "until": {"from_edition": 2029},
            "because": "You declined.",
        },
        "few-swim": {
            "when": {"likes": ["children", "words"]},
            "blocks": "SWIM",
            "because": "The pool is closed.",
        },
    },
    "outcome": {"bands": [{"from": 0, "says": "weak match"}, {"from": 50, "says": "good match"}]},
}


@pytest.fixture
def visitor(tmp_path: Path, start_app: Callable[..., Flask]) -> Visitor:
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps(RULES))
    return Visitor(start_app(rules_path=file))


@pytest.mark.parametrize(
    ("likes", "fit"),
    [("children", "Your best match · good match"), ("both", "Your best match · weak match")],
)
def test_a_fit_is_told_with_its_word(visitor: Visitor, likes: str, fit: str) -> None:
    visitor.answer(likes=likes, degree="some", past="no")
    assert fit in visitor.finish().words.replace("\u00a0", " ")


def test_a_change_of_a_wish_is_worded_as_one_and_another_change_is_not(visitor: Visitor) -> None:
    visitor.answer(likes="children", degree="full", past="no")
    page = visitor.finish()
    assert "If you would rather answer: What do you like? Words" in page.words

    visitor.answer(likes="both", degree="some", past="no")
    page = visitor.finish()
    assert "if you answered: Which degree do you have? A full one" in page.words


def test_a_block_that_lapses_says_when(visitor: Visitor) -> None:
    visitor.answer(likes="children", degree="full", past="yes")
    words = visitor.finish().words
    assert "You declined. This does not stand in the way of applying for 2029 or later." in words
    assert "The pool is closed. This" not in words


def test_without_a_match_the_next_steps_lead_to_what_the_fewest_changes_open(
    visitor: Visitor,
) -> None:
    visitor.answer(likes="children", degree="none", past="no")
    words = visitor.finish().words
    assert "No position fits these answers yet" in words
    assert "Next steps towards TEACH Find a school." in words


def test_no_next_steps_lead_to_a_position_that_only_a_wish_would_open(visitor: Visitor) -> None:
    visitor.answer(likes="children", degree="full", past="yes")
    words = visitor.finish().words
    assert "If you would rather answer: What do you like? Both" in words
    assert "Next steps" not in words


SCALES: dict[str, Any] = {
    **RULES,
    "questions": {
        "skill": {
            "ask": "How well?",
            "kind": "scale",
            "can_change": "up",
            "choices": {"low": "Low", "middle": "Middle", "high": "High"},
        },
        "likes": {
            "ask": "What do you like?",
            "kind": "multiple",
            "can_change": "wish",
            "choices": {"words": "Words", "books": "Books"},
        },
    },
    "positions": {"WRITE": {"name": "Writer"}, "PRINT": {"name": "Printer"}},
    "rules": {
        "middle": {"when": {"skill": "middle"}, "points": {"WRITE": 6}, "because": "Middle."},
        "high": {"when": {"skill": "high"}, "points": {"WRITE": 7}, "because": "High."},
        "words": {"when": {"likes": "words"}, "points": {"WRITE": 2}, "because": "Words."},
        "books": {"when": {"likes": "books"}, "points": {"WRITE": 13}, "because": "Books."},
    },
}


@pytest.mark.parametrize(
    ("skill", "likes", "stronger"),
    [
        ("low", "words", "Books."),
        ("middle", "words", "Books."),
        ("high", "words", "Books."),
        ("low", "books", None),
    ],
)
def test_a_weak_match_says_what_would_add_the_most(
    tmp_path: Path,
    start_app: Callable[..., Flask],
    skill: str,
    likes: str,
    stronger: str | None,
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps(SCALES))
    visitor = Visitor(start_app(rules_path=file))
    visitor.answer(skill=skill, likes=likes)
    said = "It would be a stronger match if this were true:"
    words = visitor.finish().words
    assert (f"{said} {stronger}" in words) if stronger else (said not in words)


def test_what_earns_less_than_the_present_answer_would_not_make_a_match_stronger(
    tmp_path: Path, start_app: Callable[..., Flask]
) -> None:
    rules = {**SCALES["rules"], "books": {**SCALES["rules"]["books"], "points": {"PRINT": 13}}}
    rules["words"] = {**rules["words"], "points": {"WRITE": 2, "PRINT": 20}}
    bands = [{"from": 0, "says": "weak match"}, {"from": 90, "says": "good match"}]
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps({**SCALES, "rules": rules, "outcome": {"bands": bands}}))
    visitor = Visitor(start_app(rules_path=file))
    visitor.answer(skill="high", likes="books")
    words = visitor.finish().words
    assert "Your best match · weak match : Writer" in words
    assert "if this were true: Words." in words, "which adds 2; Middle. would take 1 away"
    visitor.answer(skill="middle", likes="books")
    assert "if this were true: Words." in visitor.finish().words, "High. would add 1"
