"""A question may have very many choices, each with a rule of its own."""

from __future__ import annotations

from time import thread_time
from typing import Any

from support.engines import engine_of
from support.small_files import quiz_of


def one_rule_a_choice(kind: str, choices: int) -> dict[str, Any]:
    names = {f"c{number}": "." for number in range(choices)}
    question = {"ask": "?", "kind": kind, "can_change": "yes", "choices": names}
    rules = [
        {"when": {"q": choice}, "points": {"AB"[number % 2]: 1 + number % 7}}
        for number, choice in enumerate(names)
    ]
    return quiz_of({"q": question}, rules)


def test_the_first_outcome_takes_time_in_proportion_to_the_choices():
    """With a look at each rule for each choice, this took more than 2 seconds."""
    engine = engine_of(one_rule_a_choice("single", 3000))
    began = thread_time()
    outcome = engine.outcome({"q": ("c2999",)})
    assert thread_time() - began < 1
    points = {position: (seen.points, seen.most) for position, seen in outcome.positions.items()}
    assert points == {"A": (0, 7), "B": (4, 7)}


def test_a_multiple_question_of_hundreds_of_choices_is_read_at_once():
    """With a look at all choices for each test and step, this took 7 seconds."""
    began = thread_time()
    engine = engine_of(one_rule_a_choice("multiple", 700))
    assert thread_time() - began < 3
    outcome = engine.outcome({"q": ("c0", "c1", "c9")})
    assert outcome.positions["A"].points == 1
    assert outcome.positions["B"].points == 2 + 3
    assert not outcome.positions["A"].searched
