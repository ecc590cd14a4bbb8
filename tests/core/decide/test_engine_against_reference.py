"""The engine says what the language document says, as tests/reference.py reads it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from support import reference, strategies
from support.engines import engine_of, sheet, steady

from quiz.core.language.model import Outcome


def plain(outcome: Outcome) -> dict[str, Any]:
    """An outcome in the shape of the reading's."""
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
    }


# ---- On random files


@steady(300)
@given(strategies.quizzes_with_sheets())
def test_the_outcome_is_that_of_the_reading_and_the_points_are_the_sum_of_the_reasons(drawn):
    quiz, sheets = drawn
    engine, slow = engine_of(quiz), reference.Reading(quiz)
    for answers in sheets:
        outcome = engine.outcome(answers)
        assert plain(outcome) == slow.outcome(answers)
        for position in outcome.positions.values():
            assert position.points == sum(reason.points for reason in position.reasons)


@pytest.mark.thorough
@steady(150)
@given(strategies.quizzes_with_any_answers())
def test_the_questions_asked_on_any_answers_are_those_of_the_reading(drawn):
    quiz, several = drawn
    engine = engine_of(quiz)
    for answers in several:
        asked = reference.asked(quiz, answers)
        assert list(engine.asked(answers)) == asked
        assert engine.kept(answers) == {id_: answers[id_] for id_ in asked if id_ in answers}


# ---- What the document states, on files that fit on the screen


def single(*choices: str, **more: Any) -> dict[str, Any]:
    return {"ask": "?", "kind": "single", "choices": dict.fromkeys(choices, "."), **more}


def scale(*choices: str, **more: Any) -> dict[str, Any]:
    return {**single(*choices, **more), "kind": "scale"}


def multiple(*choices: str, alone: str, **more: Any) -> dict[str, Any]:
    found = {**single(*choices, **more), "kind": "multiple"}
    found["choices"][alone] = {"says": ".", "exclusive": True}
    return found


def outcome_of(
    questions: dict[str, Any], rules: list[dict[str, Any]], answers: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """The outcome of a file with the positions A and B, the reading's and the engine's."""
    quiz = {
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
    answers = sheet(answers)
    found = plain(engine_of(quiz).outcome(answers))
    assert found == reference.Reading(quiz).outcome(answers)
    return found


Q = single("x", "y")
A_75_B_65 = [
    {"when": {"q": "x"}, "points": {"A": 15, "B": 13}},
    {"when": {"q": "y"}, "points": {"A": 20, "B": 20}},
]


@pytest.mark.parametrize(("close", "expected"), [(10, ["B"]), (9, []), (9.9, []), (10.1, ["B"])])
def test_75_and_65_percent_are_10_apart(close, expected):
    found = outcome_of({"q": Q}, A_75_B_65, {"q": "x"}, outcome={"close": close})
    assert [found["positions"][each]["fit"] for each in "AB"] == [75, 65]
    assert (found["best"], found["close"], found["tied"]) == ("A", expected, [])


def test_close_compares_exact_fractions_not_whole_percents():
    rules = [
        {"when": {"q": "x"}, "points": {"A": 599, "B": 499}},  # 59.9 and 49.9, shown as 60 and 50
        {"when": {"q": "y"}, "points": {"A": 1000, "B": 1000}},
    ]
    found = outcome_of({"q": Q}, rules, {"q": "x"}, outcome={"close": 10})
    assert found["close"] == ["B"]
    rules[0]["points"] = {"A": 604, "B": 503}  # 60.4 and 50.3, shown as 60 and 50
    found = outcome_of({"q": Q}, rules, {"q": "x"}, outcome={"close": 10})
    assert [found["positions"][each]["fit"] for each in "AB"] == [60, 50]
    assert found["close"] == []


@pytest.mark.parametrize(("least_fit", "best"), [(75, "A"), (75.1, None), (100, None), (0, "A")])
def test_the_best_fit_must_reach_least_fit(least_fit, best):
    found = outcome_of(
        {"q": Q}, A_75_B_65, {"q": "x"}, outcome={"least_fit": least_fit, "close": 50}
    )
    assert found["best"] == best
    assert found["close"] == (["B"] if best else [])


@pytest.mark.parametrize(
    ("points", "percent"), [(1, 13), (3, 38), (5, 63), (7, 88)]
)  # 12.5, 37.5, 62.5 and 87.5 percent
def test_half_a_percent_goes_up(points, percent):
    rules = [
        {"when": {"q": "x"}, "points": {"A": points}},
        {"when": {"q": "y"}, "points": {"A": 8}},
    ]
    assert outcome_of({"q": Q}, rules, {"q": "x"})["positions"]["A"]["fit"] == percent


def test_an_exact_tie_goes_to_the_position_the_file_lists_first_and_is_shown():
    rules = [
        {"when": {"q": "x"}, "points": {"B": 2, "A": 1}},
        {"when": {"q": "y"}, "points": {"B": 6, "A": 3}},
    ]
    found = outcome_of({"q": Q}, rules, {"q": "x"})  # a third each, of different sums
    assert (found["best"], found["close"], found["tied"]) == ("A", ["B"], ["B"])


def test_a_position_that_no_rule_can_give_a_point_has_fit_0_and_may_still_be_best():
    found = outcome_of({"q": Q}, [{"blocks": ["A"]}], {"q": "x"})
    assert [found["positions"][each]["fit"] for each in "AB"] == [0, 0]
    assert [found["positions"][each]["most"] for each in "AB"] == [0, 0]
    assert found["best"] == "B"


def test_most_counts_sheets_on_which_the_position_is_blocked_and_never_two_that_exclude_another():
    rules = [
        {"when": {"q": "x"}, "points": {"A": 4}},
        {"when": {"q": "y"}, "points": {"A": 3}},
        {"when": {"q": "x"}, "blocks": ["A"]},
    ]
    found = outcome_of({"q": Q}, rules, {"q": "y"})
    assert found["positions"]["A"]["most"] == 4
    assert found["positions"]["A"]["fit"] == 75


def test_a_blocked_position_keeps_its_points_and_is_never_best_close_or_tied():
    rules = [{"points": {"A": 2, "B": 2}}, {"blocks": ["A"]}, {"check": ["A", "B"]}]
    found = outcome_of({"q": Q}, rules, {"q": "x"}, outcome={"close": 100})
    assert (found["best"], found["close"], found["tied"]) == ("B", [], [])
    assert found["positions"]["A"] == {
        "points": 2,
        "most": 2,
        "fit": 100,
        "standing": "closed",
        "reasons": [("r0", "points", 2), ("r1", "blocks", 0), ("r2", "check", 0)],
    }
    assert found["positions"]["B"]["standing"] == "check"


def test_a_rule_without_when_always_applies():
    found = outcome_of({"q": Q}, [{"points": {"A": 1}}], {"q": "y"})
    assert found["positions"]["A"]["reasons"] == [("r0", "points", 1)]


# ---- A question that was not asked

NOT_ASKED = {"first": Q, "then": scale("low", "high", only_if={"first": "x"})}
NOT_ASKED_SET = {"first": Q, "then": multiple("a", "b", alone="c", only_if={"first": "x"})}


@pytest.mark.parametrize(
    ("questions", "condition", "holds"),
    [
        (NOT_ASKED, {"then": "low"}, False),
        (NOT_ASKED, {"then": ["low", "high"]}, False),
        (NOT_ASKED, {"then": {"at_least": "low"}}, False),
        (NOT_ASKED, {"then": {"at_most": "high"}}, False),
        (NOT_ASKED, {"not": {"then": "low"}}, True),
        (NOT_ASKED, {"not": {"not": {"then": "low"}}}, False),
        (NOT_ASKED, {"any": [{"then": "low"}, {"first": "y"}]}, True),
        (NOT_ASKED, {"all": [{"then": "low"}, {"first": "y"}]}, False),
        (NOT_ASKED_SET, {"then": {"all_of": ["a"]}}, False),
        (NOT_ASKED_SET, {"then": {"count": 1, "of": ["a", "b", "c"]}}, False),
        (NOT_ASKED_SET, {"then": {"none_of": ["a", "b"]}}, True),
    ],
)
def test_no_condition_on_a_question_not_asked_holds_save_not_and_none_of(
    questions, condition, holds
):
    found = outcome_of(questions, [{"when": condition, "points": {"A": 1}}], {"first": "y"})
    assert bool(found["positions"]["A"]["points"]) == holds


def test_an_answer_to_a_question_that_is_no_longer_asked_opens_nothing():
    questions = {
        "first": Q,
        "second": single("x", "y", only_if={"first": "x"}),
        "third": single("x", "y", only_if={"second": "x"}),
    }
    engine = engine_of(
        {
            "format": 1,
            "title": "Which one?",
            "edition": "1",
            "checked": "2026-11-22",
            "languages": ["en"],
            "positions": {"A": {"name": "A"}},
            "questions": questions,
            "rules": {"r": {"points": {"A": 1}, "because": "."}},
        }
    )
    answers = sheet({"first": "y", "second": "x", "third": "x"})
    assert engine.asked(answers) == ("first",)
    assert engine.kept(answers) == sheet({"first": "y"})
    assert engine.asked(sheet({"first": "x", "second": "x"})) == ("first", "second", "third")


# ---- Not yet, and closed


@pytest.mark.parametrize(
    ("can_change", "answer", "standing"),
    [
        ("up", "low", "not_yet"),
        ("yes", "low", "not_yet"),
        ("no", "low", "closed"),
        ("up", "high", "closed"),  # down is not up
        ("yes", "high", "not_yet"),
    ],
)
def test_a_blocked_position_is_not_yet_where_an_allowed_change_unblocks_it(
    can_change, answer, standing
):
    questions = {"q": scale("low", "middle", "high", can_change=can_change)}
    rules = [{"when": {"not": {"q": "middle"}}, "blocks": ["A"]}]
    found = outcome_of(questions, rules, {"q": answer})
    assert found["positions"]["A"]["standing"] == standing


def test_without_can_change_nothing_can_change():
    rules = [{"when": {"q": "x"}, "blocks": ["A"]}]
    assert outcome_of({"q": Q}, rules, {"q": "x"})["positions"]["A"]["standing"] == "closed"


@pytest.mark.parametrize(
    ("needs", "answer", "standing"),
    [
        ({"q": {"all_of": ["a", "b"]}}, ("a",), "not_yet"),  # one choice more
        ({"q": {"all_of": ["a", "b"]}}, ("none",), "not_yet"),  # the exclusive one given up
        ({"q": {"none_of": ["a", "none"]}}, ("none",), "not_yet"),
        ({"q": {"none_of": ["a"]}}, ("a",), "closed"),  # one choice less is not more
        ({"q": "none"}, ("a",), "closed"),  # nor is an exclusive one
    ],
)
def test_up_on_a_multiple_question_is_more_choices_giving_up_an_exclusive_one(
    needs, answer, standing
):
    questions = {"q": multiple("a", "b", alone="none", can_change="up")}
    found = outcome_of(questions, [{"when": {"not": needs}, "blocks": ["A"]}], {"q": answer})
    assert found["positions"]["A"]["standing"] == standing


def test_a_question_that_a_change_opens_may_be_answered_in_any_way():
    questions = {"q": scale("low", "high", can_change="up"), "then": single("x", "y")}
    questions["then"]["only_if"] = {"q": "high"}  # can_change: no
    rules = [{"when": {"not": {"then": "x"}}, "blocks": ["A"]}]
    assert outcome_of(questions, rules, {"q": "low"})["positions"]["A"]["standing"] == "not_yet"
    answered = {"q": "high", "then": "y"}
    assert outcome_of(questions, rules, answered)["positions"]["A"]["standing"] == "closed"


def test_an_answer_that_a_change_makes_moot_is_dropped():
    questions = {"q": scale("low", "high", can_change="up"), "then": single("x", "y")}
    questions["then"]["only_if"] = {"q": "low"}
    rules = [{"when": {"then": "x"}, "blocks": ["A"]}]
    found = outcome_of(questions, rules, {"q": "low", "then": "x"})
    assert found["positions"]["A"]["standing"] == "not_yet"


# ---- Notices


@pytest.mark.parametrize(
    ("notice", "stands"),
    [
        ({}, True),
        ({"if": {"best": "A"}}, True),
        ({"if": {"best": ["B", "none"]}}, False),
        ({"if": {"best": "A", "B": ["open", "check"]}}, True),
        ({"if": {"best": "A", "B": "closed"}}, False),
        ({"if": {"close": ["B", "A"]}}, True),  # the one best, the other close
        ({"if": {"best": "A"}, "when": {"q": "y"}}, False),
        ({"if": {"best": "B"}, "when": {"q": "x"}}, False),
        ({"when": {"q": "x"}}, True),
    ],
)
def test_a_notice_stands_if_its_if_fits_the_outcome_and_its_when_holds(notice, stands):
    found = outcome_of(
        {"q": Q},
        [*A_75_B_65, {"check": ["B"]}],
        {"q": "x"},
        outcome={"close": 10},
        notices={"n": {"says": ".", **notice}},
    )
    assert found["notices"] == (["n"] if stands else [])


def test_best_none_is_where_no_position_fits():
    notices = {"n": {"if": {"best": "none"}, "says": "."}}
    found = outcome_of({"q": Q}, [{"blocks": ["A", "B"]}], {"q": "x"}, notices=notices)
    assert (found["best"], found["close"], found["tied"]) == (None, [], [])
    assert found["notices"] == ["n"]
