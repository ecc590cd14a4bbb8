"""The days of a team are those of its time zone, and its pages say so."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from support.invitations import invite
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.web.framework import days

EVENING = dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC)  # the 26th in Tokyo and Wellington


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


def choose(visitor: Visitor, zone: str) -> Page:
    return visitor.send("/recruiter/time-zone", time_zone=zone)


@pytest.mark.parametrize(
    ("zone", "named", "day", "clock"),
    [
        ("UTC", "UTC", 25, "23:30 UTC"),
        ("Asia/Tokyo", "Japan Time", 26, "08:30 JST"),
        ("Pacific/Auckland", "New Zealand Time", 26, "12:30 NZDT"),
        ("America/Los_Angeles", "Pacific Time", 25, "15:30 PST"),
    ],
)
def test_a_result_bears_the_day_of_the_team_and_pages_name_the_time_zone(
    teams: Teams, admin: Recruiter, zone: str, named: str, day: int, clock: str
) -> None:
    visitor = teams.visitor(admin)
    assert choose(visitor, zone).path == "/recruiter/people"
    result = teams.result(admin, created_at=EVENING)
    teams.store.notes.add(admin.team_id, result, admin.id, "Called", EVENING)
    page = visitor.open(f"/recruiter/results/{result}")
    assert f"· {day} November 2026 · New" in page.words
    assert f"{day} November 2026, {clock}" in page.words
    assert f"Time zone: {named}" in page.words
    heading, result_row = visitor.ask("/recruiter/export.csv").text.splitlines()
    assert heading.startswith(f"\ufeffNumber,Time ({zone}),")
    assert f"2026-11-{day}" in result_row
    for other in (24, 25, 26, 27):
        board = visitor.open(f"/recruiter?first=2026-11-{other}&last=2026-11-{other}")
        assert ("One result" in board.words) is (other == day), other


@pytest.mark.parametrize(
    ("zone", "opens", "closes"),
    [
        ("America/Los_Angeles", "2027-03-01T08:00", "2027-03-15T07:00"),  # summer time begins
        ("Pacific/Auckland", "2027-02-28T11:00", "2027-03-14T11:00"),
        ("Asia/Tokyo", "2027-02-28T15:00", "2027-03-14T15:00"),
        ("UTC", "2027-03-01T00:00", "2027-03-15T00:00"),
    ],
)
def test_an_invitation_opens_and_closes_with_the_days_of_the_team(
    app: Flask, teams: Teams, admin: Recruiter, zone: str, opens: str, closes: str
) -> None:
    visitor = teams.visitor(admin)
    choose(visitor, zone)
    sent = {"title": "Fair", "invitation_language": "en"}
    sent |= {"opens_on": "2027-03-01", "closes_on": "2027-03-14"}
    page = visitor.send("/recruiter/invitations/new", **sent)
    [found] = teams.store.invitations.of_team(admin.team_id)
    assert found.opens_at is not None
    assert found.closes_at is not None
    assert found.opens_at.isoformat()[:16] == opens
    assert found.closes_at.isoformat()[:16] == closes
    values = {a["name"]: a["value"] for a in page.all("input") if a.get("type") == "date"}
    assert values == {"opens_on": "2027-03-01", "closes_on": "2027-03-14"}
    visitor.send(page.path, page, **{**sent, "title": "Fair again"})
    [again] = teams.store.invitations.of_team(admin.team_id)
    assert (again.opens_at, again.closes_at) == (found.opens_at, found.closes_at)
    with app.test_request_context():
        days.use_time_zone(zone)
        named = days.time_zone_name(app.extensions["quiz"].localized.language)
    applicant = Visitor(app).open(f"/i/{found.code}")
    assert f"This invitation opens on 1 March 2027 ({named})." in applicant.words


def test_a_team_without_a_choice_has_utc_and_only_administrators_choose(
    teams: Teams, admin: Recruiter
) -> None:
    page = teams.visitor(admin).open("/recruiter/people")
    assert "Time zone: UTC" in page.words
    assert "/recruiter/time-zone" in page.links
    assert teams.visitor(teams.recruiter()).open("/recruiter/time-zone").status == 403


@pytest.mark.parametrize("zone", ["", "Seattle", "../UTC", "Asia", "x" * 300])
def test_what_is_no_time_zone_is_refused(teams: Teams, admin: Recruiter, zone: str) -> None:
    visitor = teams.visitor(admin)
    choose(visitor, "Asia/Tokyo")
    page = choose(visitor, zone)
    assert page.status == 422
    assert "Time zone: choose one of these." in page.words
    team = teams.store.accounts.team(admin.team_name)
    assert team is not None
    assert team.time_zone == "Asia/Tokyo"


def test_the_change_is_in_the_audit_and_another_team_keeps_its_own(
    teams: Teams, admin: Recruiter
) -> None:
    other = teams.administrator("Consulate B")
    visitor = teams.visitor(admin)
    choose(visitor, "Asia/Tokyo")
    assert "Changed the time zone to Asia/Tokyo" in visitor.open("/recruiter/audit").words
    assert "Time zone: UTC" in teams.visitor(other).open("/recruiter").words
    assert invite(teams.store, "Consulate B").time_zone == "UTC"


def test_every_time_zone_that_is_offered_is_one() -> None:
    zones = days.time_zones()
    assert len(zones) > 400
    assert {"UTC", "Asia/Tokyo", "Europe/London", "Pacific/Auckland"} <= set(zones)
    assert [zone for zone in zones if days.find_time_zone(zone) is None] == []
