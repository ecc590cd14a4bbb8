"""Random texts, conditions and questions: the parts of the files in support.strategies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

from support.reference_sheets import every_answer

T = TypeVar("T")

MOST_SHEETS = 300

QUESTION_IDS = ["q1", "yes", "no", "on", "best", "1st", "any_of", "Wo-rd_2"]
CHOICE_IDS = ["none", "n5", "n1", "yes", "no", "on", "off", "1st", "true_", "any", "not"]
LANGUAGES = ["en", "ja"]
OUTCOME = ["least_fit", "close"]

WORDS = [
    "It says so.",
    "{year} 年から",
    "No: 'quoted' # not a comment",
    "説明",
    "<b>plain</b>",
    "See [the page](https://example.org/a?b=c&d) of {year}.",
    r"\[no link](here) [案内](https://example.org/)",
]
PICTURES = ["alt", "team_teaching"]
SECTIONS = {"s1": {"title": "First"}, "s2": {"title": {"en": "Second", "ja": "二"}}}
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


def texts(random: Random, *keys: str) -> dict[str, Any]:
    """Some of these keys, each with a text."""
    return {key: text(random) for key in keys if maybe(random)}


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
    long |= texts(random, "hint", "label")
    if maybe(random):
        long["picture"] = random.choice(PICTURES)
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
    found |= texts(random, "why", "hint")
    if maybe(random):
        found |= {"show": random.choice(["cards", "list"]), "section": random.choice(["s1", "s2"])}
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
