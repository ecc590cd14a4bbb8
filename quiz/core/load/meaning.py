"""Checks the meaning of a rules file: ids exist, a rule does one thing, answers are valid.

It takes the file's plain data and skips what has the wrong type, which
quiz.core.load.structure reports, so that one run finds the faults of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quiz.core.language.conditions import Fault, Shape
from quiz.core.language.document import Path, entries
from quiz.core.language.model import NONE
from quiz.core.language.sheet import read_answers
from quiz.core.language.words import did_you_mean, listing
from quiz.core.load import choice_points, display, limits, references, texts
from quiz.core.load.questions import condition_faults, forms, mappings, shapes
from quiz.core.load.references import NOT_READ, id_faults, known_positions, listed, unknown

STANDINGS = ("open", "check", "not_yet", "closed")


def faults(data: object) -> Iterator[Fault]:
    """Yield every fault of meaning in a file's data."""
    yield from texts.faults(data)
    yield from references.fact_faults(data)
    yield from display.faults(data)
    yield from _question_faults(data)
    yield from _points_faults(data)
    yield from _position_faults(data)
    known = shapes(data)
    for id_, rule in mappings(data, "rules"):
        yield from _rule_faults(data, known, ("rules", id_), rule)
    for id_, notice in mappings(data, "notices"):
        path = ("notices", id_)
        yield from condition_faults(known, notice.get("when"), (*path, "when"))
        yield from _expectation_faults(data, notice.get("if"), (*path, "if"))
    yield from _persona_faults(data)
    for id_, date in mappings(data, "dates"):
        yield from condition_faults(known, date.get("when"), ("dates", id_, "when"))
        yield from _expectation_faults(data, date.get("if"), ("dates", id_, "if"))
    yield from _promise_faults(data, known)
    yield from limits.faults(data)


def warnings(data: object) -> Iterator[Fault]:
    """Yield the faults that are warnings: the file can still be used."""
    yield from texts.warnings(data)
    yield from display.warnings(data)
    for id_, question in mappings(data, "questions"):
        if question.get("kind") == "single" and question.get("can_change") == "up":
            message = "a single question has no higher choices; write yes, or make it a scale"
            yield Fault(("questions", id_, "can_change"), message)


def _question_faults(data: object) -> Iterator[Fault]:
    known = shapes(data)
    earlier: dict[str, Shape] = {}
    later = set(known)
    for id_, question in mappings(data, "questions"):
        path = ("questions", id_)
        if id_ in ("any", "all", "not"):
            message = f"{id_!r} has a meaning in conditions and cannot be a question; rename it"
            yield Fault(path, message, of_key=True)
        section = question.get("section")
        sections = entries(data, "sections")
        if isinstance(section, str) and section not in sections:
            yield Fault((*path, "section"), unknown("section", section, sections))
        only_if = question.get("only_if")
        yield from condition_faults(earlier, only_if, (*path, "only_if"), later)
        earlier[id_] = known[id_]
        later.discard(id_)
        for choice, long_form in mappings(question, "choices"):
            if "exclusive" in long_form and question.get("kind") in ("single", "scale"):
                message = (
                    f"'exclusive' is for multiple questions, and {id_!r} is not one; remove it"
                )
                yield Fault((*path, "choices", choice, "exclusive"), message, of_key=True)


def _points_faults(data: object) -> Iterator[Fault]:
    """Yield the faults of the points of choices."""
    positions = known_positions(data)
    taken = dict.fromkeys(entries(data, "rules"), "the file has a rule of that id")
    for id_, path, rule in choice_points.made(data):
        _, question, _, choice = path
        choices = entries(data, "questions", str(question), "choices")
        if choices and choice not in choices:
            hint = did_you_mean(str(choice), choices) or f"; it has {listing(choices, 'and')}"
            yield Fault(path, f"question {question!r} has no choice {choice!r}{hint}", of_key=True)
        if id_ in taken:
            message = f"these points make a rule {id_!r}, and {taken[id_]}; rename one of them"
            yield Fault(path, message, of_key=True)
        taken[id_] = f"so do those of {choice!r} of {question!r}"
        if not rule["points"]:
            message = f"points of {choice!r} without a position; add one, as 'POSITION: 1'"
            yield Fault(path, message, of_key=True)
        for position in rule["points"]:
            if position not in positions and positions is not NOT_READ:
                message = unknown("position", position, [*positions, "because", "facts"])
                yield Fault((*path, position), message, of_key=True)


def _taken_words(data: object) -> set[str]:
    """Return the words that are no position, because they mean something else beside them."""
    words = {NONE, "best", "close"}
    if any("points" in question for _, question in mappings(data, "questions")):
        words |= {"because", "facts"}
    if "table" in entries(data, "programme"):
        words |= {"row", "facts"}
    return words


def _position_faults(data: object) -> Iterator[Fault]:
    taken = _taken_words(data)
    for id_ in entries(data, "positions"):
        if id_ in taken:
            message = f"{id_!r} has a meaning of its own and cannot be a position; rename it"
            yield Fault(("positions", id_), message, of_key=True)


def _rule_faults(
    data: object, known: Mapping[str, Shape], path: Path, rule: Mapping[str, Any]
) -> Iterator[Fault]:
    positions = known_positions(data)
    does = [effect for effect in ("points", "check", "blocks") if effect in rule]
    if not does:
        message = f"rule {path[-1]!r} does nothing; give it points, check or blocks"
        yield Fault(path, message, of_key=True)
    for effect in does[1:]:
        message = f"rule {path[-1]!r} does two things, {listing(does, 'and')}; make it two rules"
        yield Fault((*path, effect), message, of_key=True)
    for position in entries(rule, "points"):
        if position not in positions and positions is not NOT_READ:
            message = unknown("position", position, positions)
            yield Fault((*path, "points", position), message, of_key=True)
    for effect in ("check", "blocks"):
        yield from id_faults("position", positions, rule.get(effect), (*path, effect))
    yield from condition_faults(known, rule.get("when"), (*path, "when"))
    cited = [
        entries(data, "facts", fact) for fact in listed(rule.get("facts")) if isinstance(fact, str)
    ]
    if "blocks" in rule and cited and all(fact.get("confidence") == "low" for fact in cited):
        message = (
            "a block rests on facts of low confidence only; make it a check, or cite a better fact"
        )
        yield Fault((*path, "facts"), message)


def _best_faults(data: object, best: object, path: Path) -> Iterator[Fault]:
    positions = known_positions(data)
    known = [*positions, NONE]
    for index, id_ in enumerate(listed(best)):
        if isinstance(id_, str) and id_ not in known and positions is not NOT_READ:
            here = (*path, index) if isinstance(best, list) else path
            yield Fault(here, unknown("position", id_, known))


def _expectation_faults(data: object, expected: object, path: Path) -> Iterator[Fault]:
    """Yield the faults of a persona's `expect` or a notice's `if`."""
    if not isinstance(expected, dict):
        return
    positions = known_positions(data)
    for key, value in expected.items():
        here = (*path, key)
        if key == "best":
            yield from _best_faults(data, value, here)
        elif key == "close":
            yield from id_faults("position", positions, value, here)
        elif positions is NOT_READ:
            continue
        elif key not in positions:
            message = unknown("position", key, [*positions, "best", "close"])
            yield Fault(here, message, of_key=True)
        else:
            for index, standing in enumerate(listed(value)):
                if isinstance(standing, str) and standing not in STANDINGS:
                    hint = did_you_mean(standing, STANDINGS) or f"; use {listing(STANDINGS)}"
                    place = (*here, index) if isinstance(value, list) else here
                    yield Fault(place, f"there is no standing {standing!r}{hint}")


def _persona_faults(data: object) -> Iterator[Fault]:
    known = forms(data)
    choice_texts = {id_: shape.texts for id_, shape in shapes(data).items()}
    for id_, persona in mappings(data, "personas"):
        path = ("personas", id_)
        yield from _expectation_faults(data, persona.get("expect"), (*path, "expect"))
        if isinstance(persona.get("answers"), dict):
            for fault in read_answers(known, persona["answers"], choice_texts)[1]:
                yield fault._replace(path=(*path, "answers", *fault.path))


def _promise_faults(data: object, known: Mapping[str, Shape]) -> Iterator[Fault]:
    promises = data.get("promises") if isinstance(data, dict) else None
    for index, promise in enumerate(promises if isinstance(promises, list) else []):
        if not isinstance(promise, dict):
            continue
        path = ("promises", index)
        kinds = [kind for kind in ("never", "possible", "share") if kind in promise]
        if not kinds:
            yield Fault(path, "a promise without a claim; give it never, possible or share")
        for kind in kinds[1:]:
            message = f"a promise with two claims, {listing(kinds, 'and')}; make it two promises"
            yield Fault((*path, kind), message, of_key=True)
        for kind in kinds:
            here = (*path, kind)
            claim = entries(promise, kind)
            yield from _best_faults(data, claim.get("best"), (*here, "best"))
            yield from condition_faults(known, claim.get("when"), (*here, "when"))
            yield from _expectation_faults(data, claim.get("if"), (*here, "if"))
            if kind == "share" and isinstance(promise[kind], dict):
                yield from _share_faults(claim, here)


def _share_faults(claim: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    bounds = [claim[bound] for bound in ("at_least", "at_most") if bound in claim]
    if not bounds:
        yield Fault(path, "a share without a bound; give it at_most or at_least, in percent")
    elif len(bounds) == 2 and not any(
        isinstance(bound, (bool, str, type(None))) for bound in bounds
    ):
        try:
            if bounds[0] > bounds[1]:
                message = f"at_least {bounds[0]} is more than at_most {bounds[1]}; swap them"
                yield Fault((*path, "at_least"), message)
        except TypeError:
            return  # a bound of the wrong type, which the structure reports
