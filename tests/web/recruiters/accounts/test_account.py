"""The account page: changing the password signs out all other browsers."""

from __future__ import annotations

from flask import Flask
from support.teams import PASSWORD, Teams
from support.visitor import Visitor

ACCOUNT = "/recruiter/account"
NEW = "another one, quite as long"


def test_the_account_page_shows_the_recruiter_and_the_team(teams: Teams) -> None:
    who = teams.recruiter("領事館")
    page = teams.visitor(who).open(ACCOUNT)
    assert [text for tag, text in page.texts if tag == "dd"] == [who.name, who.email, "領事館"]


def test_changing_the_password_signs_out_all_other_browsers(app: Flask, teams: Teams) -> None:
    who, other = teams.recruiter(), teams.recruiter()
    here, there, elsewhere = teams.visitor(who), teams.visitor(who), teams.visitor(other)
    before = here.client.get_cookie("recruiter")
    assert before is not None
    old_form = here.open(ACCOUNT)
    page = here.send(ACCOUNT, old_form, present=PASSWORD, password=NEW, again=NEW)
    assert (page.status, page.path) == (200, ACCOUNT)
    assert "Your password is changed. Other browsers have been signed out." in page.words
    assert there.open("/recruiter").path == "/recruiter/sign-in"
    assert elsewhere.open("/recruiter").path == "/recruiter"
    assert page.token != old_form.token
    thief = Visitor(app)
    thief.client.set_cookie("recruiter", before.value)
    assert thief.open("/recruiter").path == "/recruiter/sign-in", "this session too is a new one"
    for password, status in ((PASSWORD, 422), (NEW, 200)):
        page = Visitor(app).send("/recruiter/sign-in", email=who.email, password=password)
        assert page.status == status
    assert "password set" in [entry.action for entry in teams.store.audit.page(who.team_id)]


def test_changing_the_password_requires_the_present_password(teams: Teams) -> None:
    who = teams.recruiter()
    visitor = teams.visitor(who)
    page = visitor.send(ACCOUNT, present="not this one", password=NEW, again=NEW)
    assert page.status == 422
    assert page.words.count("This is not your current password.") == 2
    assert "#present" in page.links
    assert teams.visitor(who).open("/recruiter").path == "/recruiter", "nothing has changed"


def test_errors_are_listed_in_the_order_of_the_fields(teams: Teams) -> None:
    page = teams.visitor(teams.recruiter()).send(ACCOUNT, present="", password="", again="x")
    assert [link for link in page.links if link[0] == "#"] == [
        "#main",
        "#present",
        "#password",
        "#again",
    ]


def test_attempts_with_the_present_password_are_limited(teams: Teams) -> None:
    visitor = teams.visitor(teams.recruiter())
    tries = [
        visitor.send(ACCOUNT, present="not this one", password=NEW, again=NEW) for _ in range(11)
    ]
    assert [page.status for page in tries] == [422] * 10 + [429]
    assert "There have been too many attempts." in tries[-1].words
    assert 3000 < int(tries[-1].headers["Retry-After"]) <= 3600
