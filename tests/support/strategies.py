"""Random small rules files, with every feature of the language, and answer sheets of them.

The files are plain data that JSON can write; brute force over their answer sheets
(at most MOST_SHEETS) stays quick.
"""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from support.reference_sheets import every_answer, every_sheet

MOST_SHEETS = 300

QUESTION_IDS = ["q1", "yes", "no", "on", "best", "1st", "any_of", "日本語"]
CHOICE_IDS = ["none", "n5", "n1", "yes", "no", "on", "off", "1st", "true_", "any", "not"]
POSITION_IDS = ["ALT", "CIR", "SEA", "yes", "2nd"]
LANGUAGES = ["en", "ja"]

WORDS = ["It says so.", "{year} 年から", "No: 'quoted' # not a comment", "説明", "<b>plain</b>"]
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.fixed_dictionaries({"en": st.sampled_from(WORDS)}, optional={"ja": st.sampled_from(WORDS)}),
)
FACTS = {
    name: {"says": "So it is.", "source": "A page", "checked": "2026-11-22", "confidence": name}
    for name in ("high", "medium", "low")
}


def some_of(ids: list[str], at_least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), min_size=at_least, unique=True)


def one_of_or_some(ids: list[str]) -> st.SearchStrategy[str | list[str]]:
    return st.one_of(st.sampled_from(ids), some_of(ids))


# ---- Conditions


@st.composite
def asks(draw: st.DrawFn, question: dict[str, Any]) -> Any:
    """What a condition may ask of one question."""
    choices = list(question["choices"])
    forms: list[st.SearchStrategy[Any]] = [st.sampled_from(choices), some_of(choices)]
    if question["kind"] == "scale":
        ends = {end: st.sampled_from(choices) for end in ("at_least", "at_most")}
        forms += [st.fixed_dictionaries({end: end_at}) for end, end_at in ends.items()]
        forms.append(st.fixed_dictionaries(ends))
    if question["kind"] == "multiple":
        sets = {key: some_of(choices) for key in ("all_of", "none_of")}
        forms += [st.fixed_dictionaries({key: some}) for key, some in sets.items()]
        of = draw(some_of(choices))
        count = {"count": st.integers(1, len(of)), "of": st.just(of)}
        forms.append(st.fixed_dictionaries(count))
        forms.append(st.fixed_dictionaries(count, optional=sets))
    return draw(st.one_of(forms))


@st.composite
def conditions(draw: st.DrawFn, questions: dict[str, Any], depth: int = 2) -> dict[str, Any]:
    """A condition on some of the questions: several keys, and any, all, not within."""
    names = draw(st.lists(st.sampled_from(list(questions)), max_size=2, unique=True))
    condition = {name: draw(asks(questions[name])) for name in names}
    deeper = st.deferred(lambda: conditions(questions, depth - 1))
    words = draw(st.sampled_from([(), (), ("any",), ("all",), ("not",), ("not", "any")]))
    for word in words if depth else ():
        several = st.lists(deeper, min_size=1, max_size=2)
        condition[word] = draw(deeper if word == "not" else several)
    if not condition:
        name = draw(st.sampled_from(list(questions)))
        condition[name] = draw(asks(questions[name]))
    return condition


def with_when(draw: st.DrawFn, questions: dict[str, Any]) -> dict[str, Any]:
    return {"when": draw(conditions(questions))} if draw(st.integers(0, 3)) else {}


# ---- Questions


@st.composite
def choice(draw: st.DrawFn, kind: str) -> Any:
    if draw(st.booleans()):
        return draw(TEXTS)
    long: dict[str, Any] = {"says": draw(TEXTS)}
    if draw(st.booleans()):
        long["hint"] = draw(TEXTS)
    if kind == "multiple" and draw(st.booleans()):
        long["exclusive"] = draw(st.sampled_from([True, True, False]))
    return long


@st.composite
def question(draw: st.DrawFn, earlier: dict[str, Any]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["single", "scale", "multiple"]))
    ids = draw(st.lists(st.sampled_from(CHOICE_IDS), min_size=2, max_size=4, unique=True))
    found: dict[str, Any] = {
        "ask": draw(TEXTS),
        "kind": kind,
        "choices": {id_: draw(choice(kind)) for id_ in ids},
    }
    ways = ["yes", "no"] if kind == "single" else ["yes", "up", "up", "no"]
    if draw(st.integers(0, 3)):
        found["can_change"] = draw(st.sampled_from(ways))
    if earlier and draw(st.booleans()):
        found["only_if"] = draw(conditions(earlier, depth=1))
    return found


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Two to four questions, fewer where they would have more than MOST_SHEETS answer sheets."""
    ids = draw(st.lists(st.sampled_from(QUESTION_IDS), min_size=2, max_size=4, unique=True))
    found: dict[str, Any] = {}
    for id_ in ids:
        more = {**found, id_: draw(question(found))}
        if math.prod(len(every_answer(each, {"questions": more})) for each in more) > (MOST_SHEETS):
            break
        found = more
    return found


# ---- Rules, notices, promises


@st.composite
def rule(draw: st.DrawFn, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {**with_when(draw, asked), "because": draw(TEXTS)}
    effect = draw(st.sampled_from(["points", "points", "points", "check", "blocks", "blocks"]))
    named = draw(some_of(positions))
    if effect == "points":
        found["points"] = {each: draw(st.integers(1, 5)) for each in named}
    else:
        found[effect] = named
    if draw(st.booleans()):
        usable = ["high", "medium"] if effect == "blocks" else list(FACTS)
        found["facts"] = draw(some_of(usable))
    return found


@st.composite
def expectation(draw: st.DrawFn, positions: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        found["best"] = draw(one_of_or_some([*positions, "none"]))
    if draw(st.booleans()):
        found["close"] = draw(some_of(positions))
    standings = one_of_or_some(["open", "check", "not_yet", "closed"])
    for position in draw(some_of(positions, 0 if found else 1)):
        found[position] = draw(standings)
    return found


@st.composite
def notice(draw: st.DrawFn, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {**with_when(draw, asked), "says": draw(TEXTS)}
    if draw(st.booleans()):
        found["if"] = draw(expectation(positions))
    return found


@st.composite
def promise(draw: st.DrawFn, asked: dict[str, Any], positions: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["never", "possible", "share"]))
    claim = {"best": draw(st.sampled_from([*positions, "none"])), **with_when(draw, asked)}
    if kind == "share":
        claim[draw(st.sampled_from(["at_most", "at_least"]))] = draw(st.integers(0, 100))
    return {"says": draw(TEXTS), kind: claim}


# ---- Whole files


@st.composite
def quizzes(draw: st.DrawFn) -> dict[str, Any]:
    """A whole rules file without a fault."""
    asked = draw(questions())
    positions = draw(st.lists(st.sampled_from(POSITION_IDS), min_size=1, max_size=3, unique=True))
    numbers = st.integers(1, 4)
    quiz: dict[str, Any] = {
        "format": 1,
        "title": draw(TEXTS),
        "edition": "2028",
        "checked": "2026-11-22",
        "languages": LANGUAGES,
        "values": {"year": 2018},
        "facts": FACTS,
        "positions": {each: {"name": draw(TEXTS)} for each in positions},
        "questions": asked,
        "rules": {
            f"r{number}": draw(rule(asked, positions)) for number in range(draw(st.integers(2, 8)))
        },
    }
    if draw(st.integers(0, 3)):
        percents = st.one_of(st.integers(0, 100), st.sampled_from([12.5, 33.3, 66.7]))
        quiz["outcome"] = draw(
            st.fixed_dictionaries({}, optional={"least_fit": percents, "close": percents})
        )
    if draw(st.booleans()):
        quiz["notices"] = {
            f"notice-{number}": draw(notice(asked, positions)) for number in range(draw(numbers))
        }
    if draw(st.booleans()):
        quiz["promises"] = draw(st.lists(promise(asked, positions), max_size=2))
    return quiz


@st.composite
def quizzes_with_sheets(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A file, and a few of its answer sheets."""
    quiz = draw(quizzes())
    sheets = list(every_sheet(quiz))
    return quiz, draw(st.lists(st.sampled_from(sheets), min_size=3, max_size=6))


@st.composite
def quizzes_with_any_answers(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A file, and answers to some of its questions, whether they are asked or not."""
    quiz = draw(quizzes())
    answers = {id_: st.sampled_from(every_answer(id_, quiz)) for id_ in quiz["questions"]}
    any_of_them = st.fixed_dictionaries({}, optional=answers)
    return quiz, draw(st.lists(any_of_them, min_size=1, max_size=5))
