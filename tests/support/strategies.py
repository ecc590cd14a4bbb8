"""Random small rules files, with every feature of the language, and answer sheets of them.

The files are plain data that JSON can write; brute force over their answer sheets
(at most MOST_SHEETS) stays quick.

Each part is made by a function of a `random.Random`, which Hypothesis gives. With --long it
records each choice, so that it can shrink what it finds; else it chooses the seed alone, which
takes a tenth of the time. Drawing each part from a strategy of its own takes several times as
long as the tests that use it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from support.reference_sheets import every_answer, every_sheet
from support.selection import runs_long

T = TypeVar("T")

MOST_SHEETS = 300

QUESTION_IDS = ["q1", "yes", "no", "on", "best", "1st", "any_of", "Wo-rd_2"]
CHOICE_IDS = ["none", "n5", "n1", "yes", "no", "on", "off", "1st", "true_", "any", "not"]
POSITION_IDS = ["ALT", "CIR", "SEA", "yes", "2nd"]
LANGUAGES = ["en", "ja"]
OUTCOME = ["least_fit", "close"]

WORDS = ["It says so.", "{year} 年から", "No: 'quoted' # not a comment", "説明", "<b>plain</b>"]
FACTS = {
    name: {"says": "So it is.", "source": "A page", "checked": "2026-11-22", "confidence": name}
    for name in ("high", "medium", "low")
}


def maybe(random: Random) -> bool:
    return random.choice((False, True))


def some_of(random: Random, ids: Sequence[T], least: int = 1, most: int | None = None) -> list[T]:
    """Some of the ids in any order, each at most once."""
    return random.sample(ids, random.randint(least, min(len(ids), most or len(ids))))


def one_of_or_some(random: Random, ids: Sequence[T]) -> T | list[T]:
    return random.choice(ids) if maybe(random) else some_of(random, ids)


def text(random: Random) -> Any:
    """A text for all languages, or in English and perhaps in Japanese."""
    if maybe(random):
        return random.choice(WORDS)
    found = {"en": random.choice(WORDS)}
    if maybe(random):
        found["ja"] = random.choice(WORDS)
    return found


def cited(random: Random) -> dict[str, Any]:
    return {"facts": some_of(random, list(FACTS))} if maybe(random) else {}


def percents(random: Random) -> float:
    return random.choice((12.5, 33.3, 66.7)) if maybe(random) else random.randint(0, 100)


# ---- Conditions


def asks(random: Random, question: dict[str, Any]) -> Any:
    """What a condition may ask of one question."""
    choices = list(question["choices"])
    forms = ["choice", "choices"]
    if question["kind"] == "scale":
        forms += ["at_least", "at_most", "between"]
    if question["kind"] == "multiple":
        forms += ["all_of", "none_of", "count", "count and sets"]
    form = random.choice(forms)
    if form == "choice":
        return random.choice(choices)
    if form == "choices":
        return some_of(random, choices)
    if form in ("at_least", "at_most"):
        return {form: random.choice(choices)}
    if form == "between":
        return {"at_least": random.choice(choices), "at_most": random.choice(choices)}
    if form in ("all_of", "none_of"):
        return {form: some_of(random, choices)}
    of = some_of(random, choices)
    found: dict[str, Any] = {"count": random.randint(1, len(of)), "of": of}
    if form == "count and sets":
        found |= {key: some_of(random, choices) for key in ("all_of", "none_of") if maybe(random)}
    return found


def conditions(random: Random, questions: dict[str, Any], depth: int = 2) -> dict[str, Any]:
    """A condition on some of the questions: several keys, and any, all, not within."""
    names = some_of(random, list(questions), 0, 2)
    condition = {name: asks(random, questions[name]) for name in names}
    words = random.choice([(), (), ("any",), ("all",), ("not",), ("not", "any")])
    for word in words if depth else ():
        number = 1 if word == "not" else random.randint(1, 2)
        deeper = [conditions(random, questions, depth - 1) for _ in range(number)]
        condition[word] = deeper[0] if word == "not" else deeper
    if not condition:
        name = random.choice(list(questions))
        condition[name] = asks(random, questions[name])
    return condition


def with_when(random: Random, questions: dict[str, Any]) -> dict[str, Any]:
    return {"when": conditions(random, questions)} if random.randint(0, 3) else {}


# ---- Questions


def choice(random: Random, kind: str) -> Any:
    if maybe(random):
        return text(random)
    long: dict[str, Any] = {"says": text(random)}
    for key in ("hint", "label"):
        if maybe(random):
            long[key] = text(random)
    if maybe(random):
        long["tells"] = {"says": text(random), **cited(random)}
    if kind == "multiple" and maybe(random):
        long["exclusive"] = random.choice([True, True, False])
    return long


def question(random: Random, earlier: dict[str, Any]) -> dict[str, Any]:
    kind = random.choice(["single", "scale", "multiple"])
    found: dict[str, Any] = {
        "ask": text(random),
        "kind": kind,
        "choices": {id_: choice(random, kind) for id_ in some_of(random, CHOICE_IDS, 2, 4)},
    }
    ways = ["yes", "wish", "no"] if kind == "single" else ["yes", "wish", "up", "up", "no"]
    if maybe(random):
        found |= {"why": text(random), "show": random.choice(["cards", "list"])}
    if random.randint(0, 3):
        found["can_change"] = random.choice(ways)
    if earlier and maybe(random):
        found["only_if"] = conditions(random, earlier, depth=1)
    return found


def questions(random: Random) -> dict[str, Any]:
    """Two to four questions, fewer where they would have more than MOST_SHEETS answer sheets."""
    found: dict[str, Any] = {}
    for id_ in some_of(random, QUESTION_IDS, 2, 4):
        more = {**found, id_: question(random, found)}
        if math.prod(len(every_answer(each, {"questions": more})) for each in more) > MOST_SHEETS:
            break
        found = more
    return found


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
        found["until"] = random.choice(["2030-01-31", {"from_edition": 2029}])
    if effect == "check" and maybe(random):
        found |= {"question": text(random), "for_recruiters": text(random)}
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
    found: dict[str, Any] = {**with_when(random, asked), "says": text(random)}
    if maybe(random):
        found["if"] = expectation(random, positions)
    return found


def date(random: Random, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    found = {**notice(random, asked, positions), "as_of": random.randint(2026, 2028)}
    days = {"from": "2026-09", "until": "2026-11-17"}
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
    keys = some_of(random, ["name", "about", "decides", "not_official"], 0)
    found: dict[str, Any] = {key: text(random) for key in keys}
    row = {"row": text(random), **{each: text(random) for each in positions}, **cited(random)}
    return found | {"table": [row]}


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
        "positions": {each: {"name": text(random)} for each in positions},
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
