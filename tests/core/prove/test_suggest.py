"""Suggested personas, with those of the file, exercise all that can be exercised."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given
from ruamel.yaml import YAML
from support import reference_sheets, strategies
from support.engines import engine_of_data, steady

from quiz.core.load.loader import load
from quiz.core.prove.suggest import suggestions

RULES = Path(__file__).parents[3] / "rules.yaml"

Sheet = dict[str, Any]


def exercised(quiz: dict[str, Any], sheet: Sheet) -> set[tuple[str, bool]]:
    """The rules that apply on a sheet, and the blocks that do not."""
    found = set()
    for id_, rule in reference_sheets.rules(quiz).items():
        applies = reference_sheets.holds(rule.get("when"), sheet, quiz)
        if applies or "blocks" in rule:
            found.add((id_, applies))
    return found


def persona_of(sheet: Sheet) -> dict[str, Any]:
    answers = {
        id_: answer[0] if len(answer) == 1 else list(answer) for id_, answer in sheet.items()
    }
    return {"answers": answers, "expect": {"best": "none"}}


def quiz_with_personas(random: Random) -> tuple[dict[str, Any], list[Sheet]]:
    """A file with up to two personas, and all its answer sheets."""
    quiz = strategies.quiz(random)
    sheets = list(reference_sheets.every_sheet(quiz))
    quiz["personas"] = {
        f"persona-{number}": persona_of(random.choice(sheets))
        for number in range(random.randint(0, 2))
    }
    return quiz, sheets


@steady(120)
@given(strategies.made_by(quiz_with_personas))
def test_each_suggestion_exercises_as_much_of_what_is_left_as_any_sheet_until_nothing_is(drawn):
    quiz, sheets = drawn
    left = set().union(*(exercised(quiz, sheet) for sheet in sheets))
    for persona in quiz["personas"].values():
        left -= exercised(quiz, persona["answers"])
    for sheet in suggestions(engine_of_data(quiz)):
        assert sheet in sheets
        most = max(len(left & exercised(quiz, each)) for each in sheets)
        assert len(left & exercised(quiz, sheet)) == most > 0
        left -= exercised(quiz, sheet)
        quiz["personas"][f"persona-{len(quiz['personas'])}"] = persona_of(sheet)
    assert not left
    assert list(suggestions(engine_of_data(quiz))) == [], "all are personas of the file now"


def test_every_rule_of_the_real_file_and_both_sides_of_its_blocks_are_exercised():
    source = RULES.read_bytes()
    engine, _ = load(source)
    assert engine is not None
    quiz = YAML(typ="safe", pure=True).load(source.decode())
    sheets = [persona["answers"] for persona in quiz["personas"].values()]
    sheets += suggestions(engine)
    for sheet in sheets:
        assert reference_sheets.asked(quiz, sheet) == list(sheet)
    rules = reference_sheets.rules(quiz)
    every = {(id_, True) for id_ in rules}
    every |= {(id_, False) for id_, rule in rules.items() if "blocks" in rule}
    assert set().union(*(exercised(quiz, sheet) for sheet in sheets)) == every
