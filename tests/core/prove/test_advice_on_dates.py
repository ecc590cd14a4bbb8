"""Advice on when facts were checked: over a year ago, or on a day to come."""

from __future__ import annotations

import datetime as dt

import pytest
from support.advice_files import LEVEL, LEVEL_RULES, POSITIONS, advised, here

FACT = """\
facts:
  one:
    says: So.
    source: A book
    checked: {}  # here
    confidence: high
"""


def test_a_file_that_is_said_to_be_checked_on_a_day_to_come_gets_advice():
    parts = (POSITIONS, LEVEL, LEVEL_RULES)
    assert advised(*parts, today=dt.date(2026, 11, 21)) == []  # it may be tomorrow in Japan
    assert advised(*parts, today=dt.date(2026, 11, 20)) == [
        (4, "2026-11-22 is a day to come; write when facts were checked")
    ]


def test_a_file_that_was_checked_over_a_year_ago_gets_one_advice():
    """`checked` of the file itself, which is in the head that all other files here share."""
    parts = (POSITIONS, LEVEL, LEVEL_RULES)
    assert advised(*parts, today=dt.date(2027, 11, 22)) == []
    assert advised(*parts, today=dt.date(2027, 11, 23)) == [
        (4, "the facts were last checked on 2026-11-22, over a year ago; check them")
    ]


@pytest.mark.parametrize(
    ("checked", "message"),
    [
        ("2025-11-22", "fact 'one' was last checked on 2025-11-22, over a year ago; check it"),
        ("2062-11-22", "2062-11-22 is a day to come; write when fact 'one' was checked"),
    ],
)
def test_a_fact_gets_one_advice_at_its_line(checked: str, message: str) -> None:
    parts = (POSITIONS, LEVEL, LEVEL_RULES + FACT.format(checked))
    assert advised(*parts) == [(line, message) for line in here(*parts)]
    assert len(here(*parts)) == 1
