"""Random small rules files, with every feature that decides something, and sheets of them.

The files are plain data that JSON can write; brute force over their answer sheets
(at most MOST_SHEETS of random_questions) stays quick.

Each part is made by a function of a `random.Random`, which Hypothesis gives. With --long it
records each choice, so that it can shrink what it finds; else it chooses the seed alone, which
takes a tenth of the time. Drawing each part from a strategy of its own takes several times as
long as the tests that use it.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from support.random_questions import (
    FACTS,
    LANGUAGES,
    OUTCOME,
    PICTURES,
    SECTIONS,
    cited,
    maybe,
    one_of_or_some,
    percents,
    questions,
    some_of,
    text,
    texts,
    with_when,
)
from support.reference_sheets import every_answer, every_sheet
from support.selection import runs_long

T = TypeVar("T")

POSITION_IDS = ["ALT", "CIR", "SEA", "yes", "2nd"]


# ---- Rules, notices, promises


def points(random: Random, positions: list[str]) -> dict[str, int]:
    return {each: random.randint(1, 5) for each in some_of(random, positions)}


def points_of_choices(random: Random, of: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    return {
        id_: {**points(random, positions), "because": text(random), **cited(random)}
        for id_ in some_of(random, list(of["choices"]))
    }


def rule(random: Random, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {**with_when(random, asked), "because": text(random)}
    effect = random.choice(["points", "points", "points", "check", "blocks", "blocks"])
    named = some_of(random, positions)
    if effect == "points":
        found["points"] = points(random, positions)
    else:
        found[effect] = named
    if effect == "blocks" and maybe(random):
        found["until"] = random.choice(["2030-01-31", "2029-12-01", {"from_edition": 2029}])
    found |= texts(random, *["for_recruiters", "question"][: 1 + (effect == "check")])
    if maybe(random):
        found["facts"] = some_of(random, ["high", "medium"] if effect == "blocks" else list(FACTS))
    return found


def expectation(random: Random, positions: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if maybe(random):
        found["best"] = one_of_or_some(random, [*positions, "none"])
    if maybe(random):
        found["close"] = some_of(random, positions)
    for position in some_of(random, positions, 0 if found else 1):
        found[position] = one_of_or_some(random, ["open", "check", "not_yet", "closed"])
    return found


def notice(random: Random, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {**with_when(random, asked), "says": text(random), **cited(random)}
    if maybe(random):
        found["if"] = expectation(random, positions)
    return found


def date(random: Random, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    found = {**notice(random, asked, positions), "as_of": random.randint(2026, 2028)}
    days = {
        "from": random.choice(["2026-09", "2026-09-30"]),
        "until": random.choice(["2026-10", "2026-11-17", "2028-02-29"]),
    }
    return found | {key: days[key] for key in some_of(random, list(days))}


def promise(random: Random, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    kind = random.choice(["never", "possible", "share"])
    claim = {"best": random.choice([*positions, "none"]), **with_when(random, asked)}
    if maybe(random):
        claim["if"] = expectation(random, positions)
    if kind == "share":
        claim[random.choice(["at_most", "at_least"])] = random.randint(0, 100)
    return {"says": text(random), kind: claim}


# ---- Whole files


def bands(random: Random) -> list[dict[str, Any]]:
    starts = sorted({0, *(percents(random) for _ in range(random.randint(0, 3)))})
    return [{"from": start, "says": text(random)} for start in starts]


def programme(random: Random, positions: list[str]) -> dict[str, Any]:
    found = texts(random, "name", "about", "decides", "not_official")
    row = {"row": text(random), **{each: text(random) for each in positions}, **cited(random)}
    return found | {"table": [row]}


def day(random: Random, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Parts of a day in a position, of which some answer to a choice."""
    found = []
    for _ in range(random.randint(1, 3)):
        entry: dict[str, Any] = {"when": text(random), "what": text(random), **cited(random)}
        if maybe(random):
            id_ = random.choice(list(asked))
            entry["choice"] = {id_: random.choice(list(asked[id_]["choices"]))}
        found.append(entry)
    return found


def position(random: Random, asked: dict[str, Any]) -> dict[str, Any]:
    found = {"name": text(random), **texts(random, "label", "summary"), **cited(random)}
    for key in ("duties", "next_steps"):
        if maybe(random):
            found[key] = [text(random) for _ in range(random.randint(1, 2))]
    if maybe(random):
        found["picture"] = random.choice(PICTURES)
    if maybe(random):
        found["day"] = day(random, asked)
    return found


def quiz(random: Random) -> dict[str, Any]:
    """A whole rules file without a fault."""
    asked = questions(random)
    positions = some_of(random, POSITION_IDS, 1, 3)
    for each in asked.values():
        if not random.randint(0, 3):
            each["points"] = points_of_choices(random, each, positions)
    found: dict[str, Any] = {
        "format": 1,
        "title": text(random),
        "edition": "2028",
        "checked": "2026-11-22",
        "languages": LANGUAGES,
        "values": {"year": 2018},
        "facts": FACTS,
        "positions": {each: position(random, asked) for each in positions},
        "sections": SECTIONS,
        "questions": asked,
        "rules": {
            f"r{number}": rule(random, asked, positions) for number in range(random.randint(2, 8))
        },
    }
    if random.randint(0, 3):
        found["outcome"] = {key: percents(random) for key in OUTCOME if maybe(random)}
        if maybe(random):
            found["outcome"]["bands"] = bands(random)
    if maybe(random):
        found["notices"] = {
            f"notice-{number}": notice(random, asked, positions)
            for number in range(random.randint(1, 4))
        }
    if maybe(random):
        found["dates"] = {
            f"date-{number}": date(random, asked, positions)
            for number in range(random.randint(1, 3))
        }
    if maybe(random):
        found["programme"] = programme(random, positions)
    if maybe(random):
        found["promises"] = [promise(random, asked, positions) for _ in range(random.randint(0, 2))]
    return found


def quiz_with_sheets(random: Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A file, and a few of its answer sheets."""
    found = quiz(random)
    sheets = list(every_sheet(found))
    return found, random.choices(sheets, k=random.randint(3, 6))


def quiz_with_any_answers(random: Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A file, and answers to some of its questions, whether they are asked or not."""
    found = quiz(random)
    every = {id_: every_answer(id_, found) for id_ in found["questions"]}
    return found, [
        {id_: random.choice(answers) for id_, answers in every.items() if maybe(random)}
        for _ in range(random.randint(1, 5))
    ]


# ---- As strategies


def made_by(make: Callable[[Random], T]) -> st.SearchStrategy[T]:
    """Return a strategy of what `make` makes of a Random."""
    return st.randoms(use_true_random=not runs_long()).map(make)


def quizzes() -> st.SearchStrategy[dict[str, Any]]:
    return made_by(quiz)


def quizzes_with_sheets() -> st.SearchStrategy[tuple[dict[str, Any], list[dict[str, Any]]]]:
    return made_by(quiz_with_sheets)


def quizzes_with_any_answers() -> st.SearchStrategy[tuple[dict[str, Any], list[dict[str, Any]]]]:
    return made_by(quiz_with_any_answers)
