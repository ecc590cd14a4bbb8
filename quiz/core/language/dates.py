"""When something is open in an edition, as far as is known: its own days, or about which months."""

from __future__ import annotations

import re
from typing import NamedTuple

from quiz.core.language.field_types import DayOrMonth
from quiz.core.language.rules_file import DateRange

_YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)


class Period(NamedTuple):
    """From when and until when something is open; None where that end is not known.

    Where the days were seen for another cycle, the ends are months that are `about` right.
    """

    first: DayOrMonth | None
    last: DayOrMonth | None
    about: bool


def year_of(edition: str) -> int | None:
    """Return the year that an edition is named for; None where it is not a year."""
    return int(edition) if _YEAR.fullmatch(edition) else None


def period(date: DateRange, edition: str) -> Period:
    """Return when a date is expected in an edition.

    What was seen for another cycle is moved by the years between, to months. An edition that
    is not a year moves nothing.
    """
    year = year_of(edition)
    years = 0 if year is None else year - date.as_of
    if not years:
        return Period(date.from_, date.until, about=False)
    return Period(_moved(date.from_, years), _moved(date.until, years), about=True)


def _moved(moment: DayOrMonth | None, years: int) -> DayOrMonth | None:
    """Return the month so many years later."""
    return moment and DayOrMonth(moment.year + years, moment.month, None)
