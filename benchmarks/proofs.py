"""Measures how the exact count grows with the number of questions, compared with brute force.

Brute force is the engine on one answer sheet after another. It is measured on a sample and
extrapolated. Each size is counted in a process of its own, so that its memory can be measured.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.sheets import draw_sheets, read_engine
from quiz.core.load.loader import load
from quiz.core.prove import proof
from quiz.core.prove.advice import advice
from quiz.core.prove.compare import compare
from quiz.core.prove.counting import number_of_sheets

SIZES = (8, 12, 20, 30)
CHOICES = 5
SLICE = 20_000
SHEETS_TO_CHANGE = 1_000
RULES = Path(__file__).parents[1] / "rules.yaml"


def usual_file(questions: int, *, far: bool) -> dict[str, Any]:
    """Return a typical file: twice as many rules as questions, most about one or two questions.

    All questions of a rule are at most three places from its first one, as in a file with
    sections; with `far` they are anywhere.
    """
    dice = random.Random(questions)  # noqa: S311 -- nothing is kept secret by it
    asked = {
        f"q{number}": {
            "ask": "?",
            "kind": "scale" if number % 2 else "single",
            "choices": {f"c{choice}": f"C{choice}" for choice in range(CHOICES)},
        }
        for number in range(questions)
    }
    positions = ["X", "Y", "Z"]
    rules: dict[str, Any] = {}
    for number in range(2 * questions):
        first = dice.randrange(questions)
        near = range(max(0, first - 3), min(questions, first + 4))
        count = dice.choices([1, 2, 3], [60, 35, 5])[0]
        about = dice.sample(range(questions) if far else near, count)
        does: dict[str, Any] = dice.choices(
            [
                {"points": {p: dice.randint(1, 3) for p in dice.sample(positions, 1)}},
                {"points": {p: dice.randint(1, 3) for p in dice.sample(positions, 2)}},
                {"check": [dice.choice(positions)]},
                {"blocks": [dice.choice(positions)]},
            ],
            [50, 20, 15, 15],
        )[0]
        rules[f"r{number}"] = {
            "when": {
                f"q{each}": dice.sample([f"c{c}" for c in range(CHOICES)], dice.choice([1, 1, 2]))
                for each in about
            },
            "because": "b",
            **does,
        }
    return {
        "format": 1,
        "title": "T",
        "edition": "1",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {position: {"name": position} for position in positions},
        "questions": asked,
        "rules": rules,
        "outcome": {"least_fit": 30, "close": 10},
    }


def count_one(questions: int, far: bool) -> None:  # noqa: FBT001 -- called from the command line
    """Count one file and print its figures as JSON. Runs in a process of its own."""
    engine, problems = load(json.dumps(usual_file(questions, far=far)).encode())
    assert engine is not None, problems
    dice = random.Random(1)  # noqa: S311 -- nothing is kept secret by it
    sheets = [
        {id_: (dice.choice(form.choices),) for id_, form in engine.forms.items()}
        for _ in range(SLICE)
    ]
    engine.tally(sheets[0])
    begun = time.process_time()
    for sheet in sheets:
        engine.tally(sheet)
    each = (time.process_time() - begun) / SLICE
    begun = time.process_time()
    census = proof.census(engine, proof.count(engine))
    seconds = time.process_time() - begun
    assert census.sheets == number_of_sheets(engine.forms) == CHOICES**questions
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": memory, "brute": each * census.sheets}))


def _grows() -> None:
    print(f"{CHOICES} choices a question, three positions, twice as many rules as questions;")
    print("the goal for 30 questions is below 30 s and 1 GB\n")
    heads = f"{'questions':>9} {'sheets':>9} {'rules join':>14} {'counted':>10} {'memory':>8}"
    print(f"{heads}  brute force")
    for questions in SIZES:
        for far in (False, True):
            command = [sys.executable, "-m", "benchmarks.proofs", str(questions), str(far)]
            found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            ratio = found["brute"] / found["seconds"] if found["seconds"] else float("inf")
            joined = "any questions" if far else "near questions"
            size = f"{questions:>9} {CHOICES**questions:>9.1e} {joined:>14}"
            cost = f"{found['seconds']:>8.3f} s {found['megabytes']:>5.0f} MB"
            print(f"{size} {cost}  {found['brute']:.1e} s, {ratio:.0e} times as long")


def prove_rules() -> None:
    """Check and compare rules.yaml, and print the figures. Runs in a process of its own."""
    source = RULES.read_bytes()
    begun = time.process_time()
    engine = read_engine()
    read = time.process_time() - begun
    begun = time.process_time()
    proved = proof.prove(engine)
    advised = list(advice(engine, proved.counting, engine.rules.checked))
    proving = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert proved.holds
    assert not advised
    assert proved.census is not None
    changed = source.replace(b"points: {ALT: 11}", b"points: {ALT: 3}")
    assert changed != source
    other, _ = load(changed)
    assert other is not None
    begun = time.process_time()
    comparison = compare(engine, other)
    diff = time.process_time() - begun
    print(f"\nrules.yaml, {proved.census.sheets:,} sheets, {len(proved.promises)} promises:")
    print(f"  read: {read:.2f} s")
    print(f"  counted, proved and advised on: {proving:.2f} s (goal: below 2 s)")
    print(f"  memory of the process until then: {memory:.0f} MB (goal: below 300 MB)")
    print(f"  compared with another edition: {diff:.2f} s, {comparison.flips:,} flips (below 2 s)")


def _real_file() -> None:
    command = [sys.executable, "-m", "benchmarks.proofs", "rules"]
    print(subprocess.run(command, capture_output=True, check=True, text=True).stdout, end="")


def _changes() -> None:
    engine = read_engine()
    taken = []
    for sheet in islice(draw_sheets(engine, seed=2), SHEETS_TO_CHANGE):
        begun = time.process_time()
        engine.outcome(sheet)
        taken.append(1000 * (time.process_time() - begun))
    taken.sort()
    print(
        f"\nThe whole outcome with `change` for every position, over {SHEETS_TO_CHANGE:,} sheets:"
    )
    for name, place in (("median", 0.5), ("99th percentile", 0.99), ("greatest", 1.0)):
        print(f"  {name}: {taken[min(int(place * len(taken)), len(taken) - 1)]:.2f} ms")
    print("  (the goal is at most 20 ms at the 99th percentile)")


def main() -> None:
    """Measure and print."""
    _grows()
    _real_file()
    _changes()


if __name__ == "__main__":
    if sys.argv[1] == "rules":
        prove_rules()
    else:
        count_one(int(sys.argv[1]), sys.argv[2] == "True")
