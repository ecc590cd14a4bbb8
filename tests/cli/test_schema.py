"""`quiz schema`: the JSON Schema accepts valid rules files and refuses wrong shapes."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from support import strategies
from support.commands import quiz
from support.engines import steady
from support.tea_rules import plain

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(quiz("schema").data)


def test_it_is_a_valid_schema():
    Draft202012Validator.check_schema(quiz("schema").data)
    assert quiz("schema").err == ""


@pytest.mark.parametrize("file", ["rules.yaml", "tests/cli/tea.yaml", "tests/web/small.yaml"])
def test_it_accepts_a_file_that_the_quiz_accepts(file):
    assert not list(SCHEMA.iter_errors(plain(ROOT / file)))


@steady(40)
@given(strategies.quizzes())
def test_it_accepts_every_feature_of_the_language(data):
    assert not list(SCHEMA.iter_errors(data))


FAULTS: dict[str, tuple[str, Any]] = {
    "another format": ("format", 2),
    "an unknown key": ("colour", "red"),
    "an edition that is a number": ("edition", 2030),
    "no language": ("languages", []),
    "no position": ("positions", {}),
    "an empty text": ("title", ""),
    "a text without a language": ("title", {}),
    "an unknown kind": ("questions.hour.kind", "slider"),
    "a single choice": ("questions.hour.choices", {"noon": "N"}),
    "exclusive that is no truth": ("questions.taste.choices.neither.exclusive", "maybe"),
    "points of zero": ("rules.bitter-is-black.points.BLACK", 0),
    "points of a half": ("rules.bitter-is-black.points.BLACK", 1.5),
    "a rule without a reason": ("rules.bitter-is-black.because", None),
    "a misspelt test": ("rules.black-wakes-you.when.hour", {"atmost": "noon"}),
    "a count without a list": ("rules.bitter-is-black.when.taste", {"count": 1}),
    "an empty list of choices": ("rules.bitter-is-black.when.taste", []),
    "a condition that is a list": ("rules.bitter-is-black.when", ["bitter"]),
    "a percent above a hundred": ("outcome.least_fit", 101),
    "an unknown confidence": ("facts.caffeine.confidence", "sure"),
    "a persona without answers": ("personas.night-owl.answers", None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_it_refuses_a_wrong_shape_at_its_place(fault):
    path, value = FAULTS[fault]
    data = deepcopy(plain(ROOT / "tests/cli/tea.yaml"))
    *way, last = path.split(".")
    inside = data
    for step in way:
        inside = inside[step]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    errors = list(SCHEMA.iter_errors(data))
    assert errors
    assert all(path.startswith(".".join(map(str, error.path))) for error in errors)
