"""View models of charts: tables whose rows have a bar each, all on one scale with an axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.web.framework.language import Language
from quiz.web.wording.numbers import number

MOST_STEPS = 5


class CellView(NamedTuple):
    """A number in words, and the address of the results that it counts."""

    text: str
    href: str | None = None


class SegmentView(NamedTuple):
    """A part of a bar, from one place to another in percent of the scale."""

    begin: float
    end: float
    colour: int


class RowView(NamedTuple):
    """A row of a chart."""

    name: str
    segments: Sequence[SegmentView]
    cells: Sequence[CellView]


class TickView(NamedTuple):
    """A mark of the axis, at a place in percent of the scale."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart; `headings` are those of the cells."""

    headings: Sequence[str]
    rows: Sequence[RowView]
    ticks: Sequence[TickView]


class Row(NamedTuple):
    """A row to draw: its name, the length and colour of each part of its bar, and its cells."""

    name: str
    parts: Sequence[tuple[int, int]]
    cells: Sequence[CellView]


def chart(headings: Sequence[str], rows: Iterable[Row], language: Language) -> ChartView:
    """Return a chart whose scale begins at 0 and ends at a round number."""
    rows = list(rows)
    step, steps = scale(max((sum(length for length, _ in row.parts) for row in rows), default=0))
    top = step * steps
    return ChartView(
        headings,
        [RowView(row.name, _segments(row.parts, top), row.cells) for row in rows],
        [
            TickView(round(100 * place / steps, 2), number(place * step, language))
            for place in range(steps + 1)
        ],
    )


def scale(highest: int) -> tuple[int, int]:
    """Return the step of an axis, 1, 2 or 5 times a power of ten, and how many there are."""
    unit = 1
    while True:
        for times in (1, 2, 5):
            steps = -(-highest // (unit * times))
            if steps <= MOST_STEPS:
                return unit * times, max(1, steps)
        unit *= 10


def _segments(parts: Sequence[tuple[int, int]], top: int) -> list[SegmentView]:
    found, begin = [], 0
    for length, colour in parts:
        if length:
            end = begin + length
            found.append(
                SegmentView(round(100 * begin / top, 2), round(100 * end / top, 2), colour)
            )
            begin = end
    return found
