"""What `make bench` compares does the same; how long it takes is no matter of tests."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from benchmarks.engine import disagreement, rule_sets
from benchmarks.proofs import CHOICES, SIZES, usual_file
from benchmarks.sheets import draw_sheets, engine_of, read_engine
from quiz.core.language import conditions as language
from quiz.core.prove.proof import count

RULE_SETS = ("60 rules", "30 rules, 12 joined", "200 rules, 60 joined")


@pytest.fixture(scope="module")
def measured():
    """Return the rule sets by name; made here and not on import, because that takes a second."""
    return {each.name: each for each in rule_sets()}


@pytest.mark.parametrize("name", RULE_SETS)
def test_the_function_of_ifs_decides_as_the_rules_do(measured, name):
    rules = measured[name]
    engine = engine_of(rules.content)
    for answers in islice(draw_sheets(engine, seed=2), 2_000):
        assert disagreement(rules, engine, answers) is None


def test_the_rule_sets_are_as_they_are_described(measured):
    assert tuple(measured) == RULE_SETS
    _, joined, many = (engine_of(rules.content) for rules in measured.values())
    for engine, rules, joining in ((joined, 30, 12), (many, 200, 60)):
        conditions = engine.conditions.values()
        assert len(conditions) == rules
        assert sum(len(language.asks(condition)) > 1 for condition in conditions) == joining
        of_several = {
            test.least
            for condition in conditions
            for test in language.tests(condition)
            if engine.forms[test.question].kind == "multiple"
        }
        assert of_several == {1, 2}, "by membership and by count"


def test_random_sheets_are_complete_valid_and_unlike():
    engine = read_engine()
    drawn = list(islice(draw_sheets(engine, seed=3), 8_000))
    assert all(tuple(answers) == engine.asked(answers) for answers in drawn)
    given = {question: {answers.get(question) for answers in drawn} for question in engine.forms}
    assert {question: set(form.choices) for question, form in engine.forms.items()} == {
        question: {choice for answer in answers if answer for choice in answer}
        for question, answers in given.items()
    }
    assert None in given["sports_posting"]
    assert len({tuple(answers.items()) for answers in drawn}) > 7_900


@pytest.mark.thorough
@pytest.mark.parametrize("far", [False, True], ids=["near questions", "any questions"])
def test_the_largest_file_whose_count_is_measured_is_not_too_large(far):
    engine = engine_of(json.dumps(usual_file(max(SIZES), far=far)).encode())
    assert count(engine).total() == CHOICES ** max(SIZES)
