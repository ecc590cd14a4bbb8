"""Which questions decide by themselves, compared with deciding every other sheet in full."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import pytest
from support.engines import engine_of, sheet

from benchmarks.sheets import draw_sheets
from quiz.core.decide.decisive import Decisive
from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import canonical


def asked(kind: str, *choices: str, **more: Any) -> dict[str, Any]:
    return {"ask": "?", "kind": kind, "choices": {each: each for each in choices}, **more}


QUIZ: dict[str, Any] = {
    "format": 1,
    "title": "Quiz",
    "edition": "1",
    "checked": "2026-11-27",
    "languages": ["en"],
    "positions": {"A": {"name": "A"}, "B": {"name": "B"}, "C": {"name": "C"}},
    "questions": {
        "level": asked("scale", "low", "middle", "high"),
        "sport": asked("single", "none", "some", "much"),
        "posting": asked("single", "no", "yes", only_if={"sport": ["some", "much"]}),
        "likes": asked("multiple", "a", "b", "c"),
        "colour": asked("single", "red", "blue"),
        "club": asked("single", "no", "yes"),
        "office": asked("single", "no", "yes", only_if={"club": "yes"}),
        "term": asked("single", "ends", "goes-on", only_if={"office": "yes", "colour": "red"}),
    },
    "rules": {
        "a": {"when": {"likes": "a"}, "points": {"A": 2}, "because": "a"},
        "b": {"when": {"likes": "b"}, "points": {"B": 2}, "because": "b"},
        "c": {"when": {"posting": "yes"}, "points": {"C": 5}, "because": "c"},
        "no-c": {"when": {"not": {"posting": "yes"}}, "blocks": ["C"], "because": "no"},
        "no-a": {
            "when": {"level": "low", "likes": {"none_of": ["b"]}},
            "blocks": ["A"],
            "because": "no",
        },
        "ask": {"when": {"level": "middle", "sport": "much"}, "check": ["B"], "because": "ask"},
        "term": {"when": {"term": "ends"}, "check": ["A"], "because": "ask"},
        "red": {"when": {"colour": ["red", "blue"]}, "points": {"A": 1, "B": 1}, "because": "any"},
    },
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(QUIZ)


def verdict(engine: Engine, answers: Answers) -> object:
    """Return the best matches, and of each position whether it is possible or to be confirmed."""
    outcome = engine.outcome(answers)
    standings = [
        "out" if each.standing in ("not_yet", "closed") else each.standing
        for each in outcome.positions.values()
    ]
    return {outcome.best, *outcome.tied}, standings


def other_answers(engine: Engine, question: str, present: Answer) -> Iterator[Answer]:
    """Yield the answers with one choice more, less or other."""
    form = engine.forms[question]
    for bits in product((False, True), repeat=len(form.choices)):
        other = {choice for choice, taken in zip(form.choices, bits, strict=True) if taken}
        came, gone = other - set(present), set(present) - other
        one = len(other) == 1 if form.kind != "multiple" else bool(other)
        if one and (came or gone) and len(came) <= 1 and len(gone) <= 1:
            yield canonical(form, other)


def slowly(engine: Engine, answers: Answers) -> set[str]:
    """Return what decides by deciding every sheet around, with all answers of what opens."""
    found = set()
    for question, present in answers.items():
        for other in other_answers(engine, question, present):
            sheet = engine.kept({**answers, question: other})
            opened = [each for each in engine.asked(sheet) if each not in sheet]
            choices = [[(choice,) for choice in engine.forms[each].choices] for each in opened]
            for given in product(*choices):
                full = {**sheet, **dict(zip(opened, given, strict=True))}
                if verdict(engine, full) != verdict(engine, answers):
                    found.add(question)
    return found


def test_it_names_what_a_search_of_all_sheets_around_names(engine: Engine) -> None:
    decisive = Decisive(engine)
    for answers in islice(draw_sheets(engine, seed=1), 150):
        assert decisive.questions(answers) == slowly(engine, answers), answers


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # Whoever leaves the club, or its office, has no term that ends.
        (
            {
                "level": "high",
                "sport": "none",
                "likes": "a",
                "club": "yes",
                "office": "yes",
                "term": "ends",
            },
            {"level", "sport", "likes", "colour", "club", "office", "term"},
        ),
        # `posting` can be opened for C, `likes` can be turned to B or a tie, `low` rules out A.
        ({"level": "high", "sport": "none", "likes": "a"}, {"level", "sport", "likes"}),
        # A and C are tied; without sport or a posting there is no C.
        (
            {"level": "high", "sport": "some", "posting": "yes", "likes": "a"},
            {"level", "sport", "posting", "likes"},
        ),
    ],
)
def test_it_names_what_decides_and_never_what_every_answer_treats_alike(
    engine: Engine, answers: dict[str, Any], expected: set[str]
) -> None:
    found = Decisive(engine).questions(sheet({"colour": "red", "club": "no", **answers}))
    assert found == expected


def test_a_result_without_a_match_that_nothing_changes_is_decided_by_nothing() -> None:
    quiz = {
        **QUIZ,
        "rules": {
            "none": {"blocks": ["A", "B", "C"], "because": "x", "when": {"colour": ["red", "blue"]}}
        },
    }
    engine = engine_of(quiz)
    answers = sheet({"level": "low", "sport": "none", "likes": "a", "colour": "red"})
    answers |= sheet({"club": "no"})
    assert Decisive(engine).questions(answers) == frozenset()
