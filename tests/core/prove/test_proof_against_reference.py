"""Proofs over all answer sheets equal brute force with the reference implementation."""

from __future__ import annotations

from collections import Counter
from math import comb

import pytest
from hypothesis import given
from support import reference, strategies
from support.engines import engine_of, steady

from quiz.core.prove import counting, proof

pytestmark = pytest.mark.thorough


@steady(300)
@given(strategies.quizzes())
def test_the_census_is_that_of_all_sheets_told_one_by_one(quiz):
    engine, slow = engine_of(quiz), reference.Reference(quiz)
    census = proof.census(engine, proof.count(engine))
    open_sheets = [sheet for sheet in slow.sheets if slow.available(sheet)]
    told = Counter(slow.best(sheet) or "none" for sheet in slow.sheets)
    told_open = Counter(slow.best(sheet) or "none" for sheet in open_sheets)
    assert census == proof.Census(
        sheets=len(slow.sheets),
        best={each: told[each] for each in [*slow.positions, "none"]},
        tied=sum(1 for sheet in slow.sheets if slow.tied(sheet)),
        open_sheets=len(open_sheets),
        open_best={each: told_open[each] for each in [*slow.positions, "none"]},
    )


@steady(150)
@given(strategies.quizzes())
def test_every_row_of_a_count_has_an_example_that_comes_to_it(quiz):
    engine, slow = engine_of(quiz), reference.Reference(quiz)
    counted = proof.count(engine)
    best, _ = counted.best()
    for row in range(len(best)):
        sheet = counted.example(row)
        assert sheet in slow.sheets
        assert slow.best(sheet) == (engine.positions[best[row]] if best[row] >= 0 else None)


@steady(300)
@given(strategies.quizzes())
def test_a_promise_holds_exactly_where_it_holds_on_every_sheet(quiz):
    engine, slow = engine_of(quiz), reference.Reference(quiz)
    for result, promise in zip(proof.promises(engine), quiz.get("promises", []), strict=True):
        assert result.holds == slow.promise_holds(promise)
        if "never" in promise and not result.holds:
            claim, sheet = promise["never"], result.counterexample
            assert sheet in slow.sheets
            assert claim["best"] in slow.bests(sheet)
            assert slow.meant(claim, sheet)


@steady(300)
@given(strategies.quizzes_with_sheets())
def test_what_would_change_it_is_the_fewest_changes_there_are(drawn):
    quiz, sheets = drawn
    engine, slow = engine_of(quiz), reference.Reference(quiz)
    for sheet in sheets:
        outcome = engine.outcome(sheet)
        for position, seen in outcome.positions.items():
            expected = None if position == outcome.best else slow.change(sheet, position)
            changes = seen.change and [(each.question, each.from_, each.to) for each in seen.change]
            assert changes == expected


@pytest.mark.parametrize("number", [0, 1, 2**62, 2**62 + 1, 10**21, 7**40])
def test_counts_beyond_a_machine_word_are_put_together_exactly(number):
    moduli = counting.moduli(number)
    assert counting.together([number % modulus for modulus in moduli], moduli) == number


def test_sheets_are_counted_exactly_where_there_are_more_than_a_machine_word_holds():
    choices = {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}
    engine = engine_of(
        {
            "format": 1,
            "title": "T",
            "edition": "1",
            "checked": "2026-11-22",
            "languages": ["en"],
            "positions": {"X": {"name": "X"}, "Y": {"name": "Y"}},
            "questions": {
                f"q{n}": {"ask": "?", "kind": "single", "choices": choices} for n in range(30)
            },
            "rules": {
                f"r{n}": {
                    "when": {f"q{n}": "a"},
                    "points": {"X" if n % 2 else "Y": 1},
                    "because": "b",
                }
                for n in range(30)
            },
        }
    )
    census = proof.census(engine, proof.count(engine))
    assert census.sheets == 5**30
    # By symmetry as many sheets have X ahead as Y; a tie goes to X, which the file lists first.
    assert census.best["X"] == census.best["Y"] + census.tied
    assert census.best["X"] + census.best["Y"] == 5**30
    ways = [comb(15, k) * 4 ** (15 - k) for k in range(16)]
    assert census.tied == sum(each * each for each in ways)
