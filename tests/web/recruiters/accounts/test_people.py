"""Administrators manage the accounts of their own team only."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from support.teams import PASSWORD, Teams
from support.visitor import Page, Visitor

PEOPLE = "/recruiter/people"


def link(page: Page) -> str:
    """Return the set-up link that a page shows, without the site's address."""
    [value] = [field["value"] for field in page.all("input") if field.get("id") == "link"]
    found = re.fullmatch(r"http://127\.0\.0\.1:8000(/recruiter/set-up/[a-z2-7]{26})", value)
    assert found, value
    return found[1]


def test_the_list_shows_only_people_of_the_team(teams: Teams) -> None:
    mine, other = teams.administrator(), teams.recruiter("Consulate B")
    waiting, _ = teams.add()
    page = teams.visitor(mine).open(PEOPLE)
    assert page.words.index("Consulate A") < page.words.index(mine.email)
    assert f"{mine.email} Administrator · in use" in page.words
    assert f"{waiting.email} Recruiter · not set up yet" in page.words
    assert other.email not in page.html


def test_an_added_person_can_set_up_the_account(app: Flask, teams: Teams) -> None:
    admin = teams.administrator()
    visitor = teams.visitor(admin)
    page = visitor.send(PEOPLE, name="花子", email="Hanako@quiz.example", role="administrator")
    assert (page.status, page.text("h1")) == (200, "A set-up link for 花子")
    new = Visitor(app).send(link(page), password=PASSWORD, again=PASSWORD)
    assert new.path == "/recruiter"
    assert PEOPLE in new.links, "as an administrator"
    listed = visitor.open(PEOPLE)
    assert "hanako@quiz.example Administrator · in use" in listed.words
    assert "set-up/" not in listed.html, "the link is shown once"
    added = teams.store.audit.page(admin.team_id)[-1]
    assert (added.action, added.by) == ("account added", admin.name)


def test_an_invalid_person_is_shown_again_with_errors(teams: Teams) -> None:
    other = teams.recruiter()
    visitor = teams.visitor(teams.administrator())
    for fields, cure in (
        (
            {"email": other.email.upper()},
            "E-mail address: somebody in the team has this address already.",
        ),
        ({"email": "hanako"}, "E-mail address: enter an address such as name@office.example."),
        ({"email": ""}, "E-mail address: enter something here."),
        ({"name": "\u0007"}, "Name: remove characters that cannot be displayed."),
        ({"role": "emperor"}, "Role: choose one of these."),
    ):
        sent = {"name": "花子", "email": "h@quiz.example", "role": "recruiter", **fields}
        page = visitor.send(PEOPLE, **sent)
        assert page.status == 422
        assert page.words.count(cure) == 2, cure
        kept = [field.get("value") for field in page.all("input")]
        assert all(text in kept for name, text in sent.items() if name not in fields)


def test_a_reset_makes_a_new_link_and_ends_the_password_and_sessions(
    app: Flask, teams: Teams
) -> None:
    admin, who = teams.administrator(), teams.recruiter()
    signed_in = teams.visitor(who)
    page = teams.visitor(admin).send(f"{PEOPLE}/{who.id}", change="reset")
    assert page.text("h1") == f"A set-up link for {who.name}"
    assert signed_in.open("/recruiter").path == "/recruiter/sign-in"
    refused = Visitor(app).send("/recruiter/sign-in", email=who.email, password=PASSWORD)
    assert refused.status == 422
    again = Visitor(app).send(link(page), password=PASSWORD, again=PASSWORD)
    assert again.path == "/recruiter"


def test_an_account_can_be_disabled_and_enabled(teams: Teams) -> None:
    admin, who = teams.administrator(), teams.recruiter()
    visitor, signed_in = teams.visitor(admin), teams.visitor(who)
    address = f"{PEOPLE}/{who.id}"
    page = visitor.send(address, change="disable")
    assert (page.path, page.text("dd").endswith("disabled")) == (address, True)
    assert signed_in.open("/recruiter").path == "/recruiter/sign-in"
    page = visitor.send(address, change="enable")
    assert page.text("dd").endswith("in use")
    actions = [entry.action for entry in teams.store.audit.page(admin.team_id)]
    assert actions == ["account enabled", "account disabled"]


@pytest.mark.parametrize("change", ["disable", "reset"])
def test_administrators_cannot_change_their_own_account(teams: Teams, change: str) -> None:
    admin = teams.administrator()
    visitor = teams.visitor(admin)
    page = visitor.open(f"{PEOPLE}/{admin.id}")
    assert not [field for field in page.all("input") if field.get("name") == "change"]
    page = visitor.send(f"{PEOPLE}/{admin.id}", page, change=change)
    assert page.status == 422
    assert "Only another administrator can do this with your account." in page.words
    assert visitor.open("/recruiter").path == "/recruiter"


def test_a_form_from_an_outdated_page_changes_nothing(teams: Teams) -> None:
    admin, who, gone = teams.administrator(), teams.recruiter(), teams.recruiter()
    visitor, signed_in = teams.visitor(admin), teams.visitor(who)
    assert visitor.send(f"{PEOPLE}/{who.id}", change="enable").status == 200
    assert signed_in.open("/recruiter").path == "/recruiter"
    page = visitor.open(f"{PEOPLE}/{gone.id}")
    for change in ("disable", "reset", "disable"):
        assert visitor.send(f"{PEOPLE}/{gone.id}", page, change=change).path.endswith(str(gone.id))
    actions = [entry.action for entry in teams.store.audit.page(admin.team_id)]
    assert actions == ["account disabled"]


@pytest.mark.parametrize("change", ["", "delete"])
def test_an_unknown_change_changes_nothing(teams: Teams, change: str) -> None:
    who = teams.recruiter()
    page = teams.visitor(teams.administrator()).send(f"{PEOPLE}/{who.id}", change=change)
    assert page.status == 422
    assert "Change: choose one of these." in page.words
    assert teams.visitor(who).open("/recruiter").status == 200


def test_people_of_another_team_are_not_found(teams: Teams) -> None:
    visitor = teams.visitor(teams.administrator())
    theirs = teams.recruiter("Consulate B")
    form = visitor.open(PEOPLE)
    for person in (theirs.id, 999, 0, 2**63, 2**70, "-1", "x"):
        assert visitor.open(f"{PEOPLE}/{person}").status == 404
    for person in (theirs.id, 999):
        for change in ("reset", "disable", "enable"):
            assert visitor.send(f"{PEOPLE}/{person}", form, change=change).status == 404
    assert teams.visitor(theirs).open("/recruiter").status == 200


def test_other_recruiters_are_refused_the_pages_of_administrators(teams: Teams) -> None:
    who = teams.recruiter()
    visitor = teams.visitor(who)
    home = visitor.open("/recruiter")
    assert PEOPLE not in home.links
    for address in (PEOPLE, f"{PEOPLE}/{who.id}"):
        assert visitor.open(address).text("h1") == "This page is for administrators"
        page = visitor.send(address, home, name="A", email="a@quiz.example", change="disable")
        assert page.status == 403
    assert visitor.open("/recruiter").path == "/recruiter"
    assert len(teams.store.accounts.people()) == 1
