"""Scales of charts, and the periods of a summary."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from quiz.web.recruiters.summary.charts import scale
from quiz.web.recruiters.summary.periods import Period, periods, season


@pytest.mark.parametrize(
    ("highest", "step", "steps"),
    [(0, 1, 1), (1, 1, 1), (5, 1, 5), (6, 2, 3), (10, 2, 5), (11, 5, 3), (74, 20, 4), (214, 50, 5)],
)
def test_a_scale_ends_at_a_round_number(highest: int, step: int, steps: int) -> None:
    assert scale(highest) == (step, steps)


@pytest.mark.parametrize("days", [1, 14, 15, 100, 182, 183, 800])
@pytest.mark.parametrize("begin", range(0, 60, 7))
def test_periods_have_every_day_once(days: int, begin: int) -> None:
    first = date(2027, 12, 20) + timedelta(days=begin)
    last = first + timedelta(days=days - 1)
    found = periods(first, last)
    for before, after in pairwise(found):
        assert before.last + timedelta(days=1) == after.first
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= last <= found[-1].last


def test_a_season_is_the_filter_or_the_last_twelve_months() -> None:
    today = date(2028, 2, 29)
    assert season(None, None, today) == Period(date(2027, 3, 1), today)
    assert season(None, None, today).year_before == Period(date(2026, 3, 1), date(2027, 2, 28))
    given = season(date(2027, 10, 1), date(2027, 12, 31), today)
    assert given.year_before == Period(date(2026, 10, 1), date(2026, 12, 31))
