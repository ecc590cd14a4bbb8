"""The engine decides as the reference implementation does."""

from __future__ import annotations

import pytest
from hypothesis import given
from support import reference, reference_sheets, strategies
from support.engines import engine_of, sheet, steady
from support.small_files import multiple, outcome_of, plain, scale, single

# ---- On random files


@pytest.mark.thorough
@steady(300)
@given(strategies.quizzes_with_sheets())
def test_the_outcome_is_that_of_the_reference_and_the_points_are_the_sum_of_the_reasons(drawn):
    quiz, sheets = drawn
    engine, slow = engine_of(quiz), reference.Reference(quiz)
    for answers in sheets:
        outcome = engine.outcome(answers)
        assert plain(outcome) == slow.outcome(answers)
        for position in outcome.positions.values():
            assert position.points == sum(reason.points for reason in position.reasons)


@pytest.mark.thorough
@steady(150)
@given(strategies.quizzes_with_any_answers())
def test_the_questions_asked_on_any_answers_are_those_of_the_reference(drawn):
    quiz, several = drawn
    engine = engine_of(quiz)
    for answers in several:
        asked = reference_sheets.asked(quiz, answers)
        assert list(engine.asked(answers)) == asked
        assert engine.kept(answers) == {id_: answers[id_] for id_ in asked if id_ in answers}


# ---- What the document states, on files that fit on the screen


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
        dates={"d": {"says": ".", "from": "2027-09", "as_of": 2028, **notice}},
    )
    assert found["notices"] == (["n"] if stands else [])
    assert found["dates"] == (["d"] if stands else [])


def test_a_choice_that_tells_something_stands_on_the_result_of_whoever_gave_it():
    telling = {"says": ".", "tells": {"says": "So it is."}}
    questions = {
        "q": {**multiple("a", "b", "c", alone="none"), "choices": {}},
        "then": single("x", "y", only_if={"q": "c"}),
    }
    questions["q"]["choices"] = {"a": telling, "b": ".", "c": telling}
    questions["then"]["choices"]["x"] = telling
    rules = [{"points": {"A": 1}}]
    found = outcome_of(questions, rules, {"q": ("a", "b", "c"), "then": "x"})
    assert found["tells"] == [("q", "a"), ("q", "c"), ("then", "x")]
    assert outcome_of(questions, rules, {"q": "b"})["tells"] == []


def test_best_none_is_where_no_position_fits():
    notices = {"n": {"if": {"best": "none"}, "says": "."}}
    found = outcome_of({"q": Q}, [{"blocks": ["A", "B"]}], {"q": "x"}, notices=notices)
    assert (found["best"], found["close"], found["tied"]) == (None, [], [])
    assert found["notices"] == ["n"]
