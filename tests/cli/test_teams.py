"""`quiz team`: teams are added and listed, and have a time zone."""

from __future__ import annotations

import pytest
from support.account_commands import add
from support.commands import Run, quiz

from quiz.store import Store

pytestmark = pytest.mark.usefixtures("store")  # the commands need its tables


def test_teams_are_added_and_listed(team: str) -> None:
    assert quiz("team", "add", " 領事館 ") == Run(0, "", "")
    add(team)
    assert quiz("team", "list") == Run(
        0, "Consulate A: 1 account, UTC\n領事館: 0 accounts, UTC\n", ""
    )


def test_a_team_is_added_only_once(team: str) -> None:
    expected = Run(1, "", "quiz: there is already a team 'Consulate A'\n")
    assert quiz("team", "add", team) == expected


def test_a_tab_in_a_name_is_a_space() -> None:
    assert quiz("team", "add", "Consulate\tB").code == 0
    assert quiz("team", "list").out == "Consulate B: 0 accounts, UTC\n"
    named = ("--name", "山田\u2028太郎")
    assert quiz("recruiter", "add", "t@quiz.example", "--team", "Consulate\tB", *named).code == 0
    assert "(山田 太郎)" in quiz("recruiter", "list").out


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\x07b", "\ud800", "\ufffc"])
def test_a_name_that_cannot_be_displayed_is_wrong_usage(name: str) -> None:
    expected = Run(2, "", "quiz: NAME must be 1 to 200 characters that can be shown\n")
    assert quiz("team", "add", name) == expected


@pytest.mark.parametrize("typed", ["Asia/Tokyo", "asia/tokyo", " Asia/Tokyo\u200b"])
def test_a_team_has_the_time_zone_that_was_typed(team: str, store: Store, typed: str) -> None:
    assert quiz("team", "time-zone", team, typed) == Run(0, "", "")
    found = store.accounts.team(team)
    assert found is not None
    assert found.time_zone == "Asia/Tokyo"
    entry, _team_added = store.audit.page(found.id)
    assert (entry.action, entry.detail) == ("time zone changed", {"time_zone": "Asia/Tokyo"})


def test_a_team_may_be_added_with_its_time_zone(team: str, store: Store) -> None:
    assert quiz("team", "add", "Seattle", "--time-zone", "america/los angeles") == Run(0, "", "")
    found = store.accounts.team("Seattle")
    assert found is not None
    assert found.time_zone == "America/Los_Angeles"


@pytest.mark.parametrize("zone", ["Seattle", "../UTC", "", "Asia", "UTC+9"])
def test_what_is_no_time_zone_is_refused(team: str, zone: str) -> None:
    expected = f"quiz: {zone!r} is not a time zone; write one such as Asia/Tokyo or UTC\n"
    assert quiz("team", "time-zone", team, zone) == Run(2, "", expected)
