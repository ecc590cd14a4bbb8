"""Random changes to a rules file, one for each kind of thing that an officer edits.

Each takes a file apart no further than the language allows: what comes out is
without a fault again. A change that finds nothing to change leaves the file as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from support import reference_sheets, strategies

Quiz = dict[str, Any]
Change = Callable[[st.DrawFn, Quiz], None]


def one_of(draw: st.DrawFn, things: Iterable[Any]) -> Any:
    """One of the things, None where there are none."""
    found = list(things)
    return draw(st.sampled_from(found)) if found else None


def shuffled(draw: st.DrawFn, entries: dict[str, Any]) -> dict[str, Any]:
    return {id_: entries[id_] for id_ in draw(st.permutations(list(entries)))}


# ---- What the files still have in common to be compared


def points_changed(draw: st.DrawFn, quiz: Quiz) -> None:
    rule = one_of(draw, (rule for rule in quiz["rules"].values() if "points" in rule))
    if rule:
        rule["points"][one_of(draw, rule["points"])] = draw(st.integers(1, 7))


def when_changed(draw: st.DrawFn, quiz: Quiz) -> None:
    rule = quiz["rules"][one_of(draw, quiz["rules"])]
    rule["when"] = draw(strategies.conditions(quiz["questions"]))


def rule_dropped(draw: st.DrawFn, quiz: Quiz) -> None:
    if len(quiz["rules"]) > 1:
        del quiz["rules"][one_of(draw, quiz["rules"])]


def rule_added(draw: st.DrawFn, quiz: Quiz) -> None:
    rule = strategies.rule(quiz["questions"], list(quiz["positions"]))
    quiz["rules"][f"added-{len(quiz['rules'])}"] = draw(rule)


def block_or_check_turned(draw: st.DrawFn, quiz: Quiz) -> None:
    """A block becomes a check, or a check a block."""
    rule = one_of(draw, (rule for rule in quiz["rules"].values() if "points" not in rule))
    if rule:
        before, after = ("blocks", "check") if "blocks" in rule else ("check", "blocks")
        rule[after] = rule.pop(before)
        rule.pop("facts", None)  # all of low confidence would not carry a block


def thresholds_changed(draw: st.DrawFn, quiz: Quiz) -> None:
    percents = st.one_of(st.integers(0, 100), st.sampled_from([12.5, 33.3, 66.7]))
    quiz["outcome"] = {"least_fit": draw(percents), "close": draw(percents)}


def positions_reordered(draw: st.DrawFn, quiz: Quiz) -> None:
    quiz["positions"] = shuffled(draw, quiz["positions"])


def position_added(draw: st.DrawFn, quiz: Quiz) -> None:
    quiz["positions"]["NEW"] = {"name": "New"}
    quiz["rules"]["for-the-new-one"] = {
        **strategies.with_when(draw, quiz["questions"]),
        "points": {"NEW": draw(st.integers(1, 4))},
        "because": "It is new.",
    }
    quiz["rules"]["gate-of-the-new-one"] = {
        **strategies.with_when(draw, quiz["questions"]),
        draw(st.sampled_from(["check", "blocks"])): ["NEW"],
        "because": "It is not for everybody.",
    }


def choice_added(draw: st.DrawFn, quiz: Quiz) -> None:
    question = quiz["questions"][one_of(draw, quiz["questions"])]
    choices = list(question["choices"].items())
    choices.insert(draw(st.integers(0, len(choices))), ("extra", "One more"))
    question["choices"] = dict(choices)


def choice_made_exclusive(draw: st.DrawFn, quiz: Quiz) -> None:
    """A choice of a multiple question is made exclusive, or is so no more."""
    multiple = [each for each in quiz["questions"].values() if each["kind"] == "multiple"]
    if multiple:
        choices = one_of(draw, multiple)["choices"]
        id_ = one_of(draw, choices)
        is_long = isinstance(choices[id_], dict) and "says" in choices[id_]
        long = dict(choices[id_]) if is_long else {"says": choices[id_]}
        choices[id_] = {**long, "exclusive": not long.get("exclusive", False)}


def choices_reordered(draw: st.DrawFn, quiz: Quiz) -> None:
    """On a scale, other choices are then at least or at most so much."""
    question = quiz["questions"][one_of(draw, quiz["questions"])]
    question["choices"] = shuffled(draw, question["choices"])


def questions_reordered(draw: st.DrawFn, quiz: Quiz) -> None:
    """As far as an `only_if` lets them, which asks about earlier questions."""
    order = shuffled(draw, quiz["questions"])
    for place, question in enumerate(order.values()):
        if asked_about(question.get("only_if", {})) - set(list(order)[:place]):
            return
    quiz["questions"] = order


def can_change_changed(draw: st.DrawFn, quiz: Quiz) -> None:
    question = quiz["questions"][one_of(draw, quiz["questions"])]
    ways = ["yes", "no"] if question["kind"] == "single" else ["yes", "up", "no"]
    question["can_change"] = draw(st.sampled_from(ways))


def texts_changed(draw: st.DrawFn, quiz: Quiz) -> None:
    quiz["rules"][one_of(draw, quiz["rules"])]["because"] = "Said in other words."


# ---- What makes them ask differently


def question_added(draw: st.DrawFn, quiz: Quiz) -> None:
    quiz["questions"]["added"] = draw(strategies.question({}))


def only_if_dropped(draw: st.DrawFn, quiz: Quiz) -> None:
    gated = one_of(draw, (each for each in quiz["questions"].values() if "only_if" in each))
    if gated:
        del gated["only_if"]


def kind_changed(draw: st.DrawFn, quiz: Quiz) -> None:
    """From single to scale: every condition on the one can be asked of the other."""
    single = one_of(draw, (each for each in quiz["questions"].values() if each["kind"] == "single"))
    if single:
        single["kind"] = "scale"


CONSEQUENTIAL: list[Change] = [
    points_changed,
    when_changed,
    rule_dropped,
    rule_added,
    block_or_check_turned,
    thresholds_changed,
    positions_reordered,
    position_added,
    choices_reordered,
]
HARMLESS: list[Change] = [
    choice_added,
    choice_made_exclusive,
    questions_reordered,
    can_change_changed,
    texts_changed,
]
ASKED_DIFFERENTLY: list[Change] = [question_added, only_if_dropped, kind_changed]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Quiz, Quiz]:
    """A file and a changed copy of it, in either order; a few ask differently."""
    quiz = draw(strategies.quizzes())
    changed = deepcopy(quiz)
    made = draw(st.lists(st.sampled_from(CONSEQUENTIAL), min_size=2, max_size=4, unique=True))
    made += draw(st.lists(st.sampled_from(HARMLESS), max_size=2, unique=True))
    if draw(st.integers(0, 15)) == 15:
        made.append(draw(st.sampled_from(ASKED_DIFFERENTLY)))
    for change in made:
        change(draw, changed)
    return (changed, quiz) if draw(st.booleans()) else (quiz, changed)


# ---- What the two have in common, by the language alone


def asked_about(condition: dict[str, Any]) -> set[str]:
    """The questions that a condition is about."""
    found: set[str] = set()
    for key, value in condition.items():
        if key == "not":
            found |= asked_about(value)
        elif key in ("any", "all"):
            found = found.union(*map(asked_about, value))
        else:
            found.add(key)
    return found


def among_common(condition: dict[str, Any], quiz: Quiz, other: Quiz) -> dict[str, Any]:
    """A condition with the ends of scales written out as those choices that both files have."""
    found: dict[str, Any] = {}
    for key, value in condition.items():
        if key == "not":
            found[key] = among_common(value, quiz, other)
        elif key in ("any", "all"):
            found[key] = [among_common(each, quiz, other) for each in value]
        elif isinstance(value, dict) and quiz["questions"][key]["kind"] == "scale":
            places = reference_sheets.scale(key, quiz)
            common = set(places) & set(reference_sheets.scale(key, other))
            beyond = {
                "at_least": lambda end, places=places: places[places.index(end) :],
                "at_most": lambda end, places=places: places[: places.index(end) + 1],
            }
            found[key] = [common & set(beyond[test](end)) for test, end in value.items()]
        else:
            found[key] = value
    return found
