"""A blocked position is not yet open where an allowed change unblocks it, and else closed."""

from __future__ import annotations

import pytest
from support.small_files import multiple, outcome_of, scale, single


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
    assert (
        outcome_of({"q": single("x", "y")}, rules, {"q": "x"})["positions"]["A"]["standing"]
        == "closed"
    )


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
