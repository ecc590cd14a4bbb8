"""When something is open, in words: as days for the edition's own cycle, else as about months."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup, escape

from quiz.core.language.dates import period
from quiz.core.language.field_types import DayOrMonth, FromEdition
from quiz.core.language.rules_file import DateRange
from quiz.web.framework.language import N_, Language

_WHEN = {
    "both": (N_("%(first)s to %(last)s"), N_("about %(first)s to %(last)s")),
    "one": (N_("%(first)s"), N_("about %(first)s")),
    "from": (N_("from %(first)s"), N_("from about %(first)s")),
    "until": (N_("until %(last)s"), N_("until about %(last)s")),
}
"""The sentences for days and months that are exact, and for months that are not."""


def date_words(date: DateRange, edition: str, says: str, language: Language) -> Markup:
    """Return what a date says, and when; `says` is its text in the language, with its links."""
    sentence = escape(language.gettext("%(says)s: %(when)s."))
    return sentence % {"says": says, "when": when_words(date, edition, language)}


def when_words(date: DateRange, edition: str, language: Language) -> str:
    """Return when something is open, and the cycle for which that was seen if it is another."""
    seen = period(date, edition)
    first, last = [None if moment is None else _written(moment, language) for moment in seen[:2]]
    which = "until" if not first else "from" if not last else "one" if first == last else "both"
    when = language.gettext(_WHEN[which][seen.about]) % {"first": first, "last": last}
    if edition != str(date.as_of):
        sentence = language.gettext("%(when)s (last seen for %(year)s)")
        when = sentence % {"when": when, "year": date.as_of}
    return when


def moment_words(moment: DayOrMonth, language: Language, *, about: bool) -> str:
    """Return a day or a month in words."""
    exact, roughly = _WHEN["one"]
    sentence = roughly if about else exact
    return language.gettext(sentence) % {"first": _written(moment, language)}


def until_words(until: FromEdition | dt.date | None, language: Language) -> str | None:
    """Return when a block lapses, as a sentence; None for one that does not."""
    if until is None:
        return None
    if isinstance(until, FromEdition):
        sentence = language.gettext(
            "This does not stand in the way of applying for %(edition)s or later."
        )
        return sentence % {"edition": until.from_edition}
    return language.gettext("This applies until %(date)s.") % {"date": language.date(until)}


def _written(moment: DayOrMonth, language: Language) -> str:
    if moment.day is None:
        return language.month(moment.year, moment.month)
    return language.date(dt.date(moment.year, moment.month, moment.day))
