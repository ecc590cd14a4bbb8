"""What would change an outcome, and how close it was, as the reference implementation has it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from support import reference, strategies
from support.engines import engine_of, sheet, steady
from support.small_files import quiz_of

from quiz.core.language.model import Change, Closest


def found(closest: Closest | None) -> tuple[str, Any, Any, str | None] | None:
    """The closest change in the shape of the reference implementation's."""
    return closest and (
        closest.change.question,
        closest.change.from_,
        closest.change.to,
        closest.best,
    )


@pytest.mark.thorough
@steady(300)
@given(strategies.quizzes_with_sheets())
def test_the_closest_change_is_that_of_the_reference(drawn):
    quiz, sheets = drawn
    engine, slow = engine_of(quiz), reference.Reference(quiz)
    for answers in sheets:
        assert found(engine.outcome(answers).closest) == slow.closest(answers)


# ---- On files that fit on the screen


def single(**more: Any) -> dict[str, Any]:
    return {"ask": "?", "kind": "single", "choices": {"x": ".", "y": "."}, **more}


def scale(*choices: str, **more: Any) -> dict[str, Any]:
    return {"ask": "?", "kind": "scale", "choices": dict.fromkeys(choices, "."), **more}


def quiz(
    questions: dict[str, Any], rules: list[dict[str, Any]], least_fit: int = 0
) -> dict[str, Any]:
    """A file with the positions A and B, A listed first."""
    return quiz_of(questions, rules, outcome={"least_fit": least_fit})


def closest(written: dict[str, Any], given: dict[str, str]) -> Closest | None:
    answers = sheet(given)
    outcome = engine_of(written).outcome(answers)
    assert outcome.closest != "unknown"
    assert found(outcome.closest) == reference.Reference(written).closest(answers)
    return outcome.closest


LEVEL = scale("low", "middle", "high", can_change="up")
NEEDS_HIGH = [
    {"when": {"level": "high"}, "points": {"B": 3}},
    {"points": {"A": 1, "B": 1}},
    {"when": {"other": "x"}, "points": {"A": 1}},
]


def test_one_answer_that_makes_another_position_best_is_named_with_that_position():
    written = quiz({"level": LEVEL, "other": single()}, NEEDS_HIGH)
    answers = {"level": "low", "other": "x"}
    assert closest(written, answers) is None  # A keeps 2 of 2, and a tie
    written["positions"] = {"B": {"name": "B"}, "A": {"name": "A"}}
    assert closest(written, answers) == Closest(Change("level", ("low",), ("high",)), "B")


def test_an_answer_that_cannot_change_is_never_named():
    questions = {"level": scale("low", "high"), "other": single()}
    rules = [
        {"when": {"level": "high"}, "points": {"B": 1}},
        {"when": {"level": "low"}, "points": {"A": 1}},
    ]
    assert closest(quiz(questions, rules), {"level": "low", "other": "x"}) is None
    questions["level"]["can_change"] = "up"
    changed = Closest(Change("level", ("low",), ("high",)), "B")
    assert closest(quiz(questions, rules), {"level": "low", "other": "x"}) == changed
    assert closest(quiz(questions, rules), {"level": "high", "other": "x"}) is None  # not down


def test_a_change_after_which_nothing_fits_is_one():
    questions = {"level": LEVEL}
    loses_points = [{"when": {"level": {"at_most": "middle"}}, "points": {"A": 1, "B": 1}}]
    changed = Closest(Change("level", ("low",), ("high",)), None)
    assert closest(quiz(questions, loses_points, least_fit=50), {"level": "low"}) == changed
    blocks = [{"when": {"level": "high"}, "blocks": ["A", "B"]}]
    assert closest(quiz(questions, blocks), {"level": "low"}) == changed


def test_a_change_after_which_something_fits_at_last_is_one():
    rules = [{"when": {"level": {"at_most": "middle"}}, "blocks": ["A", "B"]}]
    changed = Closest(Change("level", ("low",), ("high",)), "A")
    assert closest(quiz({"level": LEVEL}, rules), {"level": "low"}) == changed


def test_the_fewest_steps_come_before_the_order_of_positions_and_questions():
    questions = {"far": LEVEL, "near": single(can_change="yes")}
    rules = [
        {"when": {"far": "high", "near": "x"}, "points": {"A": 9}},
        {"when": {"near": "y"}, "points": {"B": 9}},
    ]
    written = quiz(questions, rules, least_fit=50)
    answers = {"far": "low", "near": "x"}
    assert closest(written, answers) == Closest(Change("near", ("x",), ("y",)), "B")
    questions["near"]["can_change"] = "no"
    assert closest(written, answers) == Closest(Change("far", ("low",), ("high",)), "A")


def test_among_equally_few_steps_the_question_asked_first_is_named():
    questions = {"one": single(can_change="yes"), "two": single(can_change="yes")}
    rules = [
        {"when": {"two": "y"}, "points": {"A": 2}},
        {"when": {"one": "y"}, "points": {"B": 2}},
    ]
    answers = {"one": "x", "two": "x"}
    changed = closest(quiz(questions, rules, least_fit=50), answers)
    assert changed == Closest(Change("one", ("x",), ("y",)), "B")


def test_a_change_that_opens_a_question_is_two_and_one_that_closes_a_question_is_one():
    questions = {"first": single(can_change="yes"), "then": single(only_if={"first": "y"})}
    rules = [{"when": {"first": "y"}, "points": {"B": 1}}, {"blocks": ["A"]}]
    written = quiz(questions, rules, least_fit=50)
    assert closest(written, {"first": "x"}) is None
    changed = Closest(Change("first", ("y",), ("x",)), None)
    assert closest(written, {"first": "y", "then": "x"}) == changed


# ---- What follows from answers that a change makes moot


def moot(*more: dict[str, Any]) -> dict[str, Any]:
    """A file in which one changed answer takes back three others, all for B."""
    after = {f"q{n}": single(only_if={"first": "x"}) for n in range(3)}
    for_b = [{"when": {each: "x"}, "points": {"B": 3}} for each in after]
    for_a = [{"points": {"A": 1}}, {"when": {"last": "y"}, "points": {"A": 1}}]
    questions = {"first": single(can_change="yes"), **after, "last": single()}
    return quiz(questions, [*for_b, *for_a, *more])


ALL_X = dict.fromkeys(("first", "q0", "q1", "q2", "last"), ("x",))
TO_Y = Change("first", ("x",), ("y",))


def test_answers_that_one_change_makes_moot_count_as_none_however_many():
    outcome = engine_of(moot()).outcome(ALL_X)
    assert outcome.best == "B"
    assert outcome.positions["A"].change == (TO_Y,)
    assert outcome.closest == Closest(TO_Y, "A")


def test_a_question_that_is_closed_may_block_the_best_by_its_silence():
    blocks = {"when": {"not": {"q0": "x"}}, "blocks": ["B"]}
    written = moot(blocks, {"when": {"last": "x"}, "points": {"B": 90}})
    outcome = engine_of(written).outcome(ALL_X)
    assert outcome.best == "B"
    assert outcome.positions["A"].change == (TO_Y,)
    assert outcome.closest == Closest(TO_Y, "A")
