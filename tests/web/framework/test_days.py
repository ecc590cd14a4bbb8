"""A moment is written as its language writes it, in the time zone of whoever reads it."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from quiz.web.framework.days import date_and_time, use_time_zone
from quiz.web.framework.language import read_languages

MOMENT = dt.datetime(2026, 11, 28, 17, 38, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "in_utc", "in_tokyo"),
    [
        ("en", "28 November 2026, 17:38 UTC", "29 November 2026, 02:38 JST"),
        ("ja", "2026年11月28日 17:38 UTC", "2026年11月29日 02:38 JST"),
    ],
)
def test_a_moment_is_written_as_its_language_writes_it(
    app: Flask, language: str, in_utc: str, in_tokyo: str
) -> None:
    read = read_languages([language])[language]
    with app.test_request_context():
        assert date_and_time(MOMENT, read) == in_utc
        use_time_zone("Asia/Tokyo")
        assert date_and_time(MOMENT, read) == in_tokyo
