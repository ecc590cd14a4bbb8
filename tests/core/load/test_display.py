"""Keys that say how something is shown: pictures that are missing, and what is only warned of."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.core.load.loader import load

GOOD = """\
format: 1
title: Which position suits you?
edition: "2028"
checked: 2999-11-22
languages: [en]
programme:
  table: [{row: Work, CIR: Much, ALT: Little}]
positions:
  CIR: {name: Coordinator, picture: cir}
  ALT: {name: Teacher}
questions:
  level:
    ask: How well do you know Japanese?
    kind: scale
    choices: {none: Not at all, n5: {says: About N5, picture: kana}}
rules:
  first: {when: {level: none}, points: {CIR: 1}, because: It is so.}
dates:
  window: {from: 2027-09, until: 2027-11-12, as_of: 2028, says: Open}
"""


def found(text: str, pictures: frozenset[str] | None = None) -> list[str]:
    return [
        f"{p.line}: {p.severity}: {p.message}" for p in load(text.encode(), pictures=pictures)[1]
    ]


def test_a_file_whose_pictures_are_there_has_no_problem():
    assert found(GOOD, frozenset(["cir", "kana"])) == []


def test_a_picture_that_is_missing_is_an_error_with_its_place():
    assert found(GOOD, frozenset(["cirr"])) == [
        "9: error: there is no picture 'cir'; did you mean 'cirr'?",
        "15: error: there is no picture 'kana'; add static/pictures/kana.svg",
    ]


def test_a_stored_edition_is_read_without_its_pictures():
    engine, problems = load(GOOD.encode(), stored=True)
    assert engine is not None
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        (", ALT: Little", "", "7: warning: this row says nothing about 'ALT'; add a text"),
        (
            "as_of: 2028",
            "as_of: 2024",
            "19: warning: 2027-09 is more than 2 years from the cycle 2024; check 'as_of'",
        ),
    ],
)
def test_what_is_probably_not_intended_is_a_warning(written, instead, problem):
    assert problem in found(GOOD.replace(written, instead))


def test_the_pictures_of_the_real_rules_are_there():
    root = Path(__file__).parents[3]
    pictures = frozenset(path.stem for path in (root / "static/pictures").glob("*.svg"))
    engine, problems = load((root / "rules.yaml").read_bytes(), pictures=pictures)
    assert engine is not None, problems
