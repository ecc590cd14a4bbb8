"""Warns of positions that are recommended to people whose answers earn them no point."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.core.decide.engine import Engine
from quiz.core.language.conditions import Fault
from quiz.core.prove.counting import Counting


def matches_without_points(engine: Engine, counting: Counting | None) -> Iterator[Fault]:
    """Yield the positions that are the best match of somebody whose answers earn them nothing."""
    if counting is None or engine.rules.outcome.least_fit:
        return
    best, _ = counting.best()
    for number, position in enumerate(engine.positions):
        if engine.most[position]:
            without = counting.total((best == number) & (counting.points(position) == 0))
            if without:
                message = (
                    f"{position} is the best match on {without:,} answer sheets that earn it no "
                    "point; set least_fit above 0 if that is not meant"
                )
                yield Fault(("outcome", "least_fit"), message)
