"""What recorded sheets are told by another file equals what the second reading tells them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from support import reference, rules_changes, strategies
from support.engines import engine_of_data, steady
from support.reference_sheets import Quiz, Sheet, every_answer, every_sheet, holds

from quiz.core.prove.retold import RecordedResults, Told, retell, retell_all

pytestmark = pytest.mark.thorough


def completed(quiz: Quiz, sheet: Sheet) -> Iterator[Sheet | None]:
    """The sheets that a recorded one may become; None for one that cannot be made."""

    def from_here(left: list[str], answers: Sheet) -> Iterator[Sheet | None]:
        if not left:
            yield answers
            return
        id_, *rest = left
        question = quiz["questions"][id_]
        if not holds(question.get("only_if"), answers, quiz):
            yield from from_here(rest, answers)
        elif id_ in sheet:
            given_now = [one for one in every_answer(id_, quiz) if set(one) == set(sheet[id_])]
            for one in given_now:
                yield from from_here(rest, {**answers, id_: one})
            if not given_now:
                yield None
        elif question["kind"] == "multiple":
            yield None
        else:
            for one in every_answer(id_, quiz):
                yield from from_here(rest, {**answers, id_: one})

    return from_here(list(quiz["questions"]), {})


@steady(200)
@given(strategies.made_by(rules_changes.pair))
def test_a_recorded_sheet_is_told_what_all_ways_to_answer_new_questions_are_told(pair):
    old_quiz, new_quiz = pair
    old, new = reference.Reference(old_quiz), reference.Reference(new_quiz)
    engines = engine_of_data(old_quiz), engine_of_data(new_quiz)
    for sheet in old.sheets[:30]:
        became = list(completed(new_quiz, sheet))
        retold = retell(*engines, sheet)
        if None in became:
            assert retold is None
            continue
        assert retold is not None
        before = set(old.bests(sheet))
        after = {frozenset(new.bests(each)) for each in became if each is not None}
        assert {named(each) for each in retold.after} == after
        assert retold.flips == (before not in after)
        assert retold.depends == (before in after and len(after) > 1)


def named(bests: frozenset[str]) -> frozenset[str]:
    return bests or frozenset({"none"})


def quiz(**more: Any) -> Quiz:
    """A file with one question, which X and Y earn a point each from, and what else is given."""
    file: Quiz = {
        "format": 1,
        "title": "Which?",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"X": {"name": "X"}, "Y": {"name": "Y"}},
        "questions": {"work": ask("single", ["in", "out", "both"])},
        "rules": {
            "for-x": {"when": {"work": ["in", "both"]}, "points": {"X": 1}, "because": "x"},
            "for-y": {"when": {"work": ["out", "both"]}, "points": {"Y": 1}, "because": "y"},
        },
        "outcome": {"least_fit": 1},
    }
    return {**file, **more}


def ask(kind: str, choices: list[str], **more: Any) -> dict[str, Any]:
    return {"ask": "?", "kind": kind, "choices": {each: each.title() for each in choices}, **more}


OLD = quiz()
SHEETS = [{"work": ("in",)}, {"work": ("out",)}, {"work": ("both",)}]


def with_country(**rules: Any) -> Quiz:
    """The file with a question that the recorded sheets do not answer, and rules about it."""
    file = deepcopy(OLD)
    file["questions"]["country"] = ask("single", ["a", "b"])
    file["rules"] |= rules
    return file


def retold_of(new: Quiz, sheets: list[Sheet] = SHEETS, old: Quiz = OLD) -> RecordedResults:
    return retell_all(engine_of_data(old), engine_of_data(new), sheets)


def test_a_new_question_that_decides_nothing_changes_nothing():
    assert retold_of(with_country()) == RecordedResults(0, 3, 0, 0, ())


def test_where_a_new_question_decides_it_depends_and_both_possibilities_are_told():
    not_in_a = {"when": {"country": "a"}, "blocks": ["X"], "because": "no"}
    assert retold_of(with_country(a=not_in_a)) == RecordedResults(
        flips=0,
        same=1,
        depends=2,
        not_comparable=0,
        matrix=(
            Told(("X",), (("X",), ("none",)), 1),
            Told(("X", "Y"), (("X", "Y"), ("Y",)), 1),
        ),
    )


def test_other_best_matches_whatever_is_answered_are_a_flip():
    never_x = {"when": {"work": "in"}, "blocks": ["X"], "because": "no"}
    y_in_b = {"when": {"country": "b"}, "points": {"Y": 1}, "because": "b"}
    assert retold_of(with_country(x=never_x, b=y_in_b), [{"work": ("in",)}] * 5) == (
        RecordedResults(5, 0, 0, 0, (Told(("X",), (("Y",), ("none",)), 5),))
    )


def test_the_most_frequent_row_stands_first_then_the_order_of_the_file():
    swapped = deepcopy(OLD)
    swapped["rules"]["for-x"]["points"] = {"Y": 1}
    swapped["rules"]["for-y"]["points"] = {"X": 1}
    rows = retold_of(swapped, [SHEETS[1], *SHEETS[:2], SHEETS[1]]).matrix
    assert rows == (Told(("Y",), (("X",),), 3), Told(("X",), (("Y",),), 1))
    rows = retold_of(swapped, [SHEETS[1], SHEETS[0]]).matrix
    assert [each.before for each in rows] == [("X",), ("Y",)]


@pytest.mark.parametrize(
    "question",
    [
        ask("multiple", ["a", "b"]),  # too many ways to answer
        ask("single", [f"c{number}" for number in range(1001)]),
    ],
)
def test_a_sheet_that_may_become_too_many_is_not_compared(question):
    file = quiz(questions={**OLD["questions"], "more": question})
    assert retold_of(file) == RecordedResults(0, 0, 0, 3, ())


def test_an_answer_to_a_question_that_is_not_asked_any_more_is_passed_over():
    assert retold_of(OLD, list(every_sheet(with_country())), old=with_country()).same == 6
    gated = with_country()
    gated["questions"]["country"]["only_if"] = {"work": "in"}
    assert retold_of(gated, list(every_sheet(with_country())), old=with_country()).same == 6


def test_a_sheet_with_a_choice_that_one_file_lacks_is_not_compared():
    fewer = quiz(questions={"work": ask("single", ["in", "out"])}, rules=deepcopy(OLD["rules"]))
    fewer["rules"]["for-x"]["when"] = {"work": "in"}
    fewer["rules"]["for-y"]["when"] = {"work": "out"}
    assert retold_of(fewer).not_comparable == 1
    assert retold_of(OLD, SHEETS, old=fewer).not_comparable == 1
