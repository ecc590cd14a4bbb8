"""The days, weeks or months over which a summary counts, and the same days of a year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from babel.dates import format_skeleton

from quiz.web.framework.language import Language
from quiz.web.recruiters.board.rows import short_date

DAYS_SHOWN, WEEKS_SHOWN = 14, 26
"""The longest time that is shown by day, and by week."""

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """A period from its first to its last day, both included."""

    first: dt.date
    last: dt.date

    def in_words(self, language: Language) -> str:
        """Return both days in words, or the only one."""
        first, last = short_date(self.first, language), short_date(self.last, language)
        if self.first == self.last:
            return first
        return language.gettext("%(first)s to %(last)s") % {"first": first, "last": last}

    def name(self, language: Language) -> str:
        """Return the first day in words, or a whole month."""
        if self.first.day == 1 and _next_month(self.first) - DAY == self.last:
            return format_skeleton("yMMM", self.first, locale=language.locale)
        return short_date(self.first, language)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last

    @property
    def year_before(self) -> Period:
        """The same days a year before."""
        return Period(_year_before(self.first), _year_before(self.last))


def periods(first: dt.date, last: dt.date) -> list[Period]:
    """Return the days from one day to another, or the weeks or months that have them."""
    days = (last - first).days + 1
    if days <= DAYS_SHOWN:
        return _steps(first, last, lambda day: day + DAY)
    monday = first - dt.timedelta(days=first.weekday())
    if days <= 7 * WEEKS_SHOWN:
        return _steps(monday, last, lambda day: day + WEEK)
    return _steps(first.replace(day=1), last, _next_month)


def season(first: dt.date | None, last: dt.date | None, today: dt.date) -> Period:
    """Return the days of a filter; without a first one, the twelve months until the last."""
    last = last or max(today, first or today)
    return Period(first or _year_before(last) + DAY, last)


def _steps(first: dt.date, last: dt.date, step: Callable[[dt.date], dt.date]) -> list[Period]:
    found = []
    while first <= last:
        after = step(first)
        found.append(Period(first, after - DAY))
        first = after
    return found


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1)


def _year_before(day: dt.date) -> dt.date:
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)
