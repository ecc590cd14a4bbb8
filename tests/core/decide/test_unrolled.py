"""The written-out loops of a tally, where the numbers of a rules file are very large."""

from __future__ import annotations

import sys

from quiz.core.decide.fields import reader
from quiz.core.decide.unrolled import Sums, unrolled


def test_numbers_may_have_more_digits_than_python_writes():
    """A bit for each rule and a counter for each term come to so many digits."""
    counter = 1 << 4 * sys.get_int_max_str_digits()
    before = counter.bit_length() // 8 + 1
    point = 1 << 8 * before
    sums = Sums(
        nothing_asked=counter - 2,
        pairs=[("q", "r", {"x": {"x": 2}})],
        always_asked=[],
        sometimes_asked=[("s", {("x",): 2 * point})],
        together=[(counter, {0: 0, counter: point})],
        counts=reader(before, 3, 1),
        size=before + 4,
        first_rule=8 * (before + 3),
        scale=[3],
        least=1,
    )
    functions = unrolled(sums, total=lambda _: 1 << sums.first_rule)
    assert functions.tally({"q": ("x",), "r": ("x",)}) == (0, (1, 0, 0), 0)
    assert functions.tally({"q": ("x",), "r": ("x",), "s": ("x",)}) == (0, (3, 0, 0), 0)
    assert functions.tally({"q": ("y",), "r": ("x",)}) == (1, (0, 0, 0), -1)
    assert functions.read(2 * point + counter) == (0, (3, 0, 0), 0)
