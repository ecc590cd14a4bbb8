"""An operator makes a team, for an administrator with a new account or with one of another team."""

from __future__ import annotations

import pytest
from flask import Flask
from support.teams import PASSWORD, Teams
from support.visitor import Visitor

from quiz.store import Recruiter

PAGE = "/operator"


def test_a_team_is_made_with_an_administrator_who_sets_the_account_up(
    app: Flask, teams: Teams, own: Visitor
) -> None:
    fields = {
        "team": " Consulate-General ",
        "time_zone": "Asia/Tokyo",
        "name": "Ada",
        "email": "ada@quiz.example",
    }
    asked = own.send(f"{PAGE}/teams/new", own.open(f"{PAGE}/teams/new"), **fields)
    assert asked.text("h1") == "Make the team “Consulate-General”?"
    assert teams.store.accounts.teams() == [], "it was only asked"
    sent = {a["name"]: a["value"] for a in asked.forms[-1] if a.get("type") == "hidden"}
    assert sent.keys() - {"csrf_token"} == fields.keys()
    page = own.send(f"{PAGE}/teams", asked, **{name: sent[name] for name in fields})
    assert "Done: the team “Consulate-General” is made." in page.words
    [link] = [a["value"] for a in page.all("input") if a.get("id") == "link"]
    new = Visitor(app)
    set_up = new.open(link.removeprefix("http://127.0.0.1:8000"))
    board = new.send(set_up.path, set_up, password=PASSWORD, again=PASSWORD)
    assert board.path == "/recruiter"
    [team] = teams.store.accounts.teams()
    assert (team.name, team.time_zone) == ("Consulate-General", "Asia/Tokyo")
    words = own.open(f"{PAGE}/audit").words
    assert "Added the team “Consulate-General”" in words
    assert "Added the account ada@quiz.example" in words


@pytest.mark.parametrize("step", ["new", ""])
def test_a_name_or_an_address_that_is_taken_makes_no_team(
    teams: Teams, who: Recruiter, own: Visitor, step: str
) -> None:
    teams.recruiter("Consulate A")
    address = f"{PAGE}/teams/{step}".rstrip("/")
    for team, email, says in (
        ("Consulate A", "new@quiz.example", "there is already a team with this name."),
        ("Consulate B", who.email, "whoever runs the quiz signs in with this address"),
        ("", "new@quiz.example", "Name of the team"),
    ):
        page = own.send(
            address,
            own.open(f"{PAGE}/teams/new"),
            team=team,
            email=email,
            name="Ada",
            time_zone="UTC",
        )
        assert (page.status, says in page.words, page.path) == (422, True, f"{PAGE}/teams/new")
    assert [team.name for team in teams.store.accounts.teams()] == ["Consulate A"]


def test_a_team_is_made_for_an_administrator_who_has_an_account_and_joins_it(
    teams: Teams, own: Visitor
) -> None:
    known = teams.recruiter("Consulate A")
    fields = {"team": "Consulate B", "time_zone": "UTC", "name": "Ada", "email": known.email}
    page = own.send(f"{PAGE}/teams", own.open(f"{PAGE}/teams/new"), **fields)
    assert page.text("h1") == "A link for Ada to join"
    assert "Done: the team “Consulate B” is made." in page.words
    [link] = [a["value"] for a in page.all("input") if a.get("id") == "link"]
    signed_in = teams.visitor(known)
    joined = signed_in.send(
        join := link.removeprefix("http://127.0.0.1:8000"), signed_in.open(join)
    )
    assert "Done: you have joined the team Consulate B." in joined.words
    assert signed_in.open("/recruiter/people").status == 200, "as its administrator"
    assert f"Invited {known.email}" in own.open(f"{PAGE}/audit").words
