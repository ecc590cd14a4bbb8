"""Recruiters who are signed in are told that facts were last checked more than a year ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.old_facts import checked_days_ago
from support.teams import Teams
from support.visitor import Visitor

from quiz.web.recruiters.page import old_facts

PAGES = ("/recruiter", "/recruiter/invitations", "/recruiter/people", "/recruiter/account")


def says(day: dt.date) -> str:
    return (
        f"The facts in this quiz were last checked on {day:%-d %B %Y}, more than a year ago. "
        "Compare its advice with this year’s guidelines, and ask whoever runs the quiz to "
        "check the facts."
    )


@pytest.mark.parametrize(("file", "fact"), [(370, 10), (10, 370)])
def test_every_page_of_recruiters_has_a_banner_if_facts_are_older_than_a_year(
    start_app: Callable[..., Flask], tmp_path: Path, file: int, fact: int
) -> None:
    app = start_app(rules_path=checked_days_ago(tmp_path, file, fact=fact))
    teams = Teams(app)
    admin = teams.administrator()
    visitor = teams.visitor(admin)
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=370)
    for address in PAGES:
        assert says(day) in visitor.open(address).words, address
    japanese = teams.visitor(admin, "ja").open("/recruiter").words
    assert (
        f"この診断の情報が最後に確認されたのは{day.year}年{day.month}月{day.day}日で、" in japanese
    )
    assert "last checked" not in Visitor(app).open("/recruiter/sign-in").words


def test_there_is_no_banner_within_the_year(
    start_app: Callable[..., Flask], tmp_path: Path
) -> None:
    app = start_app(rules_path=checked_days_ago(tmp_path, 360))
    teams = Teams(app)
    visitor = teams.visitor(teams.administrator())
    for address in PAGES:
        assert "last checked" not in visitor.open(address).words, address


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-11-20", None),
        ("2027-11-20", None),
        ("2027-11-21", "20 November 2026"),
        ("2030-01-01", "20 November 2026"),
    ],
)
def test_the_year_ends_on_the_same_day_of_the_next_one(
    app: Flask, today: str, told: str | None
) -> None:
    localized = app.extensions["quiz"].editions.today.localizations["en"]
    assert old_facts(localized, dt.date.fromisoformat(today)) == told
