"""Conversion between the days that people choose and the moments that are stored, in UTC."""

from __future__ import annotations

import datetime as dt

DAY = dt.timedelta(days=1)


def today() -> dt.date:
    """Return today's date."""
    return dt.datetime.now(dt.UTC).date()


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def start_of(day: dt.date | None) -> dt.datetime | None:
    """Return the moment at which a day begins; None for no day."""
    return midnight(day) if day else None


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return the first moment after a day; None for no day."""
    return midnight(day + DAY) if day else None


def last_day(ends_at: dt.datetime | None) -> dt.date | None:
    """Return the last day of something that ends at a moment; None if it never ends."""
    return (ends_at - dt.timedelta(microseconds=1)).date() if ends_at else None
