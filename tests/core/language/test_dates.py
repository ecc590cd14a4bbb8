"""When something is open in an edition: the days of its own cycle, or months moved from another."""

from __future__ import annotations

import pytest

from quiz.core.language.dates import Period, period
from quiz.core.language.field_types import DayOrMonth
from quiz.core.language.rules_file import DateRange


def seen(**written: object) -> DateRange:
    return DateRange.model_validate({"says": "Open", **written})


def test_the_own_cycle_of_an_edition_has_its_days():
    date = seen(**{"from": "2026-09-25", "until": "2026-11"}, as_of=2027)
    assert period(date, "2027") == Period(
        DayOrMonth(2026, 9, 25), DayOrMonth(2026, 11, None), about=False
    )


@pytest.mark.parametrize(
    ("edition", "as_of", "first", "last"),
    [
        ("2028", 2024, (2027, 9), (2028, 2)),
        ("2024", 2025, (2022, 9), (2023, 2)),  # a later cycle than the edition's
    ],
)
def test_another_cycle_has_months_that_are_about_right(edition, as_of, first, last):
    date = seen(**{"from": "2023-09-25", "until": "2024-02-29"}, as_of=as_of)
    expected = Period(DayOrMonth(*first, None), DayOrMonth(*last, None), about=True)
    assert period(date, edition) == expected


def test_an_end_that_is_not_known_stays_so():
    assert period(seen(until="2023-11-17", as_of=2024), "2028").first is None
    assert period(seen(**{"from": "2023-11-17"}, as_of=2024), "2028").last is None


@pytest.mark.parametrize("edition", ["spring", "２０２８", "20280", "2028a", "2028\n"])
def test_an_edition_that_is_no_year_moves_nothing(edition):
    date = seen(**{"from": "2023-09-25"}, as_of=2024)
    assert period(date, edition) == Period(DayOrMonth(2023, 9, 25), None, about=False)
