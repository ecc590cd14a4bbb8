"""Suggests personas that, with those of the file, exercise every rule and both sides of a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import Condition, Not
from quiz.core.language.model import Answer
from quiz.core.language.sheet import holds, sheet_of
from quiz.core.prove.proof import persona_answers
from quiz.core.space import Space, States


def suggestions(engine: Engine) -> Iterator[dict[str, Answer]]:
    """Yield answer sheets, each of which meets as many conditions unmet so far as possible."""
    unmet = [*engine.conditions.values()]
    for id_, rule in engine.rules.rules.items():
        if rule.effect == "blocks":
            unmet.append(Not(engine.conditions[id_]))
    for name in engine.rules.personas:
        unmet = _unmet(unmet, persona_answers(engine, name))
    while unmet:
        sheet = _meets_most(engine, unmet)
        left = _unmet(unmet, sheet)
        if len(left) == len(unmet):
            return  # what is left can never hold, which quiz.core.prove.advice reports
        yield sheet
        unmet = left


def _unmet(conditions: Sequence[Condition], sheet: dict[str, Answer]) -> list[Condition]:
    return [condition for condition in conditions if not holds(condition, sheet)]


def _meets_most(engine: Engine, conditions: Sequence[Condition]) -> dict[str, Answer]:
    """Return an answer sheet on which as many of the conditions hold as on any."""
    space = Space(engine.forms, conditions, whole=True)
    trail: list[States[int]] = []
    most = space.walk(0, lambda met, holding: met + len(holding), max, after_step=trail.append) or 0
    state = next(state for state, met in trail[-1].items() if met == most)

    def leads(met: int, holding: Sequence[int], target: int) -> int | None:
        return met if met + len(holding) == target else None

    chosen = space.trace(trail, len(space.always_hold), state, most, leads)
    return sheet_of(engine.forms, chosen)
