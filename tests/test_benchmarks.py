"""What `make bench` compares does the same; how long it takes is no matter of tests."""

from __future__ import annotations

from itertools import islice

from benchmarks.engine import RULES, disagreement
from benchmarks.sheets import draw_sheets, read_engine


def test_the_handwritten_function_decides_as_the_rules_do():
    engine = read_engine(RULES)
    for answers in islice(draw_sheets(engine, seed=2), 5_000):
        assert disagreement(engine, answers) is None


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
