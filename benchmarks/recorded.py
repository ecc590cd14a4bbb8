"""How long `quiz diff --results` takes for 100,000 results, beside retelling them one by one.

The new file is handwritten.yaml with one more question, which every result may answer in two ways.
Reading the results from the database comes in addition and is the same for both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import islice

from benchmarks.engine import RULES
from benchmarks.sheets import draw_sheets, engine_of
from quiz.core.language.model import Answers
from quiz.core.prove.retold import RecordedResults, retell_all
from quiz.score.recorded import Retelling

RESULTS = 100_000
ONE_BY_ONE = 5_000
QUESTION = b"""
  retold:
    ask: Is this new?
    kind: single
    choices: {new: New, old: Old}

rules:
  retold-rule:
    when: {retold: new}
    points: {CIR: 3}
    because: It is new.
"""


def main() -> None:
    """Measure and print."""
    content = RULES.read_bytes()
    assert content.count(b"\nrules:\n") == 1
    old, new = engine_of(content), engine_of(content.replace(b"\nrules:\n", QUESTION))
    sheets = list(islice(draw_sheets(old, seed=1), RESULTS))
    for name, after in (("the same file", engine_of(content)), ("one more question", new)):
        few = sheets[:ONE_BY_ONE]
        slow, one_by_one = _timed(lambda some, after=after: retell_all(old, after, some), few)
        fast, together = _timed(Retelling(old, after).retell_all, sheets)
        assert Retelling(old, after).retell_all(few) == one_by_one
        each = slow / ONE_BY_ONE * RESULTS
        print(f"{name}: {RESULTS:,} results in {fast:.1f} s of CPU; one by one {each:.0f} s,")
        print(f"  {each / fast:.0f} times as long, from {ONE_BY_ONE:,}")
        print(f"  {together.same:,} are told the same, and of {together.depends:,} it depends")


def _timed(
    tell: Callable[[Iterable[Answers]], RecordedResults], sheets: list[Answers]
) -> tuple[float, RecordedResults]:
    begun = time.process_time()
    told = tell(sheets)
    return time.process_time() - begun, told
