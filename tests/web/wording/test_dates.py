"""Dates are written as they are for the edition's own cycle, and else as about which months."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from quiz.core.language.rules_file import DateRange
from quiz.web.framework.language import read_languages
from quiz.web.wording.dates import date_words

LANGUAGES = read_languages(["en", "ja"])
NAME = {"en": "Applications", "ja": "応募受付"}


def words(edition, language="en", **date):
    made = DateRange.model_validate({"says": "Applications", **date})
    return date_words(made, edition, NAME[language], LANGUAGES[language])


@pytest.mark.parametrize(
    ("date", "en", "ja"),
    [
        (
            {"from": "2026-09-21", "until": "2026-11-13"},
            "Applications: 21 September 2026 to 13 November 2026.",
            "応募受付：2026年9月21日～2026年11月13日。",
        ),
        (
            {"until": "2026-11-13"},
            "Applications: until 13 November 2026.",
            "応募受付：2026年11月13日まで。",
        ),
        ({"from": "2026-09"}, "Applications: from September 2026.", "応募受付：2026年9月から。"),
        (
            {"from": "2026-09", "until": "2026-09"},
            "Applications: September 2026.",
            "応募受付：2026年9月。",
        ),
    ],
)
def test_the_editions_own_cycle_is_shown_as_it_was_seen(date, en, ja):
    assert words("2027", **date, as_of=2027) == en
    assert words("2027", "ja", **date, as_of=2027) == ja


@pytest.mark.parametrize(
    ("date", "en", "ja"),
    [
        (
            {"from": "2023-09-25", "until": "2023-11-17"},
            "Applications: about September 2027 to November 2027 (last seen for 2024).",
            "応募受付：2027年9月～2027年11月ごろ（2024年度の情報に基づく）。",
        ),
        (
            {"from": "2024-01"},
            "Applications: from about January 2028 (last seen for 2024).",
            "応募受付：2028年1月ごろから（2024年度の情報に基づく）。",
        ),
        (
            {"until": "2024-02-29"},
            "Applications: until about February 2028 (last seen for 2024).",
            "応募受付：2028年2月ごろまで（2024年度の情報に基づく）。",
        ),
        (
            {"from": "2024-03-02", "until": "2024-03-25"},
            "Applications: about March 2028 (last seen for 2024).",
            "応募受付：2028年3月ごろ（2024年度の情報に基づく）。",
        ),
    ],
)
def test_another_cycle_is_shown_as_months_moved_by_the_years_between(date, en, ja):
    assert words("2028", **date, as_of=2024) == en
    assert words("2028", "ja", **date, as_of=2024) == ja


def test_an_edition_that_is_no_year_moves_nothing_and_the_cycle_is_named():
    assert (
        words("spring", until="2024-02-29", as_of=2024)
        == "Applications: until 29 February 2024 (last seen for 2024)."
    )


def test_what_a_date_says_keeps_its_link_and_is_escaped_once():
    date = DateRange.model_validate({"says": "Open", "until": "2027-02", "as_of": 2027})
    english = LANGUAGES["en"]
    link = Markup('<a href="https://a.example/">Open</a>')
    assert date_words(date, "2027", link, english) == f"{link}: until February 2027."
    assert date_words(date, "2027", "A & B", english) == "A &amp; B: until February 2027."
