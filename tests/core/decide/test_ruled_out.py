"""What rules out every position is known as soon as no answer that follows can open one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from support.engines import engine_of, sheet, steady
from support.reference import reasons
from support.reference_sheets import every_sheet
from support.small_files import multiple, quiz_of, scale, single
from support.strategies import quizzes_with_any_answers

from quiz.core.decide import ruled_out
from quiz.core.decide.engine import Engine


def engine(questions: dict[str, Any], rules: list[dict[str, Any]]) -> Engine:
    return engine_of(quiz_of(questions, rules))


def everything(quiz: Engine, **answers: str | tuple[str, ...]) -> bool:
    return quiz.ruled_out.everything(sheet(answers))


@steady(150)
@given(quizzes_with_any_answers())
def test_it_is_claimed_exactly_where_every_completion_blocks_every_position(case):
    quiz, several = case
    found = engine_of(quiz).ruled_out
    sheets = list(every_sheet(quiz))
    blocks = [
        [
            {id_ for id_, effect, _ in reasons(quiz, each, position) if effect == "blocks"}
            for position in quiz["positions"]
        ]
        for each in sheets
    ]
    for answers in several:
        completions = [
            blocked
            for each, blocked in zip(sheets, blocks, strict=True)
            if all(each[id_] == answer for id_, answer in answers.items() if id_ in each)
        ]
        assert found.everything(answers) == all(all(blocked) for blocked in completions)
        settled = [set.intersection(*each) for each in zip(*completions, strict=True)]
        assert [set(each) for each in found.reasons(answers)] == settled


def test_a_block_on_an_answer_is_known_from_that_answer_on():
    quiz = engine(
        {"q": single("x", "y"), "r": single("x", "y")}, [{"when": {"q": "x"}, "blocks": ["A", "B"]}]
    )
    assert not everything(quiz)
    assert everything(quiz, q="x")
    assert not everything(quiz, q="y")
    assert quiz.ruled_out.reasons({"q": ("x",)}) == [["r0"], ["r0"]]


def test_one_position_that_can_still_be_open_is_enough():
    rules = [
        {"when": {"q": "x"}, "blocks": ["A"]},
        {"when": {"q": "x", "r": "x"}, "blocks": ["B"]},
    ]
    quiz = engine({"q": single("x", "y"), "r": single("x", "y")}, rules)
    assert not everything(quiz, q="x")
    assert everything(quiz, q="x", r="x")


def test_whatever_is_answered_may_be_ruled_out_by_different_rules():
    rules = [
        {"when": {"q": "x"}, "blocks": ["A", "B"]},
        {"when": {"q": "y", "r": {"at_most": "low"}}, "blocks": ["A", "B"]},
        {"when": {"q": "y", "r": "high"}, "blocks": ["A", "B"]},
    ]
    quiz = engine({"q": single("x", "y", "z"), "r": scale("low", "high")}, rules)
    assert everything(quiz, q="y")
    assert quiz.ruled_out.reasons({"q": ("y",)}) == [[], []]
    assert not everything(quiz, q="z")


def test_a_question_that_is_not_asked_any_more_blocks_nothing():
    questions = {"q": single("x", "y"), "then": multiple("a", "b", alone="none")}
    questions["then"]["only_if"] = {"q": "x"}
    quiz = engine(questions, [{"when": {"then": {"none_of": ["a"]}}, "blocks": ["A", "B"]}])
    assert everything(quiz, q="y"), "of no choices none was given"
    assert not everything(quiz, q="x")
    assert everything(quiz, q="x", then=("b",))
    assert not everything(quiz, then=("a", "b"), q="x")


def test_it_is_by_the_answer_without_which_something_could_still_be_open():
    quiz = engine(
        {"q": single("x", "y"), "r": single("x", "y")},
        [
            {"when": {"q": "x"}, "blocks": ["A", "B"]},
            {"when": {"r": "x"}, "blocks": ["A", "B"]},
        ],
    )
    by_answer = quiz.ruled_out.by_answer
    assert by_answer("q", {"q": ("x",)})
    assert by_answer("q", {"q": ("x",), "r": ("y",)})
    assert not by_answer("r", {"q": ("x",), "r": ("y",)})
    assert not by_answer("r", {"q": ("x",), "r": ("x",)}), "it was said before"
    assert not by_answer("r", {"q": ("x",)}), "it has no answer"


def test_it_is_by_no_answer_where_nothing_is_ever_open():
    quiz = engine({"q": single("x", "y")}, [{"blocks": ["A", "B"]}])
    assert everything(quiz)
    assert not quiz.ruled_out.by_answer("q", {"q": ("x",)})


def test_nothing_is_claimed_where_finding_out_would_take_too_long(monkeypatch: pytest.MonkeyPatch):
    rules = [{"when": {"q": "x", "r": "x"}, "blocks": ["A", "B"]}]
    questions = {"q": single("x", "y"), "r": single("x", "y")}
    assert everything(engine(questions, rules), q="x", r="x")
    monkeypatch.setattr(ruled_out, "MOST_STATES", 0)
    assert not everything(engine(questions, rules), q="x", r="x")
