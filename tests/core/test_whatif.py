"""What would change an outcome, on files that fit on the screen."""

from __future__ import annotations

from typing import Any

from engines import engine_of

from quiz.core.model import Change


def single(**more: Any) -> dict[str, Any]:
    return {"ask": "?", "kind": "single", "choices": {"x": ".", "y": "."}, **more}


def quiz(
    questions: dict[str, Any], rules: list[dict[str, Any]], least_fit: int = 0
) -> dict[str, Any]:
    """A file with the positions A and B, A listed first."""
    return {
        "format": 1,
        "title": "Which one?",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"A": {"name": "A"}, "B": {"name": "B"}},
        "questions": questions,
        "rules": {f"r{place}": {"because": ".", **rule} for place, rule in enumerate(rules)},
        "outcome": {"least_fit": least_fit},
    }


# ---- What follows from answers that a change makes moot


def moot(*more: dict[str, Any]) -> dict[str, Any]:
    """A file in which one changed answer takes back three others, all for B."""
    after = {f"q{n}": single(only_if={"first": "x"}) for n in range(3)}
    for_b = [{"when": {each: "x"}, "points": {"B": 3}} for each in after]
    for_a = [{"points": {"A": 1}}, {"when": {"last": "y"}, "points": {"A": 1}}]
    questions = {"first": single(can_change="yes"), **after, "last": single()}
    return quiz(questions, [*for_b, *for_a, *more])


ALL_X = dict.fromkeys(("first", "q0", "q1", "q2", "last"), "x")
TO_Y = Change("first", "x", "y")


def test_answers_that_one_change_makes_moot_count_as_none_however_many():
    outcome = engine_of(moot()).outcome(ALL_X)
    assert outcome.best == "B"
    assert outcome.positions["A"].change == (TO_Y,)


def test_a_question_that_is_closed_may_block_the_best_by_its_silence():
    blocks = {"when": {"not": {"q0": "x"}}, "blocks": ["B"]}
    written = moot(blocks, {"when": {"last": "x"}, "points": {"B": 90}})
    outcome = engine_of(written).outcome(ALL_X)
    assert outcome.best == "B"
    assert outcome.positions["A"].change == (TO_Y,)
