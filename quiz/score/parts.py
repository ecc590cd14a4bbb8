"""The blocks on a position in parts that share no question.

A position can be opened where every part can, so that each is searched by itself, once for
every combination of answers to its own questions, of which there are few.
"""

from __future__ import annotations

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import Condition
from quiz.core.space import Space


def apart(engine: Engine, position: str) -> list[list[Condition]]:
    """Return the blocks on a position in parts that share no question, gates included."""
    parts: list[tuple[set[str], list[Condition]]] = []
    for id_, rule in engine.rules.rules.items():
        if position in (rule.blocks or ()):
            condition = engine.conditions[id_]
            questions, conditions = set(Space(engine.forms, [condition]).questions), [condition]
            for part in [part for part in parts if not part[0].isdisjoint(questions)]:
                parts.remove(part)
                questions |= part[0]
                conditions = [*part[1], *conditions]
            parts.append((questions, conditions))
    return [conditions for _, conditions in parts]
