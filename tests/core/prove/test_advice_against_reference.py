"""Advice equals what brute force with the reference implementation finds without effect."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from support import random_questions, reference, reference_sheets, strategies
from support.advice_files import TODAY
from support.engines import engine_of_data, steady

from quiz.core.prove import proof
from quiz.core.prove.advice import advice

pytestmark = pytest.mark.thorough

Sheet = dict[str, Any]


def conditional(quiz: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What has a `when`, by its kind."""
    return {
        "rule": reference_sheets.rules(quiz),
        "notice": quiz.get("notices", {}),
        "date": quiz.get("dates", {}),
    }


def conditions(quiz: dict[str, Any]) -> list[dict[str, Any] | None]:
    things = [each for entries in conditional(quiz).values() for each in entries.values()]
    return [thing.get("when") for thing in things]


def tells_apart(quiz: dict[str, Any], one: Sheet, other: Sheet) -> bool:
    """Whether something else is asked or told, or another rule, notice or date applies."""
    asked, tells = reference_sheets.asked, reference.tells
    return any(found(quiz, one) != found(quiz, other) for found in (asked, tells)) or any(
        reference_sheets.holds(when, one, quiz) != reference_sheets.holds(when, other, quiz)
        for when in conditions(quiz)
    )


def never_apply(quiz: dict[str, Any], sheets: list[Sheet]) -> set[str]:
    return {
        f"{thing} {id_!r} can never apply; no answers meet its when"
        for thing, entries in conditional(quiz).items()
        for id_, entry in entries.items()
        if not any(reference_sheets.holds(entry.get("when"), sheet, quiz) for sheet in sheets)
    }


def moot(quiz: dict[str, Any], sheets: list[Sheet]) -> set[str]:
    """Blocks that apply on some sheet, and on none without another one of the position."""
    found = set()
    for position in quiz["positions"]:
        applying = [
            {
                id_
                for id_, effect, _ in reference.reasons(quiz, sheet, position)
                if effect == "blocks"
            }
            for sheet in sheets
        ]
        found |= {
            f"whenever rule {id_!r} blocks {position}, another rule does so too"
            for id_ in set().union(*applying)
            if {id_} not in applying
        }
    return found


def idle(quiz: dict[str, Any], sheets: list[Sheet]) -> set[str]:
    """What is said of questions and choices that nothing tells apart."""
    found: set[str] = set()
    for id_, question in quiz["questions"].items():
        on = [sheet for sheet in sheets if id_ in sheet]
        if not on:
            found.add(f"question {id_!r} is never asked; its only_if can never hold")
        elif question["kind"] == "multiple":
            found |= idle_of_multiple(quiz, id_, on)
        else:
            found |= idle_of_one_answer(quiz, id_, on)
    return found


def idle_of_one_answer(quiz: dict[str, Any], id_: str, on: list[Sheet]) -> set[str]:
    """Choices for which replacing an earlier one changes nothing, on any sheet."""
    choices = reference_sheets.scale(id_, quiz)
    said = {}
    for place, choice in enumerate(choices):
        for earlier in choices[:place]:
            with_earlier = [sheet for sheet in on if sheet[id_] == (earlier,)]
            with_choice = ((sheet, {**sheet, id_: (choice,)}) for sheet in with_earlier)
            if not any(tells_apart(quiz, *pair) for pair in with_choice):
                said[choice] = (
                    f"question {id_!r}: {earlier!r} and {choice!r} never differ in outcome"
                )
                break
    if len(said) == len(choices) - 1:
        return {f"question {id_!r} never changes the outcome"}
    return set(said.values())


def idle_of_multiple(quiz: dict[str, Any], id_: str, on: list[Sheet]) -> set[str]:
    """Choices that change nothing beside others, on any sheet; or the question as a whole."""
    answers = reference_sheets.every_answer(id_, quiz)
    if not any(
        tells_apart(quiz, sheet, {**sheet, id_: answer}) for sheet in on for answer in answers
    ):
        return {f"question {id_!r} never changes the outcome"}
    alone = reference_sheets.exclusive(id_, quiz)
    ordinary = [choice for choice in reference_sheets.scale(id_, quiz) if choice not in alone]
    return {
        f"question {id_!r}: choice {choice!r} never changes the outcome"
        for choice in ordinary
        if len(ordinary) > 1
        and not any(
            tells_apart(quiz, sheet, {**sheet, id_: (*sheet[id_], choice)})
            for sheet in on
            if choice not in sheet[id_] and not set(sheet[id_]) & set(alone)
        )
    }


def wordy_quiz(random: Random) -> dict[str, Any]:
    """A file with a further rule, on two conditions at once or of a kind that is there already."""
    quiz = strategies.quiz(random)
    rule = strategies.rule(random, quiz["questions"], list(quiz["positions"]))
    whens = [rule["when"] for rule in quiz["rules"].values() if "when" in rule]
    if whens and random_questions.maybe(random):
        rule["when"] = {"all": [random.choice(whens), random.choice(whens)]}
    quiz["rules"]["further"] = rule
    return quiz


@steady(200)
@given(strategies.made_by(wordy_quiz))
def test_what_is_said_to_be_without_effect_is_so_on_every_sheet(quiz):
    engine = engine_of_data(quiz)
    sheets = list(reference_sheets.every_sheet(quiz))
    said = [fault.message for fault in advice(engine, None, TODAY)]
    assert len(said) == len(set(said))
    assert set(said) == never_apply(quiz, sheets) | moot(quiz, sheets) | idle(quiz, sheets)


def hopeless(slow: reference.Reference) -> set[str]:
    """What is said of positions that no rule gives a point, or that are never the best match."""
    found = set()
    bests = {slow.best(sheet) for sheet in slow.sheets}
    available = [slow.available(sheet) for sheet in slow.sheets]
    for position in slow.positions:
        if not slow.most[position]:
            found.add(f"no rule can give {position} a point, so its fit is always 0")
        if position in bests:
            continue
        on = [
            (sheet, open_)
            for sheet, open_ in zip(slow.sheets, available, strict=True)
            if position in open_
        ]
        why = "" if on else "; every answer sheet blocks it"
        for rival in slow.positions if on else []:
            if rival != position and all(
                rival in open_ and slow.fit(sheet, rival) >= slow.fit(sheet, position)
                for sheet, open_ in on
            ):
                why = f"; where it is open, {rival} is open too and fits at least as well"
                break
        found.add(f"{position} can never be the best match{why}")
    return found


@steady(100)
@given(strategies.quizzes())
def test_what_is_said_of_positions_is_so_on_every_sheet(quiz):
    engine = engine_of_data(quiz)
    faults = advice(engine, proof.count(engine), TODAY)
    said = [fault.message for fault in faults if fault.path[0] == "positions"]
    assert sorted(said) == sorted(hopeless(reference.Reference(quiz)))
