"""Random changes to a rules file, one for each kind of thing that an officer edits.

Each takes a file apart no further than the language allows: what comes out is
without a fault again. A change that finds nothing to change leaves the file as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from random import Random
from typing import Any

from support import random_questions, reference_sheets, strategies

Quiz = dict[str, Any]
Change = Callable[[Random, Quiz], None]


def one_of(random: Random, things: Iterable[Any]) -> Any:
    """One of the things, None where there are none."""
    found = list(things)
    return random.choice(found) if found else None


def shuffled(random: Random, entries: dict[str, Any]) -> dict[str, Any]:
    return {id_: entries[id_] for id_ in random.sample(list(entries), len(entries))}


# ---- What the files still have in common to be compared


def points_changed(random: Random, quiz: Quiz) -> None:
    rule = one_of(random, (rule for rule in quiz["rules"].values() if "points" in rule))
    if rule:
        rule["points"][one_of(random, rule["points"])] = random.randint(1, 7)


def when_changed(random: Random, quiz: Quiz) -> None:
    rule = quiz["rules"][one_of(random, quiz["rules"])]
    rule["when"] = random_questions.conditions(random, quiz["questions"])


def rule_dropped(random: Random, quiz: Quiz) -> None:
    if len(quiz["rules"]) > 1:
        del quiz["rules"][one_of(random, quiz["rules"])]


def rule_added(random: Random, quiz: Quiz) -> None:
    rule = strategies.rule(random, quiz["questions"], list(quiz["positions"]))
    quiz["rules"][f"added-{len(quiz['rules'])}"] = rule


def block_or_check_turned(random: Random, quiz: Quiz) -> None:
    """A block becomes a check, or a check a block."""
    rule = one_of(random, (rule for rule in quiz["rules"].values() if "points" not in rule))
    if rule:
        before, after = ("blocks", "check") if "blocks" in rule else ("check", "blocks")
        for key in ("until", "question"):  # each is for one of the two alone
            rule.pop(key, None)
        rule[after] = rule.pop(before)
        rule.pop("facts", None)  # all of low confidence would not carry a block


def thresholds_changed(random: Random, quiz: Quiz) -> None:
    quiz["outcome"] = {key: random_questions.percents(random) for key in random_questions.OUTCOME}


def positions_reordered(random: Random, quiz: Quiz) -> None:
    quiz["positions"] = shuffled(random, quiz["positions"])


def position_added(random: Random, quiz: Quiz) -> None:
    quiz["positions"]["NEW"] = {"name": "New"}
    quiz["rules"]["for-the-new-one"] = {
        **random_questions.with_when(random, quiz["questions"]),
        "points": {"NEW": random.randint(1, 4)},
        "because": "It is new.",
    }
    quiz["rules"]["gate-of-the-new-one"] = {
        **random_questions.with_when(random, quiz["questions"]),
        random.choice(["check", "blocks"]): ["NEW"],
        "because": "It is not for everybody.",
    }


def choice_added(random: Random, quiz: Quiz) -> None:
    question = quiz["questions"][one_of(random, quiz["questions"])]
    choices = list(question["choices"].items())
    choices.insert(random.randint(0, len(choices)), ("extra", "One more"))
    question["choices"] = dict(choices)


def choice_made_exclusive(random: Random, quiz: Quiz) -> None:
    """A choice of a multiple question is made exclusive, or is so no more."""
    multiple = [each for each in quiz["questions"].values() if each["kind"] == "multiple"]
    if multiple:
        choices = one_of(random, multiple)["choices"]
        id_ = one_of(random, choices)
        is_long = isinstance(choices[id_], dict) and "says" in choices[id_]
        long = dict(choices[id_]) if is_long else {"says": choices[id_]}
        choices[id_] = {**long, "exclusive": not long.get("exclusive", False)}


def choices_reordered(random: Random, quiz: Quiz) -> None:
    """On a scale, other choices are then at least or at most so much."""
    question = quiz["questions"][one_of(random, quiz["questions"])]
    question["choices"] = shuffled(random, question["choices"])


def questions_reordered(random: Random, quiz: Quiz) -> None:
    """As far as an `only_if` lets them, which asks about earlier questions."""
    order = shuffled(random, quiz["questions"])
    for place, question in enumerate(order.values()):
        if asked_about(question.get("only_if", {})) - set(list(order)[:place]):
            return
    quiz["questions"] = order


def can_change_changed(random: Random, quiz: Quiz) -> None:
    question = quiz["questions"][one_of(random, quiz["questions"])]
    ways = ["yes", "no"] if question["kind"] == "single" else ["yes", "up", "no"]
    question["can_change"] = random.choice(ways)


def texts_changed(random: Random, quiz: Quiz) -> None:
    quiz["rules"][one_of(random, quiz["rules"])]["because"] = "Said in other words."


# ---- What makes them ask differently


def question_added(random: Random, quiz: Quiz) -> None:
    quiz["questions"]["added"] = random_questions.question(random, {})


def only_if_dropped(random: Random, quiz: Quiz) -> None:
    gated = one_of(random, (each for each in quiz["questions"].values() if "only_if" in each))
    if gated:
        del gated["only_if"]


def kind_changed(random: Random, quiz: Quiz) -> None:
    """From single to scale: every condition on the one can be asked of the other."""
    kinds = [each for each in quiz["questions"].values() if each["kind"] == "single"]
    single = one_of(random, kinds)
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


def pair(random: Random) -> tuple[Quiz, Quiz]:
    """A file and a changed copy of it, in either order; a few ask differently."""
    quiz = strategies.quiz(random)
    changed = deepcopy(quiz)
    made = random_questions.some_of(random, CONSEQUENTIAL, 2, 4)
    made += random_questions.some_of(random, HARMLESS, 0, 2)
    if random.randint(0, 15) == 15:
        made.append(random.choice(ASKED_DIFFERENTLY))
    for change in made:
        change(random, changed)
    return (changed, quiz) if random_questions.maybe(random) else (quiz, changed)


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
