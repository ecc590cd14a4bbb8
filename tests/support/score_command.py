"""What the tests of `quiz score` share: lines of sheets, and the rows of what it writes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

from support.commands import Run

HEADER = "person,home,neighbours,likes,skill"
GOOD = [
    "1,house,,melody,some",
    "2,flat,love,melody; rhythm,none",
    "3,tent,,nothing,much",
    '4,In a flat,hate,"Melodies, Rhythm",Not at all',
]
Score = Callable[..., Run]
"""Runs `quiz score` with arguments and, as `stdin`, with standard input."""


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text, each by the names of its columns."""
    return list(csv.DictReader(text.splitlines()))


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the same where cells have line breaks."""
    return list(csv.DictReader(StringIO(text, newline="")))
