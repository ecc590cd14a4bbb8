"""Recorded sheets are told the same many at a time as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from support import reference_sheets, rules_changes, strategies
from support.engines import engine_of_data, steady

from quiz.core.language.model import Answers
from quiz.core.prove import retold
from quiz.score import recorded


def sheets_and_no_sheets(quiz: dict) -> Iterator[Answers]:
    """Yield sheets of a file, and what can be wrong with a recorded one."""
    for sheet, _ in zip(reference_sheets.every_sheet(quiz), range(20), strict=False):
        yield sheet
        yield {**sheet, "not-asked": ("x",)}
        for question, answer in sheet.items():
            yield {id_: its for id_, its in sheet.items() if id_ != question}
            yield {**sheet, question: ("unknown",)}
            yield {**sheet, question: (*answer, *answer)}
            yield {**sheet, question: ()}
            yield {**sheet, question: tuple(quiz["questions"][question]["choices"])[::-1]}


@pytest.mark.thorough
@steady(100)
@given(strategies.made_by(rules_changes.pair))
def test_many_sheets_are_told_what_each_of_them_is_told(pair):
    old, new = map(engine_of_data, pair)
    sheets = list(sheets_and_no_sheets(pair[0]))
    told = list(recorded.Retelling(old, new).retell(sheets))
    assert told == [retold.retell(old, new, sheet) for sheet in sheets]


def ask(kind: str = "single", number: int = 2, **more: object) -> dict:
    return {"ask": "?", "kind": kind, "choices": {f"c{n}": "." for n in range(number)}, **more}


def quiz(questions: dict, *rules: dict) -> dict:
    return {
        "format": 1,
        "title": "Which?",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"X": {"name": "X"}, "Y": {"name": "Y"}},
        "questions": questions,
        "rules": {f"r{n}": {**rule, "because": "."} for n, rule in enumerate(rules)},
    }


OLD = quiz(
    {"a": ask(), "b": ask("multiple", 3)},
    {"when": {"a": "c0"}, "points": {"X": 1}},
    {"when": {"b": "c0"}, "points": {"Y": 1}},
)
MORE = {
    "a question with one choice": {"d": ask(number=3)},
    "one with several": {"d": ask("multiple")},
    "one that few are asked": {"d": ask("multiple", only_if={"a": "c0"})},
    "one before another that it opens": {"d": ask(), "e": ask(number=5, only_if={"d": "c1"})},
    "a thousand ways": {"d": ask(number=10), "e": ask(number=10), "f": ask(number=10)},
    "more than a thousand": {"d": ask(number=10), "e": ask(number=10), "f": ask(number=11)},
}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_what_is_asked_besides_is_answered_in_every_way(more, monkeypatch):
    monkeypatch.setattr(recorded, "TOGETHER", 5)  # several batches
    joined = {"when": {"a": "c1", "d": "c1"}, "points": {"X": 2}}
    new = quiz({**OLD["questions"], **more}, *OLD["rules"].values(), joined)
    engines = engine_of_data(OLD), engine_of_data(new)
    sheets = [
        {"a": a, "b": b} for a, b in product([("c0",), ("c1",)], [("c0",), ("c1", "c2"), ("c2",)])
    ] * 2
    assert recorded.Retelling(*engines).retell_all(sheets) == retold.retell_all(*engines, sheets)


def test_a_file_with_too_large_points_is_refused():
    large = quiz({"a": ask()}, {"when": {"a": "c0"}, "points": {"X": 2**40}})
    with pytest.raises(recorded.TooLargeError):
        recorded.Retelling(engine_of_data(OLD), engine_of_data(large))
