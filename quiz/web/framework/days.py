"""Days, which people choose, as moments, which are stored; all in UTC."""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """Return the day it is."""
    return dt.datetime.now(dt.UTC).date()


def start_of(day: dt.date | None) -> dt.datetime | None:
    """Return when a day begins."""
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return when a day is over: the first moment of the next one."""
    return start_of(day + dt.timedelta(days=1)) if day else None


def last_day(ends_at: dt.datetime | None) -> dt.date | None:
    """Return the last day of something that ends at a moment."""
    return (ends_at - dt.timedelta(microseconds=1)).date() if ends_at else None
