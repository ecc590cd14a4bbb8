"""Wishes among what would change an outcome, and questions with many choices of their own."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from support import reference
from support.engines import engine_of, sheet
from support.small_files import scale, single

from quiz.core.language.model import Change, Closest, Outcome


def quiz(questions: dict[str, Any], rules: list[dict[str, Any]], positions: str) -> dict[str, Any]:
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {each: {"name": each} for each in positions},
        "questions": questions,
        "rules": {f"r{n}": {"because": ".", **rule} for n, rule in enumerate(rules)},
        "outcome": {"least_fit": 20},
    }


def agreed(written: dict[str, Any], answers: dict[str, Any]) -> Outcome:
    """The outcome, whose changes are those of the reference implementation."""
    slow = reference.Reference(written)
    outcome = engine_of(written).outcome(answers)
    closest = outcome.closest
    assert closest != "unknown"
    assert (closest and (*closest.change, closest.best)) == slow.closest(answers)
    for position, seen in outcome.positions.items():
        expected = None if position == outcome.best else slow.change(answers, position)
        assert seen.searched
        assert (seen.change and [tuple(each) for each in seen.change]) == expected
        assert seen.standing == slow.standing(answers, position)
    return outcome


def test_a_change_that_is_no_wish_comes_first_however_many_steps_it_takes():
    questions = {
        "like": single("a", "b", can_change="wish"),
        "level": scale("low", "middle", "high", can_change="up"),
    }
    rules = [
        {"when": {"like": "b"}, "points": {"B": 3}},
        {"when": {"level": "high"}, "points": {"B": 3}},
        {"points": {"A": 1}},
        {"when": {"like": "a", "level": {"at_most": "middle"}}, "points": {"A": 3}},
    ]
    outcome = agreed(quiz(questions, rules, "AB"), sheet({"like": "a", "level": "low"}))
    by_level = Change("level", ("low",), ("high",))
    assert outcome.positions["B"].change == (by_level,)
    assert outcome.closest == Closest(by_level, "B")
    questions["level"]["can_change"] = "no"
    outcome = agreed(quiz(questions, rules, "AB"), sheet({"like": "a", "level": "low"}))
    assert outcome.positions["B"].change == (Change("like", ("a",), ("b",)),)


def test_standings_leave_wishes_as_they_are_and_changes_do_not():
    questions = {"like": single("a", "b", can_change="wish")}
    rules = [{"when": {"like": "a"}, "blocks": ["A"]}, {"points": {"A": 1}}]
    outcome = agreed(quiz(questions, rules, "A"), sheet({"like": "a"}))
    assert outcome.positions["A"].standing == "closed"
    assert outcome.positions["A"].change == (Change("like", ("a",), ("b",)),)


def many_choices(random: Random) -> dict[str, Any]:
    """A file with a multiple question of seven or eight choices with points of their own."""
    names = [f"c{number}" for number in range(random.randint(7, 8))]
    choices: dict[str, Any] = {
        **dict.fromkeys(names, "."),
        "none": {"says": ".", "exclusive": True},
    }
    ways = random.choice(["wish", "yes", "up"])
    like = {"ask": "?", "kind": "multiple", "can_change": ways, "choices": choices}
    level = scale("low", "middle", "high", can_change=random.choice(["wish", "up", "no"]))
    rules: list[dict[str, Any]] = [
        {
            "when": {"like": name},
            "points": {each: random.randint(1, 4) for each in random.sample("ABC", 1)},
        }
        for name in names
    ]
    blocks = [{"like": {"none_of": names[:2]}}, {"like": names[2]}, {"level": "low"}]
    rules += [{"when": when, "blocks": [random.choice("ABC")]} for when in random.sample(blocks, 2)]
    rules.append({"when": {"level": {"at_least": "middle"}}, "points": {random.choice("ABC"): 5}})
    return quiz({"like": like, "level": level}, rules, "ABC")


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(6))
def test_changes_of_many_choices_are_those_of_the_reference(seed):
    random = Random(seed)  # noqa: S311 -- nothing is kept secret by it
    written = many_choices(random)
    for answers in random.sample(reference.Reference(written).sheets, 2):
        agreed(written, answers)


def test_ten_choices_with_points_of_their_own_are_searched_to_the_end():
    names = [f"c{number}" for number in range(10)]
    choices: dict[str, Any] = {
        **dict.fromkeys(names, "."),
        "none": {"says": ".", "exclusive": True},
    }
    like = {"ask": "?", "kind": "multiple", "can_change": "wish", "choices": choices}
    rules = [
        {"when": {"like": name}, "points": {"AB"[place % 2]: 1 + place}}
        for place, name in enumerate(names)
    ]
    outcome = engine_of(quiz({"like": like}, rules, "AB")).outcome({"like": ("c1", "c9")})
    assert outcome.positions["B"].points == 12
    assert all(seen.searched for seen in outcome.positions.values())
    # One more for A is 9 of 25 at most, and B has 12 of 30. With 10 of 25, A ties, and is first.
    expected = Change("like", ("c1", "c9"), ("c0", "c1", "c8", "c9"))
    assert outcome.positions["A"].change == (expected,)
