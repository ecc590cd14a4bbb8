"""Compares the CPU time of several functions, which take turns within each round."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Work = tuple[Callable[[Any], object], Sequence[Any]]
"""A function, and the arguments of its calls in order."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median, least and greatest value of a figure over the rounds."""

    median: float
    least: float
    most: float


def measure(
    rounds: Iterable[Mapping[str, Work]],
    *,
    together: int,
    prepare: Callable[[Any], Any] = lambda thing: thing,
) -> dict[str, list[float]]:
    """Return for each name the CPU time of one call in each round, in microseconds.

    The functions take turns of `together` calls each, and each round begins with another one.
    Each gets arguments of its own, which `prepare` makes right before its turn, untimed.
    Garbage is collected between rounds only.
    """
    taken: dict[str, list[float]] = {}
    for number, works in enumerate(rounds):
        names = list(works)
        first = number % len(names)
        gc.collect()
        gc.disable()
        turns = {name: works[name] for name in names[first:] + names[:first]}
        found = _take_turns(turns, together, prepare)
        gc.enable()
        for name in names:
            taken.setdefault(name, []).append(found[name] / len(works[name][1]) / 1000)
    return taken


def _take_turns(
    works: Mapping[str, Work], together: int, prepare: Callable[[Any], Any]
) -> dict[str, int]:
    """Return the CPU time of all calls of each function, in nanoseconds."""
    taken = dict.fromkeys(works, 0)
    for start in range(0, max(len(things) for _, things in works.values()), together):
        for name, (function, things) in works.items():
            turn = [prepare(thing) for thing in things[start : start + together]]
            begun = time.process_time_ns()
            for thing in turn:
                function(thing)
            taken[name] += time.process_time_ns() - begun
    return taken


def ratio(taken: Mapping[str, Sequence[float]], name: str, beside: str) -> Spread:
    """Return the ratio of `name` to `beside`, computed for each round."""
    ratios = [one / other for one, other in zip(taken[name], taken[beside], strict=True)]
    return Spread(median(ratios), min(ratios), max(ratios))


def show(taken: Mapping[str, Sequence[float]], beside: str, goals: Mapping[str, float]) -> None:
    """Print a line for each name: its time, its ratio to `beside` and the goal for the ratio."""
    heads = "".join(f"{head:>{width}}" for width in (9, 7) for head in ("median", "least", "most"))
    print(f"{'':<20}{'microseconds of CPU':>27}{'ratio':>21}{'goal':>8}")
    print(f"{'':<20}{heads}")
    for name, each in taken.items():
        times, found = Spread(median(each), min(each), max(each)), ratio(taken, name, beside)
        goal = ""
        if name in goals:
            goal = f"{goals[name]:>8.1f}" + ("" if found.median <= goals[name] else "  missed")
        print(f"{name:<20}{_numbers(times, 9)}{_numbers(found, 7)}{goal}")


def _numbers(spread: Spread, width: int) -> str:
    return "".join(f"{number:>{width}.2f}" for number in (spread.median, spread.least, spread.most))
