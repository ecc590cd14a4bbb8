"""An owner's days are those of the browser's own time zone; without scripts, of UTC."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

import pytest
from support.browsing import Visits
from support.owner_actions import press, result
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

MADE = "2026-11-25 23:30:00.000000"  # 26 November in Tokyo


def made_on(site: Site) -> None:
    """Let all results be made late on an evening in UTC."""
    with closing(sqlite3.connect(site.database)) as connection, connection:
        connection.execute("UPDATE results SET created_at = ?", (MADE,))


@pytest.mark.parametrize(
    ("zone", "language", "day"),
    [
        ("Asia/Tokyo", "en", "26 November 2026"),
        ("Asia/Tokyo", "ja", "2026年11月26日"),
        ("America/Los_Angeles", "en", "25 November 2026"),
    ],
)
def test_a_result_bears_the_day_of_its_reader(
    visits: Visits, site: Site, zone: str, language: str, day: str
) -> None:
    page = visits.visit(language, site.answers("torn-between-two"), timezone_id=zone)
    address = result(page, site)
    made_on(site)
    page.goto(address)
    made, _ = page.locator("time").all_inner_texts()[-2:]  # the other is the day of its deletion
    assert made == day


def test_without_scripts_the_day_is_that_of_utc_and_says_so(visits: Visits, site: Site) -> None:
    page = visits.visit(
        answers=site.answers("torn-between-two"),
        timezone_id="Asia/Tokyo",
        java_script_enabled=False,
    )
    address = result(page, site)
    made_on(site)
    page.goto(address)
    made, deleted = page.locator("time").all_inner_texts()[-2:]
    assert made == "25 November 2026 (UTC)"
    assert deleted == "30 December 2027 (UTC)"  # 400 days later
    page.goto(f"{address}/link")
    assert "after this day (UTC)" in page.inner_text("main")


@pytest.mark.parametrize(
    ("zone", "named", "hour"),
    [("Asia/Tokyo", "Japan", 15), ("America/Los_Angeles", "Pacific", 8), ("UTC", "", 0)],
)
def test_the_last_day_of_a_link_is_a_day_of_its_owner(
    visits: Visits, site: Site, zone: str, named: str, hour: int
) -> None:
    page = visits.visit(answers=site.answers("torn-between-two"), timezone_id=zone)
    address = result(page, site)
    page.goto(f"{address}/link")
    assert named in page.locator("[data-time-zone]").inner_text()
    year = dt.datetime.now(dt.UTC).year + 1
    page.fill("input[type=date]", f"{year}-01-31")
    press(page)
    assert f"It closes after 31 January {year}." in page.inner_text("main")
    assert page.input_value("input[type=date]") == f"{year}-01-31"
    with closing(sqlite3.connect(site.database)) as connection:
        query = "SELECT closes_at FROM results ORDER BY id DESC LIMIT 1"
        [closes_at] = connection.execute(query).fetchone()
    day = 31 if zone == "Asia/Tokyo" else 1
    month = 1 if zone == "Asia/Tokyo" else 2
    assert closes_at.startswith(f"{year}-{month:02}-{day:02} {hour:02}:00")
