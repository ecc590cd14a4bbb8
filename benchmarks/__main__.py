"""Runs the benchmarks named on the command line, or all of them (`make bench`)."""

from __future__ import annotations

import sys

from benchmarks import (
    board,
    crowd,
    engine,
    exports,
    pages,
    proofs,
    recorded,
    score,
    served,
    slow_connection,
    sql,
    start,
)

BENCHMARKS = {
    "engine": engine.main,
    "pages": pages.main,
    "served": served.main,
    "crowd": crowd.main,
    "proofs": proofs.main,
    "exports": exports.main,
    "board": board.main,
    "start": start.main,
    "recorded": recorded.main,
    "score": score.main,
    "sql": sql.main,
    "slow_connection": slow_connection.main,
}


def main(names: list[str]) -> int:
    """Run the benchmarks with these names, or all if there are none; return the exit code."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
        return 2
    for number, name in enumerate(names or BENCHMARKS):
        print("\n" * (number > 0) + f"== {name}")
        BENCHMARKS[name]()
    return 0


sys.exit(main(sys.argv[1:]))
