"""The loops of a tally, written out for one rules file and compiled to functions.

Which questions and positions a tally goes over is known once the file is read. To loop over
them takes up to a fifth of its time. Numbers are written to the base 16, because Python refuses
to write very large ones to the base 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from quiz.core.decide.fields import Counts
from quiz.core.language.model import Answer, Answers

Tally: TypeAlias = tuple[int, Counts, int]
"""A bit for each rule that applies, the counts, and the number of the best position or -1.

It is a plain tuple because one is made for each sheet: a named one takes as long as three look-ups.
"""

Pair: TypeAlias = dict[str, dict[str, int]]
"""What the choices of two questions add together, by the choice of one and then of the other."""


class Sums(NamedTuple):
    """How the answers of a sheet are summed up, and where the counts stand in the sum.

    The tables have what answers add beyond `nothing_asked`; an answer that was not met before is
    a KeyError. `size` is in bytes, `first_rule` a bit, and `scale` as in Tables.
    """

    nothing_asked: int
    pairs: Sequence[tuple[str, str, Pair]]
    always_asked: Sequence[tuple[str, Mapping[Answer, int]]]
    sometimes_asked: Sequence[tuple[str, Mapping[Answer, int]]]
    together: Sequence[tuple[int, Mapping[int, int]]]
    counts: Callable[[bytes], Counts]
    size: int
    first_rule: int
    scale: Sequence[int]
    least: int


class Unrolled(NamedTuple):
    """`tally` takes a complete answer sheet, `read` what its answers add up to, each by itself."""

    tally: Callable[[Answers], Tally]
    read: Callable[[int], Tally]


def unrolled(sums: Sums, total: Callable[[Answers], int]) -> Unrolled:
    """Return the functions of a rules file; `total` adds up answers that the tables lack."""
    names: dict[str, Any] = {"total": total, "counts_of": sums.counts}
    names |= {f"pair_{number}": table for number, (_, _, table) in enumerate(sums.pairs)}
    names |= {f"always_{number}": table for number, (_, table) in enumerate(sums.always_asked)}
    names |= {f"asked_{number}": table for number, (_, table) in enumerate(sums.sometimes_asked)}
    names |= {f"together_{number}": table for number, (_, table) in enumerate(sums.together)}
    lines = ["def tally(answers):", *_summed(sums), *_read(sums), "def read(sum_):", *_read(sums)]
    # Nothing of the file comes into the source but numbers, and ids as quoted strings.
    exec(compile("\n".join(lines), "<tally>", "exec"), names)  # noqa: S102
    return Unrolled(names["tally"], names["read"])


def _summed(sums: Sums) -> Iterator[str]:
    """Yield the lines that add up what the answers add."""
    yield " try:"
    yield f"  sum_ = {sums.nothing_asked:#x}"
    for number, (one, two, _) in enumerate(sums.pairs):
        yield f"  sum_ += pair_{number}[answers[{one!r}][0]][answers[{two!r}][0]]"
    for number, (question, _) in enumerate(sums.always_asked):
        yield f"  sum_ += always_{number}[answers[{question!r}]]"
    for number, (question, _) in enumerate(sums.sometimes_asked):
        yield f"  if {question!r} in answers:"
        yield f"   sum_ += asked_{number}[answers[{question!r}]]"
    yield " except KeyError:"
    yield "  sum_ = total(answers)"


def _read(sums: Sums) -> Iterator[str]:
    """Yield the lines that return the tally of a sum."""
    count = len(sums.scale)
    for number, (ends, _) in enumerate(sums.together):
        yield f" sum_ += together_{number}[sum_ & {ends:#x}]"
    fields = "".join(
        f"{kind}{place}, " for kind in ("points", "block", "check") for place in range(count)
    )
    yield f" {fields}= counts = counts_of(sum_.to_bytes({sums.size}, 'little'))"
    yield f" best, best_fit = -1, {sums.least - 1:#x}"
    for place, scale in enumerate(sums.scale):
        yield f" if not block{place}:"
        yield f"  fit = points{place} * {scale:#x}"
        yield "  if fit > best_fit:"
        yield f"   best, best_fit = {place}, fit"
    yield f" return sum_ >> {sums.first_rule}, counts, best"
