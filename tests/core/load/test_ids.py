"""Ids are words: every id that check accepts works in addresses, forms and conditions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from support.visitor import Visitor

from quiz.core.load.loader import load

KINDS = [
    "facts",
    "positions",
    "sections",
    "questions",
    "choices",
    "rules",
    "notices",
    "personas",
    "dates",
]


def quiz(**named: str) -> dict[str, Any]:
    """A file with one id of each kind, of which some are `named` otherwise."""
    names = dict.fromkeys(KINDS, "plain") | named
    fact = {"says": ".", "source": "S", "checked": "2026-11-22", "confidence": "high"}
    question = {
        "section": names["sections"],
        "ask": "Which?",
        "kind": "single",
        "choices": {names["choices"]: "This", "other": "That"},
    }
    when = {names["questions"]: names["choices"]}
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "facts": {names["facts"]: fact},
        "positions": {names["positions"]: {"name": "P"}},
        "sections": {names["sections"]: {"title": "S"}},
        "questions": {names["questions"]: question},
        "rules": {
            names["rules"]: {
                "when": when,
                "points": {names["positions"]: 1},
                "because": "It is so.",
                "facts": [names["facts"]],
            }
        },
        "notices": {names["notices"]: {"when": when, "says": "Take note."}},
        "dates": {names["dates"]: {"from": "2027-09", "as_of": 2028, "says": "Now."}},
        "personas": {
            names["personas"]: {"answers": when, "expect": {"best": names["positions"]}},
        },
    }


REFUSED = [
    ("hygiene/course", "the solidus '/'", "'hygiene-course'"),
    ("..", "the full stop '.'", "write a word"),
    ("a b", "a space", "'a-b'"),
    ("?", "the question mark '?'", "write a word"),
    ("v1.2", "the full stop '.'", "'v1-2'"),
    ("a#b", "the number sign '#'", "'a-b'"),
    ("a%2Fb", "the percent sign '%'", "'a-2Fb'"),
    ("a\\b", "the reverse solidus", "'a-b'"),
    ("a\u200bb", "the zero width space", "'a-b'"),
    ("a\u00a0b", "the no-break space", "'a-b'"),
    ("e\u0301t", "the combining acute accent", "'e-t'"),
    ("日本語", "the cjk unified ideograph", "write a word"),
    ("été", "the latin small letter e with acute", "'t'"),
    ("٣", "the arabic-indic digit three", "write a word"),
    ("-", "begins with a letter or a digit", "write a word"),
    ("_x", "begins with a letter or a digit", "'x'"),
    ("<b>", "the less-than sign '<'", "'b'"),
    ('say"', "the quotation mark", "'say'"),
    ("😀", "the grinning face", "write a word"),
    ("a\U0001fa77", "the character u+1fa77", "'a'"),
    ("", "this one is empty", "write one"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("id_", "character", "cure"), REFUSED)
def test_an_id_with_another_character_is_refused_with_its_place_and_cure(
    kind, id_, character, cure
):
    source = json.dumps(quiz(**{kind: id_}), indent=1)
    engine, problems = load(source.encode())
    assert engine is None
    (problem,) = [each for each in problems if "the id of a" in each.message]
    thing = kind.removesuffix("s")
    assert problem.message.startswith(f"the id of a {thing} is a word of letters from a to z")
    assert character in problem.message
    assert cure in problem.message
    written = source.splitlines()[problem.line - 1]
    assert written[problem.column - 1 :].startswith(json.dumps(id_))


@pytest.mark.parametrize("id_", ["n2", "too-young", "A_1", "2nd", "x", "7", "a-", "B_" * 32])
def test_a_quiz_with_any_id_that_is_accepted_can_be_finished(
    id_, tmp_path: Path, start_app: Callable[..., Flask]
):
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps(quiz(**dict.fromkeys(KINDS, id_)), ensure_ascii=False))
    visitor = Visitor(start_app(rules_path=file))
    visitor.answer(**{id_: id_})
    result = visitor.finish()
    assert "It is so." in result.words
    assert "Take note." in result.words
    assert "It is so." in visitor.open("/rules").words


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_of_more_than_64_characters_is_refused(kind):
    engine, problems = load(json.dumps(quiz(**{kind: "x" * 65})).encode())
    assert engine is None
    (problem,) = [each for each in problems if "64 characters" in each.message]
    assert problem.message == (
        f"the id of a {kind.removesuffix('s')} has at most 64 characters, and this one 65; "
        "shorten it"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_two_ids_that_differ_in_case_alone_are_refused(kind):
    written = quiz()
    of_kind = written["questions"]["plain"]["choices"] if kind == "choices" else written[kind]
    of_kind["Plain"] = of_kind["plain"]
    if kind == "questions":
        written["personas"]["plain"]["answers"] = {"plain": "plain", "Plain": "plain"}
    engine, problems = load(json.dumps(written).encode())
    assert engine is None
    (problem,) = [each for each in problems if each.severity == "error"]
    thing = kind.removesuffix("s")
    assert problem.message == f"the {thing}s 'plain' and 'Plain' differ in case alone; rename one"
    assert load(json.dumps(written).encode(), stored=True)[0] is not None


def test_a_stored_file_keeps_the_ids_that_an_earlier_version_accepted():
    source = json.dumps(quiz(rules="what/ever", facts="a b", positions="日本語")).encode()
    assert load(source)[0] is None
    engine, _ = load(source, stored=True)
    assert engine is not None
    assert list(engine.rules.rules) == ["what/ever"]
