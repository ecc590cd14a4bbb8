"""Points of choices are a shorter way to write rules: after the loader there are only rules."""

from __future__ import annotations

import pytest
from support.advice_files import advised, here
from support.engines import sheet

from quiz.core.decide.engine import Engine
from quiz.core.decide.report import explained
from quiz.core.load.loader import load

HEAD = """\
format: 1
title: T
edition: "1"
checked: 2026-11-22
languages: [en]
facts:
  law: {says: So it is., source: A book, checked: 2026-11-22, confidence: high}
positions:
  X: {name: X}
  Y: {name: Y}
"""
QUESTIONS = """\
questions:
  like:
    ask: What do you like?
    kind: multiple
    choices: {tea: Tea, milk: Milk, none: {says: Nothing, exclusive: true}}
  hot:
    ask: How hot?
    kind: scale
    choices: {cold: Cold, warm: Warm}
"""
SHORT = QUESTIONS.replace("  hot:", "    points: {LIKE}\n  hot:") + "    points: {HOT}\n"
SHORT = SHORT.replace(
    "{LIKE}",
    "{milk: {Y: 2, because: 'You like milk.'}, tea: {X: 3, Y: 1, because: Tea!, facts: [law]}}",
).replace("{HOT}", "{warm: {X: 1, because: It is warm.}}")
FIRST = "rules:\n  first: {check: X, because: b}\n"
LONG = """\
  like-milk: {when: {like: milk}, points: {Y: 2}, because: You like milk.}
  like-tea: {when: {like: tea}, points: {X: 3, Y: 1}, because: Tea!, facts: [law]}
  hot-warm: {when: {hot: warm}, points: {X: 1}, because: It is warm.}
"""


def engine(text: str, *, stored: bool = False) -> Engine:
    found, problems = load((HEAD + text).encode(), stored=stored)
    assert found is not None, problems
    return found


def test_they_are_rules_after_those_of_the_file_in_the_order_of_questions_and_entries():
    short, long = engine(SHORT + FIRST), engine(QUESTIONS + FIRST + LONG)
    assert list(short.rules.rules) == ["first", "like-milk", "like-tea", "hot-warm"]
    assert short.rules == long.rules
    answers = sheet({"like": ("tea", "milk"), "hot": "cold"})
    found = explained(short.outcome(answers), short.rules, "en")
    assert {**found, "digest": ""} == {
        **explained(long.outcome(answers), long.rules, "en"),
        "digest": "",
    }


def test_a_file_stored_with_results_has_them_too():
    assert engine(SHORT + FIRST, stored=True).rules == engine(QUESTIONS + FIRST + LONG).rules


def test_advice_about_them_is_at_the_entry_of_the_choice():
    positions = "positions:\n  X: {name: X}\n  Y: {name: Y}\n"
    questions = """\
questions:
  first:
    ask: Which?
    kind: single
    choices: {yes: Yes, no: No}
  again:
    ask: Again?
    kind: single
    only_if: {first: yes, not: {first: yes}}
    choices: {yes: Yes, no: No}
    points:
      yes: {X: 1, because: b}  # here
"""
    rules = "rules:\n  r: {when: {first: yes}, points: {X: 2, Y: 1}, because: b}\n"
    said = [(line, text) for line, text in advised(positions, questions, rules) if "rule" in text]
    (line,) = here(positions, questions, rules)
    assert said == [(line, "rule 'again-yes' can never apply; no answers meet its when")]


@pytest.mark.parametrize("id_", ["because", "facts", "row"])
def test_a_file_without_points_of_choices_may_name_a_position_so(id_):
    text = QUESTIONS + f"rules:\n  r: {{points: {{{id_}: 1}}, because: b}}\n"
    found = load((HEAD.replace("  Y:", f"  {id_}:") + text).encode())
    assert found[0] is not None, found[1]
