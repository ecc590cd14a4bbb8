"""Compares the engine with a handwritten function of plain `if`s over the same rules.

The rules are those of handwritten.yaml, which stay as they are when rules.yaml changes. Both are
called with answer sheets that neither has seen, because the engine caches what it computes for an
answer and would be faster with repeated sheets. Before each round, another engine than the timed
one checks that both give the same results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from benchmarks import handwritten
from benchmarks.measure import Work, measure, show
from benchmarks.sheets import draw_sheets, read_engine
from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answers

ROUNDS = 25
SHEETS_A_ROUND = 4_000
SHEETS_TO_WARM_UP = 20_000
GOALS = {"engine": 1.0}
RULES = Path(__file__).with_name("handwritten.yaml")


def disagreement(engine: Engine, answers: Answers) -> str | None:
    """Return how the handwritten function and the engine differ on a sheet; None if they agree."""
    applies, counts, best = engine.tally(answers)
    by_hand, counts_by_hand, best_by_hand = handwritten.tally(answers)
    rules = _rules(applies, tuple(engine.rules.rules))
    rules_by_hand = _rules(by_hand, handwritten.RULES)
    if (rules, counts, best) == (rules_by_hand, counts_by_hand, best_by_hand):
        return None
    return (
        f"on {dict(answers)} they differ over the rules {sorted(rules ^ rules_by_hand)}; "
        f"counts and best are {counts, best} by the engine, {counts_by_hand, best_by_hand} by hand"
    )


def _rules(applies: int, ids: tuple[str, ...]) -> set[str]:
    return {id_ for number, id_ in enumerate(ids) if applies >> number & 1}


def rounds() -> Iterator[Mapping[str, Work]]:
    """Yield rounds of new sheets for both; the first one is a warm-up."""
    timed, other = read_engine(RULES), read_engine(RULES)
    sheets = draw_sheets(other, seed=1)
    for size in (SHEETS_TO_WARM_UP, *[SHEETS_A_ROUND] * ROUNDS):
        drawn = list(islice(sheets, size))
        for answers in drawn:
            assert (found := disagreement(other, answers)) is None, found
        yield {"handwritten": (handwritten.tally, drawn), "engine": (timed.tally, drawn)}


def main() -> None:
    """Measure and print."""
    taken = {name: each[1:] for name, each in measure(rounds(), together=SHEETS_A_ROUND).items()}
    print("Answers to the rules that apply, points, blocks, checks and the best match,")
    print(f"over {ROUNDS} rounds of {SHEETS_A_ROUND:,} random answer sheets, new to both\n")
    show(taken, "handwritten", GOALS)
