"""The limits of the count are those of memory and time, and are told in the words of the file."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support import reference
from support.commands import quiz
from support.engines import engine_of

from quiz.core.load.loader import load
from quiz.core.prove import counting
from quiz.core.prove.advice import advice
from quiz.core.prove.compare import compare
from quiz.core.prove.proof import prove
from quiz.core.prove.suggest import suggestions
from quiz.core.space import TooManyStatesError

FIVE = dict.fromkeys("abcde", ".")


def written(
    positions: int, questions: dict[str, dict[str, str]], rules: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """A file with single questions, each given by its choices."""
    asked = {
        id_: {"ask": "?", "kind": "single", "choices": choices}
        for id_, choices in questions.items()
    }
    return {
        "format": 1, "title": "T", "edition": "1", "checked": "2026-11-22", "languages": ["en"],
        "positions": {f"P{n}": {"name": "P"} for n in range(positions)}, "questions": asked,
        "rules": {f"r{n}": {"because": ".", **rule} for n, rule in enumerate(rules)}, **more,
    }  # fmt: skip


def one_choice_each(positions: int, points: int = 1) -> dict[str, Any]:
    """One question with a choice for each position."""
    choices = {f"c{n}": "." for n in range(positions)}
    rules = [
        {"when": {"q": f"c{n}"}, "points": {f"P{n}": points ** (n + 1)}} for n in range(positions)
    ]
    return written(positions, {"q": choices}, rules)


@pytest.mark.parametrize("positions", [16, 17, 31, 100, 129, 300])
def test_any_number_of_positions_is_counted(positions):
    census = prove(engine_of(one_choice_each(positions))).census
    assert census is not None
    assert census.sheets == positions
    assert set(census.best.values()) == {1, 0}
    assert census.best["none"] == 0


def test_more_than_a_thousand_positions_are_refused_with_their_number():
    source = json.dumps(one_choice_each(1001), indent=1).encode()
    engine, found = load(source)
    assert engine is None
    ((line, message),) = [(each.line, each.message) for each in found]
    assert source.splitlines()[line - 1].strip() == b'"positions": {'
    assert message == "a file has at most 1,000 positions, and this one 1,001"


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_choices_that_a_rule_each_tells_apart_are_advised_on_in_no_minutes(kind):
    """Comparing all pairs of them on all sheets took minutes."""
    quiz_ = one_choice_each(2)
    question = quiz_["questions"]["q"]
    number = 400 if kind == "single" else 150
    question["choices"] = {f"c{n}": "." for n in range(number)}
    question["kind"] = kind
    # Of the last two, which no rule is about, the second never differs from the first.
    quiz_["rules"] = {
        f"r{n}": {"because": ".", "when": {"q": f"c{n}"}, "points": {f"P{n % 2}": 1 + n % 3}}
        for n in range(number - 2)
    }
    engine = engine_of(quiz_)
    began = time.monotonic()
    found = [fault.path for fault in advice(engine, None, engine.rules.checked)]
    last = [("questions", "q", "choices", f"c{number - n}") for n in (2, 1)]
    assert found == (last[1:] if kind == "single" else last)
    assert time.monotonic() - began < 60


def test_many_points_of_many_positions_are_counted_as_by_the_reference():
    """Nine positions of 8 points, some blocked: more than 62 bits with those of another file."""
    rules: list[dict[str, Any]] = [
        {"when": {f"q{n % 3}": "abcde"[n % 5]}, "points": {f"P{n % 9}": 8 - n % 3}}
        for n in range(24)
    ]
    rules += [{"when": {"q0": "a"}, "blocks": ["P0", "P8"]}, {"when": {"q1": "b"}, "blocks": "P4"}]
    quiz_ = written(9, {f"q{n}": FIVE for n in range(3)}, rules)
    slow = reference.Reference(quiz_)
    census = prove(engine_of(quiz_)).census
    assert census is not None
    assert {name: number for name, number in census.best.items() if number} == slow.census()
    # Both files together have eighteen positions.
    other = json.loads(json.dumps(quiz_))
    other["rules"]["r0"]["points"] = {"P7": 90}
    after = reference.Reference(other)
    comparison = compare(engine_of(quiz_), engine_of(other))
    flipped = [sheet for sheet in slow.sheets if slow.best(sheet) != after.best(sheet)]
    assert (comparison.sheets, comparison.flips) == (125, len(flipped))
    for flip in comparison.matrix:
        assert flip.example is not None
        assert (slow.best(flip.example) or "none") == flip.before
        assert (after.best(flip.example) or "none") == flip.after


def test_fifteen_positions_of_eight_points_each_are_counted():
    rules = [{"when": {f"q{n}": "a"}, "points": {f"P{n}": 8}} for n in range(15)]
    quiz_ = written(15, {f"q{n}": {"a": ".", "b": "."} for n in range(15)}, rules)
    census = prove(engine_of(quiz_)).census
    assert census is not None
    # The first position with its points is best; with none at all, the first of the file.
    expected = {f"P{n}": 2 ** (14 - n) + (n == 0) for n in range(15)}
    assert census.best == expected | {"none": 0}


@pytest.mark.parametrize("points", [3, 11])
def test_points_whose_products_are_above_64_bits_are_compared_exactly(points):
    quiz_ = one_choice_each(17, points)
    census = prove(engine_of(quiz_)).census
    assert census is not None
    assert set(census.best.values()) == {1, 0}


def test_points_that_no_word_holds_are_not_counted_and_the_position_is_named(tmp_path):
    quiz_ = written(2, {"q": FIVE}, [{"when": {"q": "a"}, "points": {"P1": 10**20}}])
    proof = prove(engine_of(quiz_))
    assert (proof.census, proof.reason) == (None, "P1 can earn 2^61 points or more")
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps(quiz_))
    run = quiz("check", file)
    assert run.code == 1
    assert "Not proved: P1 can earn 2^61 points or more." in run.out


def any_of_pairs(number: int) -> dict[str, Any]:
    return {"any": [{"c": "a", f"q{n}": "b"} for n in range(number)]}


@pytest.mark.thorough
def test_a_condition_whose_negation_has_too_many_terms_is_checked_and_proved(tmp_path):
    """Where 14 pairs do not hold, one of each does not: 2^14 combinations, more than a walk has."""
    questions = {id_: {"a": ".", "b": "."} for id_ in ["c", *(f"q{n}" for n in range(14))]}
    rules: list[dict[str, Any]] = [
        {"when": any_of_pairs(14), "points": {"P0": 1}},
        {"when": any_of_pairs(14), "blocks": "P1"},
        {"points": {"P1": 1}},
    ]
    promises = [{"says": "S", "never": {"best": "P1", "when": any_of_pairs(14)}}]
    quiz_ = written(2, questions, rules, promises=promises)
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps(quiz_))
    run = quiz("check", file, "--json")
    assert run.code == 0
    assert run.data["promises"][0]["holds"] is True
    # c is a, and not all of the fourteen are a.
    assert run.data["census"]["best"] == {"P0": 2**14 - 1, "P1": 2**14 + 1, "none": 0}
    assert list(suggestions(engine_of(quiz_)))


def joined(questions: int, rules: int, pairs: int) -> dict[str, Any]:
    """Very many combinations of points: random points of four positions."""
    chance = random.Random(4)  # noqa: S311 -- the same file each time
    points = [
        {
            "when": {f"q{chance.randrange(questions)}": chance.choice("abcde")},
            "points": {f"P{chance.randrange(4)}": chance.randint(1, 3)},
        }
        for _ in range(rules)
    ]
    for _ in range(pairs):
        first = chance.randrange(questions - 3)
        when = {f"q{first}": chance.choice("abcde"), f"q{first + 2}": chance.choice("abcde")}
        points.append({"when": when, "points": {f"P{chance.randrange(4)}": 1}})
    promises = [{"says": f"S{n}", "never": {"best": "P0", "when": {"q1": "a"}}} for n in range(4)]
    return written(4, {f"q{n}": FIVE for n in range(questions)}, points, promises=promises)


@pytest.mark.thorough
def test_a_count_that_needs_much_memory_ends_below_a_gigabyte(tmp_path: Path):
    """The real program, in a process whose memory the system limits."""
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps(joined(40, 275, 25)))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (10**9, 10**9)); "
        "sys.argv = ['quiz', 'check', sys.argv[1]]; from quiz.program import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 1
    assert "Not proved: the points of the positions combine in too many ways." in done.stdout
    assert "Promises: 0 of 4 hold." in done.stdout
    assert "Traceback" not in done.stderr


def test_a_broken_promise_is_broken_also_where_an_example_takes_too_much_memory(monkeypatch):
    """An example needs the rows of all steps at a time, the count only those of one step."""
    rules = [
        {"when": {f"q{n}": choice}, "points": {position: 1}}
        for n in range(38)
        for choice, position in [("a", "P0"), ("b", "P1")]
    ]
    promises = [{"says": "S", "never": {"best": "P0"}}]
    three = {"a": ".", "b": ".", "c": "."}
    quiz_ = written(2, {f"q{n}": three for n in range(38)}, rules, promises=promises)
    engine = engine_of(quiz_)
    (promise,) = prove(engine).promises
    assert promise.holds is False
    assert promise.counterexample is not None
    assert engine.best(promise.counterexample) == "P0"
    monkeypatch.setattr(counting, "MOST_BYTES", 80_000)
    (promise,) = prove(engine).promises
    assert (promise.holds, promise.counterexample) == (False, None)


def test_a_number_of_sheets_that_python_does_not_print_is_not_proved(monkeypatch):
    monkeypatch.setattr(counting, "MOST_DIGITS", 40)
    engine = engine_of(written(1, {f"q{n}": FIVE for n in range(60)}, []))
    with pytest.raises(TooManyStatesError, match=r"10\^40 answer sheets or more"):
        counting.Counting([engine], engine.forms)
    engine = engine_of(written(1, {f"q{n}": FIVE for n in range(57)}, []))
    assert counting.Counting([engine], engine.forms).total() == 5**57
