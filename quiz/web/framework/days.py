"""Conversion between days and moments, in the time zone of whoever reads the page.

On pages of a team, and on those of its invitations and shares, it is the team's. Otherwise it is
UTC, and a script shows the days of the visitor's own time zone.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import get_datetime_format, get_timezone_name
from flask import g, has_request_context

from quiz.web.framework.language import Language

DAY = dt.timedelta(days=1)
MOMENT = dt.timedelta(microseconds=1)
UTC = "UTC"


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Return the names of all time zones: one for each area of each country, and UTC."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return (UTC, *sorted(row[2] for row in rows))


@lru_cache(maxsize=1024)
def find_time_zone(name: str) -> dt.tzinfo | None:
    """Return the time zone of this name, such as Asia/Tokyo; None if there is none."""
    if name == UTC:
        return dt.UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # no name, a folder, or unknown
        return None


def use_time_zone(name: str) -> None:
    """Let the days of this request be those of a time zone; UTC if there is none of this name."""
    g.time_zone = find_time_zone(name[:100]) or dt.UTC


def time_zone() -> dt.tzinfo:
    """Return the time zone of the days of this request."""
    zone: dt.tzinfo = g.get("time_zone", dt.UTC) if has_request_context() else dt.UTC
    return zone


def time_zone_name(language: Language) -> str:
    """Return the name of the time zone of this request in words."""
    zone = time_zone()
    if not isinstance(zone, ZoneInfo):
        return UTC
    return get_timezone_name(zone, "long", locale=language.locale, zone_variant="generic")


def today() -> dt.date:
    """Return today's date."""
    return dt.datetime.now(time_zone()).date()


def day_of(moment: dt.datetime) -> dt.date:
    """Return the day of a moment."""
    return moment.astimezone(time_zone()).date()


def clock_time(moment: dt.datetime) -> str:
    """Return the time of day of a moment, with the short name of the time zone."""
    local = moment.astimezone(time_zone())
    return f"{local:%H:%M} {local.tzname()}"


def date_and_time(moment: dt.datetime, language: Language) -> str:
    """Return a moment with its day, time of day and time zone, as the language writes it."""
    pattern = str(get_datetime_format("medium", locale=language.locale))  # Babel's type is wrong
    return pattern.format(clock_time(moment), language.date(day_of(moment)))


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins."""
    return dt.datetime.combine(day, dt.time(), time_zone())


def start_of(day: dt.date | None) -> dt.datetime | None:
    """Return the moment at which a day begins; None for no day."""
    return midnight(day) if day else None


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return the first moment after a day; None for no day."""
    return midnight(day + DAY) if day else None


def last_day(ends_at: dt.datetime | None) -> dt.date | None:
    """Return the last day of something that ends at a moment; None if it never ends."""
    return day_of(ends_at - MOMENT) if ends_at else None
