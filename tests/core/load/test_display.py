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


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("cir.svg", "; write 'cir'"),
        ("../pictures/cir.svg", "; write 'cir'"),
        ("two words", "; write 'two-words'"),
        ("絵", ""),
    ],
)
@pytest.mark.parametrize("pictures", [None, frozenset(["cir", "kana"])])
def test_a_picture_is_a_name_and_no_path(written, cure, pictures):
    said = "the name of a picture has letters from a to z, digits, '_' and '-' only"
    assert found(GOOD.replace("picture: cir", f"picture: {written}"), pictures) == [
        f"9: error: {said}, not {written!r}{cure}"
    ]


LINK = "[here](https://a.example/)"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("title: Which position suits you?", 2),
        ("row: Work", 7),
        ("name: Coordinator", 9),
        ("ask: How well do you know Japanese?", 13),
        ("none: Not at all", 15),
        ("says: About N5", 15),
    ],
)
def test_a_link_where_only_its_words_can_be_shown_is_a_warning(written, line):
    key = written.partition(":")[0]
    for instead in (f'{key}: "{LINK}"', f'{key}: {{en: "{LINK}"}}'):
        assert found(GOOD.replace(written, instead)) == [
            f"{line}: warning: only the words of a link are shown here; move it to another text"
        ]


def test_a_link_elsewhere_or_a_mere_bracket_is_no_problem():
    assert found(GOOD.replace("It is so.", f'"{LINK}"')) == []
    assert found(GOOD.replace("says: About N5", f'says: About N5, hint: "{LINK}"')) == []
    assert found(GOOD.replace("name: Coordinator", r"name: 'A [b] \[c](https://a.example/)'")) == []


def test_the_pictures_of_the_real_rules_are_there():
    root = Path(__file__).parents[3]
    pictures = frozenset(path.stem for path in (root / "static/pictures").glob("*.svg"))
    engine, problems = load((root / "rules.yaml").read_bytes(), pictures=pictures)
    assert engine is not None, problems
