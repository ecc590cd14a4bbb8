"""The list of one's sessions, and signing out in other browsers."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from support.databases import write_migrated_sqlite
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter

PAGE, END = "/recruiter/sessions", "/recruiter/sessions/end"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/26.0 Safari/604.1"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


def signed_in(app: Flask, who: Recruiter, agent: str) -> Visitor:
    """Return a browser that has signed in, and says this of itself."""
    visitor = Visitor(app)
    form = visitor.open(SIGN_IN)
    sent = {"csrf_token": form.token, "email": who.email, "password": PASSWORD}
    visitor.ask(SIGN_IN, method="POST", data=sent, headers={"User-Agent": agent})
    return visitor


def ends(page: Page) -> list[str]:
    return page.links_to(f"{END}?")


def test_sessions_have_their_browser_in_words(app: Flask, teams: Teams, who: Recruiter) -> None:
    desk, phone = signed_in(app, who, FIREFOX), signed_in(app, who, IPHONE)
    signed_in(app, teams.recruiter(), "of somebody else")
    page = phone.open(PAGE)
    assert "Firefox on Windows" in page.words
    assert "Safari on iPhone (this browser)" in page.words
    assert page.words.count("Last used:") == 2
    assert len(ends(page)) == 2, "the other one, and all others"
    assert desk.open("/recruiter").path == "/recruiter"
    assert PAGE in phone.open("/recruiter/account").links
    assert "Firefox（Windows）" in phone.open(f"{PAGE}?lang=ja").words


def test_one_is_ended_with_the_password(app: Flask, teams: Teams, who: Recruiter) -> None:
    here, there, third = (signed_in(app, who, each) for each in (FIREFOX, IPHONE, ""))
    other, _ = [way for way in ends(here.open(PAGE)) if "others" not in way]
    asked = here.open(other)
    assert asked.text("h1") == "Sign out there?"
    [key] = [a["value"] for a in asked.all("input") if a.get("name") == "session"]
    wrong = here.send(END, asked, session=key, present=WRONG)
    assert "This is not your current password." in wrong.words
    ended = here.send(END, wrong, session=key, present=PASSWORD)
    assert (ended.path, "Done: that browser is signed out." in ended.words) == (PAGE, True)
    paths = [each.open("/recruiter").path for each in (here, there, third)]
    assert paths.count(SIGN_IN) == 1
    assert paths[0] == "/recruiter"
    assert here.open(other).path == PAGE, "it has ended"


def test_all_others_are_ended_at_once(app: Flask, teams: Teams, who: Recruiter) -> None:
    here, there = signed_in(app, who, FIREFOX), signed_in(app, who, IPHONE)
    elsewhere = teams.visitor(teams.recruiter())
    asked = here.open(f"{END}?session=others")
    done = here.send(END, asked, session="others", present=PASSWORD)
    assert "Done: all other browsers are signed out." in done.words
    assert ends(done) == []
    assert there.open("/recruiter").path == SIGN_IN
    assert here.open("/recruiter").path == elsewhere.open("/recruiter").path == "/recruiter"
    [entry, *_] = teams.store.audit.page(who.team_id)
    assert entry.action == "other sessions ended"


def test_nobody_ends_the_session_of_somebody_else(app: Flask, teams: Teams, who: Recruiter) -> None:
    here, there = signed_in(app, who, FIREFOX), signed_in(app, who, IPHONE)
    [key] = [way.partition("=")[2] for way in ends(here.open(PAGE)) if "others" not in way]
    stranger = teams.visitor(teams.recruiter())
    assert stranger.open(f"{END}?session={key}").path == PAGE
    stranger.send(END, stranger.open(PAGE), session=key, present=PASSWORD)
    assert there.open("/recruiter").path == "/recruiter"
