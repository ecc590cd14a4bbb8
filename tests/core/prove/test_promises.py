"""What a promise means: its `if`, exact ties, and standings over all answer sheets."""

from __future__ import annotations

from typing import Any

import pytest
from support import reference
from support.engines import engine_of
from support.small_files import multiple, scale, single

from quiz.core.prove import expectations
from quiz.core.prove.proof import prove

LEVEL = scale("low", "middle", "high", can_change="up")
FIXED = single("yes", "no")
RULES = [
    {"points": {"A": 1, "B": 1}},  # a tie if `level` is high
    {"when": {"level": "high"}, "points": {"B": 1}},
    {"when": {"level": "low"}, "blocks": ["A"]},
    {"when": {"fixed": "no"}, "blocks": ["A"]},
    {"when": {"level": "middle", "fixed": "yes"}, "check": ["B"]},
]


def quiz(
    rules: list[dict[str, Any]], questions: dict[str, Any], *claims: dict[str, Any]
) -> dict[str, Any]:
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"A": {"name": "A"}, "B": {"name": "B"}},
        "questions": questions,
        "rules": {f"r{n}": {"because": ".", **rule} for n, rule in enumerate(rules)},
        "outcome": {"least_fit": 50, "close": 50},
        "promises": [{"says": ".", **claim} for claim in claims],
    }


def kept(written: dict[str, Any]) -> bool | None:
    (result,) = prove(engine_of(written)).promises
    assert result.holds == reference.Reference(written).promise_holds(written["promises"][0])
    return result.holds


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        # A has 1 of 1 and B 2 of 2 at level high: both are best, though the file lists A first.
        ({"possible": {"best": "B", "when": {"level": "high", "fixed": "yes"}}}, True),
        ({"never": {"best": "B", "when": {"level": "high", "fixed": "yes"}}}, False),
        ({"never": {"best": "A", "if": {"best": "B"}}}, False),
        ({"possible": {"best": "A", "when": {"level": "high"}}}, True),
        ({"never": {"best": "none", "if": {"B": ["open", "check"]}}}, True),  # half is enough
        ({"share": {"best": "B", "when": {"level": "high", "fixed": "yes"}, "at_most": 0}}, True),
        ({"share": {"best": "A", "if": {"best": "B"}, "at_least": 20, "at_most": 20}}, True),
        ({"never": {"best": "A", "if": {"A": ["not_yet", "closed"]}}}, True),
        ({"possible": {"best": "B", "if": {"A": "closed"}, "when": {"fixed": "yes"}}}, False),
        ({"possible": {"best": "B", "if": {"A": "not_yet"}, "when": {"fixed": "yes"}}}, True),
        ({"never": {"best": "B", "if": {"A": "not_yet"}, "when": {"fixed": "no"}}}, True),
        ({"possible": {"best": "B", "if": {"B": "check"}, "when": {"level": "high"}}}, False),
        ({"never": {"best": "B", "if": {"B": "open"}, "when": {"level": "middle"}}}, False),
        ({"possible": {"best": "A", "if": {"close": ["A", "B"]}}}, True),
    ],
)
def test_a_promise_is_about_the_sheets_on_which_its_when_and_if_hold(claim, holds):
    assert kept(quiz(RULES, {"level": LEVEL, "fixed": FIXED}, claim)) is holds


def test_a_sheet_that_breaks_a_promise_meets_its_if():
    claim = {"never": {"best": "B", "if": {"A": "not_yet"}}}
    written = quiz(RULES, {"level": LEVEL, "fixed": FIXED}, claim)
    (result,) = prove(engine_of(written)).promises
    assert result.counterexample == {"level": ("low",), "fixed": ("yes",)}


@pytest.mark.parametrize("can_change", ["no", "up", "yes", "wish"])
@pytest.mark.parametrize("standing", ["not_yet", "closed"])
def test_a_position_is_closed_where_no_allowed_change_unblocks_it(can_change, standing):
    questions = {
        "gate": single("on", "off", can_change=can_change),
        "tools": multiple("a", "b", "c", alone="none", can_change=can_change),
        "more": scale("low", "high", only_if={"gate": "on"}, can_change=can_change),
    }
    rules = [
        {"points": {"A": 1, "B": 1}},
        {"when": {"tools": {"count": 2, "of": ["a", "b", "c"]}}, "blocks": ["A"]},
        {"when": {"tools": "none", "gate": "off"}, "blocks": ["A"]},
        {"when": {"more": "high"}, "blocks": ["A"]},
    ]
    for kind in ("never", "possible"):
        kept(quiz(rules, questions, {kind: {"best": "B", "if": {"A": standing}}}))
    kept(quiz(rules, questions, {"share": {"best": "B", "if": {"A": standing}, "at_most": 50}}))


def test_what_blocks_join_too_much_to_be_told_is_not_proved_and_the_reason_is_said(monkeypatch):
    monkeypatch.setattr(expectations, "MOST_TRIED", 3)
    rules = [{"when": {"level": "low", "fixed": "no"}, "blocks": ["A"]}, {"points": {"B": 1}}]
    questions = {"level": LEVEL, "fixed": FIXED}
    written = quiz(rules, questions, {"possible": {"best": "B", "if": {"A": "closed"}}})
    proof = prove(engine_of(written))
    (result,) = proof.promises
    assert (result.holds, proof.holds) == (None, False)
    assert result.reason == "the blocks join too many answers to tell not_yet from closed"
    # Where both are meant alike, nothing has to be told apart.
    claim = {"possible": {"best": "B", "if": {"A": ["not_yet", "closed"]}}}
    assert kept(quiz(rules, questions, claim)) is True
