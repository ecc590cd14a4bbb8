"""When something is open, in words: as days for the edition's own cycle, else as about months."""

from __future__ import annotations

import datetime as dt

from quiz.core.language.field_types import DayOrMonth
from quiz.core.language.rules_file import DateRange
from quiz.web.framework.language import N_, Language

_WHEN = {
    "both": (N_("%(first)s to %(last)s"), N_("about %(first)s to %(last)s")),
    "one": (N_("%(first)s"), N_("about %(first)s")),
    "from": (N_("from %(first)s"), N_("from about %(first)s")),
    "until": (N_("until %(last)s"), N_("until about %(last)s")),
}
"""The sentences for days and months that are exact, and for months that are not."""


def moved(moment: DayOrMonth, years: int) -> DayOrMonth:
    """Return a day or month as a month so many years later; 0 years leave it as it is."""
    return DayOrMonth(moment.year + years, moment.month, None) if years else moment


def years_to_move(date: DateRange, edition: str) -> int:
    """Return how many years lie between the cycle that was seen and the edition's own.

    It is 0 where the edition is not a year.
    """
    is_year = edition.isascii() and edition.isdigit() and len(edition) == 4
    return int(edition) - date.as_of if is_year else 0


def date_words(date: DateRange, edition: str, says: str, language: Language) -> str:
    """Return what a date says, and when; `says` is its text in the language."""
    years = years_to_move(date, edition)
    first, last = [
        None if moment is None else _written(moved(moment, years), language)
        for moment in (date.from_, date.until)
    ]
    gettext = language.gettext
    which = "until" if not first else "from" if not last else "one" if first == last else "both"
    when = gettext(_WHEN[which][bool(years)])
    when %= {"first": first, "last": last}
    if years:
        when = gettext("%(when)s (last seen for %(year)s)") % {"when": when, "year": date.as_of}
    return gettext("%(says)s: %(when)s.") % {"says": says, "when": when}


def _written(moment: DayOrMonth, language: Language) -> str:
    if moment.day is None:
        return language.month(moment.year, moment.month)
    return language.date(dt.date(moment.year, moment.month, moment.day))
