"""A team can require a second factor: without it, a member reaches only where it is set up."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from support.databases import write_migrated_sqlite
from support.second_factors import APP, CODE, SECOND_FACTOR, set_up_app
from support.teams import PASSWORD, Teams, sign_in
from support.visitor import Visitor
from web.recruiters.test_guard import addresses

from quiz.store import Recruiter

PAGE = "/recruiter/required-second-factor"
OPEN_WITHOUT = {
    *("/recruiter/sign-in", CODE, "/recruiter/set-up/<token>", "/recruiter/sign-out"),
    *("/recruiter/sign-in/passkey", f"{CODE}/passkey", "/recruiter/forgotten-password"),
    *("/recruiter/teams", "/recruiter/teams/leave", "/recruiter/teams/<id:team>"),
    *("/recruiter/join/<token>", "/recruiter/sign-in/provider", "/recruiter/sign-in/provider/back"),
    *(SECOND_FACTOR, APP, f"{SECOND_FACTOR}/codes", f"{SECOND_FACTOR}/passkeys"),
}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


def require(teams: Teams, who: Recruiter) -> None:
    teams.store.accounts.require_second_factor(who.team_id, required=True)


def test_an_administrator_requires_it_and_is_asked_first(teams: Teams, admin: Recruiter) -> None:
    who, visitor = teams.recruiter(), teams.visitor(admin)
    set_up_app(visitor)
    asked = visitor.open(PAGE)
    assert asked.text("h1") == "Require a second factor from everybody in the team?"
    assert "Set up so far: 1 of 2 people." in asked.words
    done = visitor.send(PAGE, asked, required="yes")
    assert "Saved." in done.words
    assert "A second factor is required." in done.words
    assert teams.visitor(who).open("/recruiter").path == SECOND_FACTOR
    assert teams.visitor(teams.recruiter("Consulate B")).open("/recruiter").path == "/recruiter"
    asked = visitor.open(PAGE)
    assert asked.text("h1") == "Make the second factor optional?"
    assert "A second factor is optional." in visitor.send(PAGE, asked, required="no").words
    assert teams.visitor(who).open("/recruiter").path == "/recruiter"
    log = visitor.open("/recruiter/audit").words
    assert "Made the second factor required" in log
    assert "Made the second factor optional" in log


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_without_one_every_other_page_and_form_leads_to_where_it_is_set_up(
    app: Flask, teams: Teams, admin: Recruiter, method: str
) -> None:
    require(teams, admin)
    visitor = teams.visitor(admin)
    token = visitor.open(SECOND_FACTOR).token
    for rule, address in addresses(app, method).items():
        data = {"csrf_token": token} if method == "POST" else None
        if rule not in OPEN_WITHOUT:
            answer = visitor.ask(address, method=method, data=data)
            assert answer.status_code == 303, rule
            assert answer.headers["Location"] == SECOND_FACTOR, rule


def test_whoever_sets_one_up_goes_on(app: Flask, teams: Teams, admin: Recruiter) -> None:
    require(teams, admin)
    visitor = Visitor(app)
    page = sign_in(visitor, admin.email)
    assert page.path == SECOND_FACTOR
    assert "Your team requires a second factor. Set it up here to go on." in page.words
    set_up_app(visitor)
    page = visitor.open(SECOND_FACTOR)
    assert "Your team requires" not in page.words
    assert f"{SECOND_FACTOR}/off" not in page.links
    assert visitor.open("/recruiter").path == "/recruiter"
    assert sign_in(Visitor(app), admin.email).path == CODE


def test_it_cannot_be_turned_off_while_it_is_required(teams: Teams, admin: Recruiter) -> None:
    visitor = teams.visitor(admin)
    set_up_app(visitor)
    form = visitor.open(f"{SECOND_FACTOR}/off")
    require(teams, admin)
    for page in (
        visitor.open(f"{SECOND_FACTOR}/off"),
        visitor.send(f"{SECOND_FACTOR}/off", form, present=PASSWORD),
    ):
        assert "so it cannot be turned off." in page.words
    assert teams.store.second_factors.has_any(admin.id)


def test_signing_out_is_possible_without_one(teams: Teams, admin: Recruiter) -> None:
    require(teams, admin)
    visitor = teams.visitor(admin)
    page = visitor.send("/recruiter/sign-out", visitor.open(SECOND_FACTOR))
    assert page.path == "/recruiter/sign-in"
