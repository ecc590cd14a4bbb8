"""What operators do with accounts: disable and enable them, and remove a lost second factor."""

from __future__ import annotations

from datetime import UTC, datetime

from support.teams import SIGN_IN, Teams
from support.visitor import Visitor

from quiz.store import NewRecruiter, Recruiter

PAGE = "/operator"


def log(teams: Teams, who: Recruiter) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.by) for entry in teams.store.audit.page(who.team_id)]


def test_an_account_is_disabled_and_enabled_after_a_question_and_both_logs_have_it(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    other = teams.recruiter()
    signed_in = teams.visitor(other)
    account = f"{PAGE}/accounts/{other.id}"
    for change, asked, done in (
        ("disable", "Disable the account of", "Done: the account is disabled."),
        ("enable", "Enable the account of", "Done: the account is enabled."),
    ):
        page = own.open(f"{account}/{change}")
        assert asked in page.text("h1")
        page = own.send(account, page, change=change)
        assert (page.path, done in page.words) == (account, True)
    assert signed_in.open("/recruiter").path == SIGN_IN, "its sessions have ended"
    page = own.open("/operator/audit")
    assert f"Enabled the account {other.email} {who.name} · Consulate A ·" in page.words
    team = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    assert f"Disabled the account {other.email} {who.name}, who runs the quiz ·" in team


def test_a_second_factor_is_removed_for_somebody_who_has_lost_it(
    teams: Teams, own: Visitor
) -> None:
    other = teams.recruiter()
    teams.store.second_factors.set_totp(other.id, "encrypted", 1)
    account = f"{PAGE}/accounts/{other.id}"
    page = own.send(account, own.open(f"{account}/remove-factor"), change="remove-factor")
    assert "Done: the second factor is removed." in page.words
    assert not teams.store.second_factors.has_any(other.id)


def test_no_operator_makes_a_set_up_link_for_an_account_or_changes_their_own(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    other = teams.recruiter()
    assert own.open(f"{PAGE}/accounts/{other.id}/reset").status == 404
    page = own.open(f"{PAGE}/accounts/{who.id}")
    assert "This is your own account." in page.words
    for account, change in ((other, "reset"), (who, "disable"), (other, "enable")):
        own.send(f"{PAGE}/accounts/{account.id}", own.open(f"{PAGE}/teams/new"), change=change)
        found = teams.store.accounts.of_recruiter(account.id)
        assert found is not None
        assert found.state == "in use"
    assert log(teams, other) == []


def test_operators_disable_each_other(teams: Teams, own: Visitor) -> None:
    other = teams.operator()
    signed_in, account = teams.visitor(other), f"{PAGE}/accounts/{other.id}"
    own.send(account, own.open(f"{account}/disable"), change="disable")
    assert signed_in.open(PAGE).path == SIGN_IN


def test_an_account_of_several_teams_is_disabled_in_all_and_each_of_their_logs_has_it(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    first, second = teams.recruiter("Consulate A"), teams.administrator("Consulate B")
    new = NewRecruiter(second.team_id, first.email, "Ada", "reader", "join")
    assert teams.store.memberships.add(new, datetime.now(UTC)) == "to join"
    assert teams.store.memberships.join("join", first.id, datetime.now(UTC))
    signed_in = teams.visitor(first)
    address = f"{PAGE}/accounts/{first.id}"
    page = own.open(address)
    assert "Team Consulate A · Recruiter · in use" in page.words
    assert "Team Consulate B · Reader · in use" in page.words
    done = own.send(address, own.open(f"{address}/disable"), change="disable")
    assert "Done: the account is disabled." in done.words
    assert signed_in.open("/recruiter").path == SIGN_IN
    for team in (first.team_id, second.team_id):
        entry = teams.store.audit.page(team)[0]
        assert (entry.action, entry.by, entry.by_operator) == ("account disabled", who.name, True)
    own.send(address, own.open(f"{address}/enable"), change="enable")
    assert [each.state for each in teams.store.memberships.of_account(first.id)] == ["in use"] * 2


def test_an_account_that_has_left_its_teams_is_disabled_and_the_operators_log_has_it(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    gone = teams.recruiter()
    teams.store.memberships.leave(gone.team_id, gone.id, datetime.now(UTC))
    address = f"{PAGE}/accounts/{gone.id}"
    assert "Team none" in own.open(address).words
    own.send(address, own.open(f"{address}/disable"), change="disable")
    assert log(teams, who)[0] == ("account disabled", who.name)


def test_an_operator_belongs_to_no_team_and_switches_to_none(
    teams: Teams, who: Recruiter, own: Visitor
) -> None:
    admin = teams.administrator()
    browser = teams.visitor(admin)
    people = "/recruiter/people"
    page = browser.send(people, name="Oda", email=who.email.upper(), role="recruiter")
    assert page.status == 422
    assert "whoever runs the quiz signs in with this address" in page.words
    assert [each.recruiter.id for each in teams.store.accounts.people(admin.team_id)] == [admin.id]
    for team in (admin.team_id, who.team_id):
        assert own.send(f"/recruiter/teams/{team}", own.open("/recruiter/account")).status == 404
    assert own.open("/recruiter/teams").status == 404
    assert own.open("/recruiter/account").links_to("/recruiter/teams") == []
    own.send("/recruiter/name", own.open("/recruiter/name"), name="Odette")
    assert log(teams, who)[0] == ("account changed", "Odette")


def test_the_team_of_the_operators_is_none_that_others_see(teams: Teams, who: Recruiter) -> None:
    assert teams.store.accounts.teams() == []
    assert teams.store.accounts.people() == []
    assert teams.store.accounts.team("") is None
    assert teams.store.accounts.team_with_id(who.team_id) is None
