"""An account with two teams: joining, switching, leaving, and what each of the teams may do."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from support.second_factors import SECOND_FACTOR, set_up_app
from support.teams import PASSWORD, Teams, sign_in
from support.visitor import Page, Visitor

from quiz.store import Recruiter

PEOPLE = "/recruiter/people"
TEAMS = "/recruiter/teams"
LINK = re.compile(r"/recruiter/join/[a-z2-7]{26}")


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    """Somebody in the first team."""
    return teams.recruiter("Consulate A")


@pytest.fixture
def boss(teams: Teams) -> Visitor:
    """An administrator of the second team."""
    return teams.visitor(teams.administrator("Consulate B"))


def invite(boss: Visitor, who: Recruiter, role: str = "reader") -> str:
    """Add somebody with an account to a team; return the path of the link to join it."""
    page = boss.send(PEOPLE, name="Somebody", email=who.email, role=role)
    found = LINK.search(page.html)
    assert found, page.words
    return found[0]


def join(visitor: Visitor, boss: Visitor, who: Recruiter, role: str = "reader") -> Page:
    link = invite(boss, who, role)
    return visitor.send(link, visitor.open(link))


def switch(visitor: Visitor, team: int) -> Page:
    return visitor.send(f"{TEAMS}/{team}", visitor.open(TEAMS))


def current_team(page: Page) -> str:
    found = re.search(r'class="current-team"><b>(.*?)</b>', page.html)
    assert found
    return found[1]


def test_somebody_with_an_account_joins_a_second_team_after_agreeing(
    teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor, link = teams.visitor(who), invite(boss, who)
    waiting = boss.open(PEOPLE).words
    assert f"Somebody {who.email} Reader · has not joined yet" in waiting
    assert who.name not in waiting, "the name is the owner's to tell"
    asked = visitor.open(link)
    assert asked.text("h1") == "Join the team Consulate B?"
    assert "Your role there: Reader." in asked.words
    assert current_team(visitor.open("/recruiter")) == "Consulate A", "asking changes nothing"
    joined = visitor.send(link, asked)
    assert (joined.path, current_team(joined)) == (TEAMS, "Consulate B")
    assert "Done: you have joined the team Consulate B." in joined.words
    assert f"{who.name} {who.email} Reader · in use" in boss.open(PEOPLE).words
    assert visitor.open(link).status == 404
    assert "Joined the team" in boss.open("/recruiter/audit").words


def test_a_link_to_join_works_for_nobody_else(
    app: Flask, teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    link = invite(boss, who)
    other = teams.visitor(teams.recruiter("Consulate A"))
    assert other.open(link).text("h1") == "This link does not work"
    assert boss.send(link, boss.open(PEOPLE)).status == 404
    stranger = Visitor(app)
    assert stranger.open(link).path == "/recruiter/sign-in"
    page = stranger.send(f"/recruiter/sign-in?next={link}", email=who.email, password=PASSWORD)
    assert page.text("h1") == "Join the team Consulate B?"


def test_a_page_says_the_team_and_leads_to_the_others(
    teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor = teams.visitor(who)
    assert "Switch team" not in visitor.open("/recruiter").words
    join(visitor, boss, who)
    page = visitor.open("/recruiter")
    assert "Switch team" in page.words
    back = switch(visitor, who.team_id)
    assert (back.path, current_team(back)) == ("/recruiter", "Consulate A")
    assert visitor.send(f"{TEAMS}/{who.team_id + 5}").status == 404


def test_each_team_shows_its_own_and_the_role_there_counts(
    teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor, mine = teams.visitor(who), teams.result(who, name="Of the first team")
    page = f"/recruiter/results/{mine}"
    assert visitor.open(page).status == 200
    join(visitor, boss, who)
    assert visitor.open(page).status == 404
    assert "Of the first team" not in visitor.open("/recruiter").words
    assert visitor.open("/recruiter/invitations/new").status == 403, "a reader there"
    assert visitor.open(PEOPLE).status == 403
    switch(visitor, who.team_id)
    assert visitor.open(page).status == 200
    assert visitor.open("/recruiter/invitations/new").status == 200


def test_a_form_that_was_opened_in_the_team_before_is_refused(
    teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor = teams.visitor(who)
    join(visitor, boss, who, "recruiter")
    form = visitor.open("/recruiter/invitations/new")
    switch(visitor, who.team_id)
    refused = visitor.send(
        "/recruiter/invitations/new", form, title="For the second", language="en"
    )
    assert refused.status == 400
    assert current_team(refused) == "Consulate A"
    assert teams.store.invitations.of_team(who.team_id) == []


def test_a_browser_signs_in_again_to_the_team_it_was_in(
    app: Flask, teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor = Visitor(app)
    sign_in(visitor, who.email)
    join(visitor, boss, who)
    elsewhere = Visitor(app)
    assert current_team(sign_in(elsewhere, who.email)) == "Consulate B", "the last one anywhere"
    switch(elsewhere, who.team_id)
    visitor.client.delete_cookie("recruiter")  # the session has ended
    assert current_team(sign_in(visitor, who.email)) == "Consulate B", "the last one here"
    visitor.send("/recruiter/sign-out")
    switch(elsewhere, who.team_id)
    assert current_team(sign_in(visitor, who.email)) == "Consulate A"


def test_a_team_that_requires_a_second_factor_requires_it_of_whoever_is_switched_to_it(
    teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor = teams.visitor(who)
    joined = join(visitor, boss, who)
    second = teams.store.memberships.of(who.id)[1].team_id
    teams.store.accounts.require_second_factor(second, required=True)
    assert visitor.open("/recruiter").path == SECOND_FACTOR
    assert visitor.open(TEAMS).status == joined.status == 200
    assert switch(visitor, who.team_id).path == "/recruiter"
    assert switch(visitor, second).path == SECOND_FACTOR
    set_up_app(visitor)
    assert visitor.open("/recruiter").path == "/recruiter"
    assert visitor.open(f"{SECOND_FACTOR}/off").path == SECOND_FACTOR, "this team requires it"


@pytest.mark.parametrize("change", ["reset", "remove-factor"])
def test_an_administrator_cannot_take_over_an_account_of_another_team(
    teams: Teams, who: Recruiter, boss: Visitor, change: str
) -> None:
    visitor = teams.visitor(who)
    set_up_app(visitor)
    join(visitor, boss, who)
    for admin in (boss, teams.visitor(teams.administrator("Consulate A"))):
        page = admin.open(f"{PEOPLE}/{who.id}")
        assert "This account belongs to another team as well." in page.words
        assert f"{PEOPLE}/{who.id}/{change}" not in page.links
        assert admin.open(f"{PEOPLE}/{who.id}/{change}").path == f"{PEOPLE}/{who.id}"
        assert admin.send(f"{PEOPLE}/{who.id}", page, change=change).path == page.path
        sent = admin.send(f"{PEOPLE}/{who.id}/details", page, name="Taken", role="recruiter")
        assert sent.text("h1") == who.name
    account = teams.store.accounts.find(who.email)
    assert account is not None
    assert (account.state, account.has_second_factor) == ("in use", True)


def test_a_team_disables_and_removes_somebody_for_itself_alone(
    teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor = teams.visitor(who)
    join(visitor, boss, who)
    page = f"{PEOPLE}/{who.id}"
    assert "Done: disabled" in boss.send(page, boss.open(page), change="disable").words
    assert visitor.open("/recruiter").path == "/recruiter/sign-in"
    again = sign_in(visitor, who.email)
    assert current_team(again) == "Consulate A"
    assert "Consulate B" not in visitor.open(TEAMS).words
    assert "Done: enabled" in boss.send(page, boss.open(page), change="enable").words
    second = teams.store.memberships.of(who.id)[1].team_id
    assert current_team(switch(visitor, second)) == "Consulate B"
    boss.send(page, boss.open(page), change="remove")
    assert boss.open(page).status == 404
    assert who.email not in boss.open(PEOPLE).words
    assert current_team(sign_in(visitor, who.email)) == "Consulate A"
    assert f"Removed {who.email} from the team" in boss.open("/recruiter/audit").words


def test_whoever_was_disabled_by_the_operator_is_not_enabled_by_a_team(
    teams: Teams, who: Recruiter
) -> None:
    admin = teams.visitor(teams.administrator("Consulate A"))
    teams.store.accounts.disable(who.id, datetime.now(UTC))
    page = admin.open(f"{PEOPLE}/{who.id}")
    assert "Whoever runs the quiz has disabled this account." in page.words
    admin.send(f"{PEOPLE}/{who.id}", page, change="enable")
    assert teams.store.accounts.find(who.email).state == "disabled"  # type: ignore[union-attr]


def test_one_leaves_a_team_and_goes_on_in_the_other(
    teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor = teams.visitor(who)
    join(visitor, boss, who)
    asked = visitor.open(f"{TEAMS}/leave")
    assert asked.text("h1") == "Leave the team Consulate B?"
    left = visitor.send(f"{TEAMS}/leave", asked)
    assert "Done: you have left the team." in left.words
    assert current_team(left) == "Consulate A"
    assert who.email not in boss.open(PEOPLE).words
    assert "Left the team" in boss.open("/recruiter/audit").words
    alone = visitor.open(f"{TEAMS}/leave")
    assert "It is your only team" in alone.words
    assert visitor.send(f"{TEAMS}/leave", alone).path == "/recruiter/sign-in"
    assert sign_in(visitor, who.email).status == 422


def test_the_only_administrator_does_not_leave(boss: Visitor) -> None:
    page = boss.send(f"{TEAMS}/leave", boss.open(f"{TEAMS}/leave"))
    assert "You cannot leave this team: you are its only administrator" in page.words
    assert boss.open(PEOPLE).status == 200


def test_a_lost_link_is_made_anew(teams: Teams, who: Recruiter, boss: Visitor) -> None:
    link, page = invite(boss, who), f"{PEOPLE}/{who.id}"
    again = boss.send(page, boss.open(page), change="renew-link")
    new = LINK.search(again.html)
    assert new
    visitor = teams.visitor(who)
    assert visitor.open(link).status == 404
    assert visitor.open(new[0]).status == 200
    boss.send(page, boss.open(page), change="remove")
    assert visitor.open(new[0]).status == 404


def test_ones_own_name_is_changed_in_all_teams(teams: Teams, who: Recruiter, boss: Visitor) -> None:
    visitor = teams.visitor(who)
    join(visitor, boss, who)
    page = visitor.open("/recruiter/name")
    assert visitor.send("/recruiter/name", page, name="").status == 422
    done = visitor.send("/recruiter/name", page, name="花子")
    assert "Saved." in done.words
    assert "花子" in boss.open(PEOPLE).words
    for admin in (boss, teams.visitor(teams.administrator("Consulate A"))):
        assert f"Changed the account {who.email}" in admin.open("/recruiter/audit").words


def test_a_booth_is_left_only_by_whoever_works_in_its_team_now(
    app: Flask, teams: Teams, who: Recruiter, boss: Visitor
) -> None:
    visitor = teams.visitor(who)
    join(visitor, boss, who)
    device, invitation = teams.visitor(who), teams.invitation(who)
    switch(device, who.team_id)
    address = f"/recruiter/invitations/{invitation}/booth"
    device.send(address, device.open(address))
    switch(visitor, teams.store.memberships.of(who.id)[1].team_id)
    left = device.send("/booth/leave", email=who.email, password=PASSWORD)
    assert left.path == f"/recruiter/invitations/{invitation}"
    assert current_team(left) == "Consulate A"
    device.send(address, device.open(address))
    teams.store.memberships.disable(who.team_id, who.id, datetime.now(UTC))
    assert device.send("/booth/leave", email=who.email, password=PASSWORD).status == 422
