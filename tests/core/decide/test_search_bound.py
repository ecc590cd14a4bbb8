"""The search for changes ends after a fixed number of steps, and says so; all else stays exact."""

from __future__ import annotations

import json
import tracemalloc
from random import Random
from time import thread_time
from typing import Any

import pytest
from support import reference
from support.engines import engine_of
from support.selection import runs_long

from quiz.core.decide.options import FEW_POSITIONS
from quiz.core.decide.report import explained
from quiz.core.decide.whatif import MOST_STEPS
from quiz.core.language.model import Change, Closest, Outcome
from quiz.core.prove.unsearched import search_warnings
from quiz.store.encoding import decode_outcome, encode_outcome

STEPS = dict.fromkeys(["one", "two", "three", "four", "five"], ".")


def quiz(
    questions: dict[str, Any], rules: list[dict[str, Any]], positions: int = 2
) -> dict[str, Any]:
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {f"P{number}": {"name": "P"} for number in range(positions)},
        "questions": questions,
        "rules": {f"r{place}": {"because": ".", **rule} for place, rule in enumerate(rules)},
    }


def many_scales(number: int = 40, can_change: str = "yes") -> dict[str, Any]:
    """Scales each of whose steps earns one of eight positions a point."""
    scale = {"ask": "?", "kind": "scale", "can_change": can_change, "choices": STEPS}
    rules = [
        {"when": {f"q{q}": {"at_least": step}}, "points": {f"P{(q * 3 + place) % 8}": 1}}
        for q in range(number)
        for place, step in enumerate(STEPS)
        if place
    ]
    return quiz({f"q{q}": scale for q in range(number)}, rules, positions=8)


def multiple(choices: int, **more: Any) -> dict[str, Any]:
    names = {f"c{number}": "." for number in range(choices)}
    return {"ask": "?", "kind": "multiple", "can_change": "yes", "choices": names, **more}


def one_rule_a_choice(questions: int, choices: int) -> dict[str, Any]:
    rules = [
        {"when": {f"m{q}": f"c{c}"}, "points": {f"P{c % 2}": 1 + c % 3}}
        for q in range(questions)
        for c in range(choices)
    ]
    return quiz({f"m{q}": multiple(choices) for q in range(questions)}, rules)


def not_searched(outcome: Outcome) -> list[str]:
    return [position for position, seen in outcome.positions.items() if not seen.searched]


SCALES_SHEET = {f"q{q}": ("one" if q % 2 else "four",) for q in range(40)}


@pytest.mark.parametrize(
    ("written", "answers"),
    [
        (many_scales(), SCALES_SHEET),
        (one_rule_a_choice(3, 15), {f"m{q}": ("c1", "c3") for q in range(3)}),
    ],
)
def test_beyond_the_bound_a_change_is_unknown_and_standings_stay_exact(written, answers):
    outcome = engine_of(written).outcome(answers)
    cut_short = not_searched(outcome)
    assert cut_short
    assert outcome.best not in cut_short
    assert all(outcome.positions[position].change is None for position in cut_short)
    assert {seen.standing for seen in outcome.positions.values()} == {"open"}
    # Points by the reference implementation, which needs no other sheet for them.
    assert {position: seen.points for position, seen in outcome.positions.items()} == {
        position: reference.points(written, answers, position) for position in outcome.positions
    }


def test_the_search_ends_at_the_same_place_each_time():
    first, second = (engine_of(many_scales()).outcome(SCALES_SHEET) for _ in range(2))
    assert first == second


def test_what_was_not_searched_is_kept_with_a_result_and_said_in_json():
    engine = engine_of(many_scales())
    outcome = engine.outcome(SCALES_SHEET)
    assert decode_outcome(json.loads(json.dumps(encode_outcome(outcome)))) == outcome
    positions: Any = explained(outcome, engine.rules, "en")["positions"]
    cut_short = not_searched(outcome)
    assert [id_ for id_, each in positions.items() if each.get("searched") is False] == cut_short
    assert all(positions[id_]["change"] is None for id_ in cut_short)


def test_a_result_stored_before_the_bound_was_searched_to_the_end():
    outcome = engine_of(many_scales(2)).outcome({"q0": ("one",), "q1": ("two",)})
    stored = json.loads(json.dumps(encode_outcome(outcome)))
    assert all("searched" not in each for each in stored["positions"].values())
    assert not_searched(decode_outcome(stored)) == []


def test_single_changes_are_found_where_changes_of_several_answers_are_too_many():
    written = many_scales()
    written["positions"] |= {"NEAR": {"name": "N"}}
    written["questions"]["last"] = {
        "ask": "?", "kind": "single", "can_change": "yes", "choices": {"no": ".", "yes": "."},
    }  # fmt: skip
    written["rules"]["near"] = {"because": ".", "when": {"last": "yes"}, "points": {"NEAR": 1}}
    outcome = engine_of(written).outcome(SCALES_SHEET | {"last": ("no",)})
    change = Change("last", ("no",), ("yes",))
    assert outcome.positions["NEAR"].change == (change,)
    assert outcome.positions["NEAR"].searched
    assert not_searched(outcome)
    assert outcome.closest != "unknown"


def test_where_single_changes_are_too_many_it_is_unknown_how_close_it_was():
    answers = {f"m{q}": ("c1", "c3") for q in range(3)}
    assert engine_of(one_rule_a_choice(3, 15)).outcome(answers).closest == "unknown"


def test_choices_that_no_test_tells_apart_do_not_count_for_the_bound():
    """Of thirty choices only how many of them were given matters: 31 ways, not 2^30."""
    question = multiple(30)
    some = list(question["choices"])
    rules = [
        {"when": {"m": {"count": 20, "of": some}}, "points": {"P1": 5}},
        {"when": {"not": {"m": {"count": 20, "of": some}}}, "points": {"P0": 1}},
    ]
    outcome = engine_of(quiz({"m": question}, rules)).outcome({"m": ("c2", "c5")})
    # Eighteen more, the first of the file: c0 to c19 with c2 and c5 among them.
    expected = tuple(f"c{number}" for number in range(20))
    assert outcome.positions["P1"].change == (Change("m", ("c2", "c5"), expected),)
    assert outcome.closest == Closest(Change("m", ("c2", "c5"), expected), "P1")


def test_fewer_of_choices_alike_drops_the_last_ones():
    question = multiple(6)
    some = list(question["choices"])
    rules = [
        {"when": {"m": {"count": 3, "of": some}}, "points": {"P0": 1}},
        {"points": {"P1": 1, "P0": 1}},
    ]
    written = quiz({"m": question}, rules)
    answers = {"m": ("c1", "c2", "c4", "c5")}
    outcome = engine_of(written).outcome(answers)
    change = outcome.positions["P1"].change
    assert change == (Change("m", answers["m"], ("c1", "c2")),)
    assert [tuple(each) for each in change] == reference.Reference(written).change(answers, "P1")


def test_check_warns_of_a_file_that_meets_the_bound_and_of_no_other():
    (fault,) = search_warnings(engine_of(many_scales()))
    assert fault.path == ("questions",)
    assert "of 50 answer sheets" in fault.message
    assert list(search_warnings(engine_of(many_scales(can_change="no")))) == []
    assert list(search_warnings(engine_of(many_scales(4)))) == []


def test_a_search_below_the_bound_is_as_that_of_the_reference():
    """Three changes of eight answers are far below the bound."""
    choice = {"ask": "?", "kind": "single", "can_change": "yes", "choices": {"a": ".", "b": "."}}
    rules = [{"when": {f"q{q}": "b"}, "points": {"P1": 1}} for q in range(8)]
    rules += [{"points": {"P0": 3}}, {"when": {"q0": "b"}, "points": {"P0": 5}}]
    written = quiz({f"q{q}": choice for q in range(8)}, rules)
    answers = {f"q{q}": ("a",) for q in range(8)}
    outcome = engine_of(written).outcome(answers)
    found = outcome.positions["P1"].change
    assert found is not None
    assert [tuple(each) for each in found] == reference.Reference(written).change(answers, "P1")
    assert MOST_STEPS > 1


# ---- What is worked out before the search


def scales_of(positions: int, number: int) -> dict[str, Any]:
    """Scales each of whose steps earns one position some points."""
    random = Random(positions)  # noqa: S311 -- not a secret
    scale = {"ask": "?", "kind": "scale", "can_change": "yes", "choices": STEPS}
    rules = [
        {
            "when": {f"q{q}": {"at_least": step}},
            "points": {f"P{random.randrange(positions)}": 1 + q % 3},
        }
        for q in range(number)
        for step in list(STEPS)[1:]
    ]
    return quiz({f"q{q}": scale for q in range(number)}, rules, positions)


def test_with_very_many_positions_a_change_is_found_at_once():
    """A table of all pairs of positions took more than a second for each answer."""
    written = scales_of(1000, 1)
    engine, slow = engine_of(written), reference.Reference(written)
    earn = {id_ for rule in written["rules"].values() for id_ in rule["points"]}
    for step in STEPS:
        answers = {"q0": (step,)}
        began = thread_time()
        outcome = engine.outcome(answers)
        assert thread_time() - began < 0.7
        beyond = not_searched(outcome)
        assert len(beyond) < 5
        for position in {"P0", *earn}.difference(beyond, [outcome.best]):
            found = outcome.positions[position].change
            expected = slow.change(answers, position)
            assert (found and [tuple(each) for each in found]) == expected, position


@pytest.mark.parametrize(("positions", "number"), [(1000, 40), (400, 60), (1000, 5)])
def test_where_answers_and_positions_are_too_many_together_nothing_is_searched(positions, number):
    written = scales_of(positions, number)
    engine = engine_of(written)
    for step in ("two", "five"):
        answers = {f"q{q}": (step,) for q in range(number)}
        began = thread_time()
        outcome = engine.outcome(answers)
        assert thread_time() - began < 2, "all pairs of positions would take a minute"
        others = [id_ for id_ in outcome.positions if id_ != outcome.best]
        assert not_searched(outcome) == others
        assert outcome.closest == "unknown"
        assert outcome.positions["P7"].points == reference.points(written, answers, "P7")
    (fault,) = search_warnings(engine)
    assert "50 of 50 answer sheets" in fault.message


def test_what_is_kept_of_many_positions_is_bounded():
    engine = engine_of(scales_of(1000, 4))
    tracemalloc.start()
    for _ in range(3):
        for step in STEPS:
            outcome = engine.outcome({f"q{q}": (step,) for q in range(4)})
            assert len(not_searched(outcome)) < 500, "it was searched"
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 20_000_000, "all pairs of positions would take 320 MB"


@pytest.mark.parametrize("positions", [FEW_POSITIONS - 1, FEW_POSITIONS])
@pytest.mark.parametrize(
    "first", [multiple(7 if runs_long() else 5), scales_of(2, 1)["questions"]["q0"]]
)
def test_the_search_is_that_of_the_reference_on_both_sides_of_the_few_positions(first, positions):
    """Beyond so many positions, what can be gained over a rival is worked out for each sheet."""
    random = Random(positions)  # noqa: S311 -- not a secret
    questions = {"q0": first, "q1": scales_of(2, 1)["questions"]["q0"]}
    some = [f"P{number}" for number in range(positions)]
    rules = [
        {"when": {id_: choice}, effect: given}
        for id_, question in questions.items()
        for choice in question["choices"]
        for effect, given in (
            ("points", {random.choice(some): 1 + random.randrange(3), random.choice(some): 1}),
            ("blocks", [random.choice(some)]),
        )
    ]
    written = quiz(questions, rules, positions)
    engine, slow = engine_of(written), reference.Reference(written)
    for _ in range(3):
        few = tuple(sorted(random.sample(list(first["choices"]), 2)))
        answers = {
            "q0": few if first["kind"] == "multiple" else few[:1],
            "q1": (random.choice(list(STEPS)),),
        }
        outcome = engine.outcome(answers)
        assert not_searched(outcome) == []
        for position in {*random.sample(some, 4)} - {outcome.best}:
            found = outcome.positions[position].change
            expected = slow.change(answers, position)
            assert (found and [tuple(each) for each in found]) == expected, position
