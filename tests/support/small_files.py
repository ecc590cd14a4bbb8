"""Rules files that fit on the screen, and the outcomes of sheets by them."""

from __future__ import annotations

from typing import Any

from quiz.core.language.model import Outcome
from support import reference
from support.engines import engine_of, sheet


def plain(outcome: Outcome) -> dict[str, Any]:
    """An outcome in the shape of the reference implementation's."""
    return {
        "best": outcome.best,
        "close": list(outcome.close),
        "tied": list(outcome.tied),
        "positions": {
            id_: {
                "points": position.points,
                "most": position.most,
                "fit": position.fit,
                "standing": position.standing,
                "reasons": [(each.rule, each.effect, each.points) for each in position.reasons],
            }
            for id_, position in outcome.positions.items()
        },
        "notices": list(outcome.notices),
        "tells": list(outcome.tells),
        "dates": list(outcome.dates),
    }


def single(*choices: str, **more: Any) -> dict[str, Any]:
    return {"ask": "?", "kind": "single", "choices": dict.fromkeys(choices, "."), **more}


def scale(*choices: str, **more: Any) -> dict[str, Any]:
    return {**single(*choices, **more), "kind": "scale"}


def multiple(*choices: str, alone: str, **more: Any) -> dict[str, Any]:
    found = {**single(*choices, **more), "kind": "multiple"}
    found["choices"][alone] = {"says": ".", "exclusive": True}
    return found


def quiz_of(questions: dict[str, Any], rules: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A file with the positions A and B, and rules that are named r0, r1, ..."""
    return {
        "format": 1,
        "title": "Which one?",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"A": {"name": "A"}, "B": {"name": "B"}},
        "questions": questions,
        "rules": {f"r{place}": {"because": ".", **rule} for place, rule in enumerate(rules)},
        **more,
    }


def outcome_of(
    questions: dict[str, Any], rules: list[dict[str, Any]], answers: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """The outcome of a file with the positions A and B.

    It is the engine's; a test fails where the reference implementation has another.
    """
    quiz = quiz_of(questions, rules, **more)
    answers = sheet(answers)
    found = plain(engine_of(quiz).outcome(answers))
    assert found == reference.Reference(quiz).outcome(answers)
    return found
