"""When something is open in an edition, as far as is known: its own days, or about which months."""

from __future__ import annotations

import re
from typing import NamedTuple

from quiz.core.language.field_types import DayOrMonth
from quiz.core.language.rules_file import DateRange

_YEAR = re.compile(r"[0-9]{4}")


class Period(NamedTuple):
    """From when and until when something is open; None where that end is not known.

    Where the days were seen for another cycle, the ends are months that are `about` right.
    """

    first: DayOrMonth | None
    last: DayOrMonth | None
    about: bool


def period(date: DateRange, edition: str) -> Period:
    """Return when a date is expected in an edition.

    What was seen for another cycle is moved by the years between, to months. An edition that
    is not a year moves nothing.
    """
    years = int(edition) - date.as_of if _YEAR.fullmatch(edition) else 0
    if not years:
        return Period(date.from_, date.until, about=False)
    return Period(_moved(date.from_, years), _moved(date.until, years), about=True)


def _moved(moment: DayOrMonth | None, years: int) -> DayOrMonth | None:
    """Return the month so many years later."""
    return moment and DayOrMonth(moment.year + years, moment.month, None)
