"""Checks how many positions there are, where blocks end, and from which percents words hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from quiz.core.language.conditions import Fault
from quiz.core.language.dates import year_of
from quiz.core.language.document import entries
from quiz.core.language.words import shown
from quiz.core.load.questions import mappings

MOST_POSITIONS = 1000
"""Each is compared with each other one, which takes some seconds for so many."""


def faults(data: object) -> Iterator[Fault]:
    """Yield too many positions, ends of no block, ends that have passed, bands out of order."""
    if (positions := len(entries(data, "positions"))) > MOST_POSITIONS:
        message = f"a file has at most {MOST_POSITIONS:,} positions, and this one {positions:,}"
        yield Fault(("positions",), message, of_key=True)
    for id_, rule in mappings(data, "rules"):
        path = ("rules", id_, "until")
        if "until" in rule and "blocks" not in rule and ("points" in rule or "check" in rule):
            message = f"'until' is for blocks, and rule {id_!r} is not one; remove it"
            yield Fault(path, message, of_key=True)
        first = entries(rule, "until").get("from_edition")
        edition = entries(data).get("edition")
        if type(first) is not int or not isinstance(edition, str):
            continue
        year = year_of(edition)
        if year is None:
            message = f"'from_edition' needs an 'edition' that is a year, not {shown(edition)}"
            yield Fault((*path, "from_edition"), f"{message}; write a day instead")
        elif 1900 <= first <= year:
            message = f"rule {id_!r} lapsed from edition {first} on; remove the rule"
            yield Fault((*path, "from_edition"), message)
    yield from _band_faults(entries(data, "outcome").get("bands"))


def _band_faults(bands: object) -> Iterator[Fault]:
    before: Any = None
    for index, band in enumerate(bands if isinstance(bands, list) else []):
        percent = band.get("from") if isinstance(band, dict) else None
        if isinstance(percent, bool) or not isinstance(percent, (int, Decimal)):
            continue
        path = ("outcome", "bands", index, "from")
        if before is None and index == 0 and percent > 0:
            message = f"the first band is from {percent}, so that lower fits have no word"
            yield Fault(path, f"{message}; begin with 'from: 0'")
        elif before is not None and percent == before:
            yield Fault(path, f"two bands are from {percent}; remove one of them")
        elif before is not None and percent < before:
            message = f"a band from {percent} stands after one from {before}"
            yield Fault(path, f"{message}; list the lowest first")
        before = percent
