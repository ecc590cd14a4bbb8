"""A session of a recruiter: its cookie, how long it lasts, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from support.teams import PASSWORD, SIGN_IN, Teams
from support.visitor import Visitor

from quiz.store import Recruiter


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


def test_signing_in_replaces_a_session_planted_by_somebody_else(
    app: Flask, visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    planted = teams.session(teams.recruiter("Consulate B"))
    visitor.client.set_cookie("recruiter", planted)
    known = visitor.open("/recruiter").token
    form = visitor.open("/recruiter/account")
    page = visitor.send(SIGN_IN, form, email=who.email, password=PASSWORD)
    assert page.text("h1") == "Consulate A"
    cookie = visitor.client.get_cookie("recruiter")
    assert cookie is not None
    assert re.fullmatch("[a-z2-7]{26}", cookie.value)
    assert cookie.value != planted
    assert page.token != known, "and no form that was made before is taken"
    assert teams.store.sessions.find(planted, datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [
        ("http://127.0.0.1:8000", "recruiter", False),
        ("https://quiz.example", "__Host-recruiter", True),
    ],
)
def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(
    start_app: Callable[..., Flask], public_url: str, name: str, secure: bool
) -> None:
    app = start_app(public_url=public_url)
    who = Teams(app).recruiter()
    visitor = Visitor(app, base_url=public_url)
    form = visitor.open(SIGN_IN)
    sent = {"csrf_token": form.token, "email": who.email, "password": PASSWORD}
    answer = visitor.ask(SIGN_IN, method="POST", data=sent)
    [cookie] = [
        cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith(f"{name}=")
    ]
    attributes = set(cookie.split("; ")[1:])
    assert attributes == {"HttpOnly", "Path=/", "SameSite=Lax"} | ({"Secure"} if secure else set())
    assert visitor.open("/recruiter").text("h1") == "Consulate A"


def test_signing_out_ends_the_session_on_the_server(teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who)
    page = visitor.open("/recruiter")
    token = visitor.client.get_cookie("recruiter")
    assert token is not None
    assert visitor.send("/recruiter/sign-out", page).path == SIGN_IN
    assert visitor.client.get_cookie("recruiter") is None
    visitor.client.set_cookie("recruiter", token.value)
    assert visitor.open("/recruiter").path == SIGN_IN
    assert [entry.action for entry in teams.store.audit.page(who.team_id)] == ["sign-out"]


def test_a_session_in_use_continues_and_is_seldom_written(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    now = datetime.now(UTC)
    for ago, written in ((timedelta(minutes=1), False), (timedelta(hours=11), True)):
        token = teams.session(who, now - ago)
        visitor.client.set_cookie("recruiter", token)
        assert visitor.open("/recruiter").path == "/recruiter"
        session = teams.store.sessions.find(token, now)
        assert session is not None
        assert (session.seen_at > now - ago) is written


def test_an_unused_session_ends(teams: Teams, who: Recruiter, visitor: Visitor) -> None:
    token = teams.session(who, datetime.now(UTC) - timedelta(hours=12))
    visitor.client.set_cookie("recruiter", token)
    assert visitor.open("/recruiter").path == SIGN_IN


def test_disabling_an_account_ends_its_session_at_once(teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who)
    assert visitor.open("/recruiter").path == "/recruiter"
    teams.store.accounts.disable(who.id, datetime.now(UTC))
    assert visitor.open("/recruiter").path == SIGN_IN


@pytest.mark.parametrize("cookie", ["", "x", "a" * 26, "é", "a" * 3000])
def test_a_forged_cookie_signs_nobody_in(visitor: Visitor, cookie: str) -> None:
    visitor.client.set_cookie("recruiter", cookie)
    assert visitor.open("/recruiter").path == SIGN_IN


NOBODY_WRITES = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "LOCK TABLE recruiter_sessions IN SHARE MODE",
}


def test_pages_can_be_read_while_the_database_cannot_be_written(
    teams: Teams, who: Recruiter, visitor: Visitor, database: sa.Engine, caplog
) -> None:
    token = teams.session(who, datetime.now(UTC) - timedelta(hours=1))
    visitor.client.set_cookie("recruiter", token)
    visitor.open("/")
    with database.connect() as busy:
        busy.execute(sa.text(NOBODY_WRITES[database.dialect.name]))
        assert visitor.open("/recruiter").status == 200
        busy.rollback()
    assert "cannot keep a session" in caplog.text


def test_signing_out_from_an_outdated_page_with_an_invalid_filter_says_what_to_do(
    teams: Teams, who: Recruiter
) -> None:
    visitor = teams.visitor(who)
    answer = visitor.ask("/recruiter/sign-out?invitation=abc", method="POST")
    assert answer.status_code == 400
    assert "press the button again" in answer.text
