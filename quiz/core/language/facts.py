"""The facts of a rules file: what cites each of them, and which were checked too long ago."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping

from quiz.core.language.field_types import FilePart
from quiz.core.language.rules_file import Rules

MONTHS_VALID = 12
"""How many months a check counts: the criteria of a programme change every year."""


def citations(rules: Rules) -> dict[str, list[str]]:
    """Return for each fact, in the order of the file, the places that cite it.

    A place is the keys that lead to it, with dots between them: `positions.GUIDE`. Entries of a
    list are numbered from 1. A fact that nothing cites has an empty list.
    """
    places: dict[str, list[str]] = {id_: [] for id_ in rules.facts}
    for place, id_ in _cited(rules, ()):
        places[id_].append(".".join(place))
    return places


def _cited(value: object, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each citation in a part of a file, whatever kind of part makes it."""
    if value is None or isinstance(value, str):  # most values, and none with a citation
        return
    if isinstance(value, FilePart):
        facts = getattr(value, "facts", None)
        if isinstance(facts, (list, tuple)):
            yield from ((place, id_) for id_ in facts)
        for name, field in type(value).model_fields.items():
            yield from _cited(getattr(value, name), (*place, field.alias or name))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _cited(part, (*place, str(key)))
    elif isinstance(value, (list, tuple)):
        for number, part in enumerate(value, start=1):
            yield from _cited(part, (*place, str(number)))


def last_check_of_all(rules: Rules) -> dt.date:
    """Return the day since which everything that the file rests on has been checked.

    It is the oldest of the file's own `checked` and those of the facts that it cites.
    """
    cited = (rules.facts[id_].checked for id_, places in citations(rules).items() if places)
    return min((rules.checked, *cited))


def is_due(checked: dt.date, months: int, today: dt.date) -> bool:
    """Return whether a check was made more than so many calendar months ago."""
    return today > months_after(checked, months)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or the last day of a month that has no such day.

    A month after 31 January is 28 February, or the 29th in a leap year. What lies beyond the
    year 9999 is the last day of that year.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
