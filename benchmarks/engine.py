"""Compares the engine with functions of plain `if`s over the same rules, and with zen.

There are three rule sets: handwritten.yaml, which stays as it is when rules.yaml changes, and two
of random rules, which join more questions. Each sheet is new to all of them, because the engine
keeps what it computes for answers and would be faster with repeated sheets, and is read from JSON
for each right before its turn, so that no string was hashed before. Another engine than the timed
one checks before each round that the functions of `if`s give the same results.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import by_hand, handwritten, in_zen
from benchmarks.measure import Work, measure, show
from benchmarks.rule_sets import rule_set
from benchmarks.sheets import draw_sheets, engine_of
from quiz.core.decide.engine import Engine
from quiz.core.decide.report import plain_answers
from quiz.core.decide.unrolled import Tally
from quiz.core.language.model import Answers

ROUNDS = 25
SHEETS_A_ROUND = 2_000
SHEETS_TO_WARM_UP = 20_000
SHEETS_A_TURN = 50
RULES = Path(__file__).with_name("handwritten.yaml")


class RuleSet(NamedTuple):
    """A rules file, a function of `if`s that decides as it does, and the rules of its bits."""

    name: str
    content: bytes
    ifs: Callable[[Answers], Tally]
    ids: tuple[str, ...]


def rule_sets() -> Iterator[RuleSet]:
    """Yield the rule sets that are measured."""
    yield RuleSet("60 rules", RULES.read_bytes(), handwritten.tally, handwritten.RULES)
    for content, name in (
        (rule_set(questions=10, multiple=1, rules=30, joined=12, seed=1), "30 rules, 12 joined"),
        (rule_set(questions=30, multiple=4, rules=200, joined=60, seed=1), "200 rules, 60 joined"),
    ):
        engine = engine_of(content)
        yield RuleSet(name, content, by_hand.compiled(engine), tuple(engine.rules.rules))


def disagreement(rules: RuleSet, engine: Engine, answers: Answers) -> str | None:
    """Return how the function of `if`s and the engine differ on a sheet; None if they agree."""
    applies, counts, best = engine.tally(answers)
    by_hand, counts_by_hand, best_by_hand = rules.ifs(answers)
    found = _rules(applies, tuple(engine.rules.rules))
    found_by_hand = _rules(by_hand, rules.ids)
    if (found, counts, best) == (found_by_hand, counts_by_hand, best_by_hand):
        return None
    return (
        f"on {dict(answers)} they differ over the rules {sorted(found ^ found_by_hand)}; "
        f"counts and best are {counts, best} by the engine, {counts_by_hand, best_by_hand} by hand"
    )


def _rules(applies: int, ids: tuple[str, ...]) -> set[str]:
    return {id_ for number, id_ in enumerate(ids) if applies >> number & 1}


def rounds(rules: RuleSet) -> Iterator[Mapping[str, Work]]:
    """Yield rounds of new sheets for both, as JSON; the first one is a warm-up."""
    timed, other = engine_of(rules.content), engine_of(rules.content)
    sheets = draw_sheets(other, seed=1)
    for size in (SHEETS_TO_WARM_UP, *[SHEETS_A_ROUND] * ROUNDS):
        drawn = list(islice(sheets, size))
        for answers in drawn:
            assert (found := disagreement(rules, other, answers)) is None, found
        texts = [json.dumps(answers) for answers in drawn]
        yield {"ifs": (rules.ifs, texts), "engine": (timed.tally, texts)}


def rounds_of_zen(rules: RuleSet) -> Iterator[Mapping[str, Work]]:
    """Yield the same rounds for the engine and zen; none where zen is not installed."""
    forms = engine_of(rules.content).forms
    if zen := in_zen.compiled(engine_of(rules.content)):
        for works in rounds(rules):
            _, texts = works["engine"]
            plain = [json.dumps(plain_answers(json.loads(text), forms)) for text in texts]
            yield {"engine": works["engine"], "zen": (zen, plain)}


def read(text: str) -> dict[str, Any]:
    """Return an answer sheet from JSON; its lists are made tuples, as the engine takes them."""
    sheet = json.loads(text)
    if all(isinstance(answer, list) for answer in sheet.values()):
        return {question: tuple(answer) for question, answer in sheet.items()}
    return sheet


def main() -> None:
    """Measure and print."""
    print("Answers to the rules that apply, points, blocks, checks and the best match (of zen: the")
    print(f"rules alone), over {ROUNDS} rounds of {SHEETS_A_ROUND:,} random sheets, new to all\n")
    for rules in rule_sets():
        print(rules.name)
        _show(rounds(rules), "ifs", {"engine": 1.0})
        _show(rounds_of_zen(rules), "engine", {})
        print()


def _show(rounds: Iterator[Mapping[str, Work]], beside: str, goals: Mapping[str, float]) -> None:
    taken = measure(rounds, together=SHEETS_A_TURN, prepare=read)
    if taken:
        show({name: each[1:] for name, each in taken.items()}, beside, goals)
