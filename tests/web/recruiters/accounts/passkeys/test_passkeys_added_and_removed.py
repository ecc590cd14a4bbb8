"""A passkey is added with the password, and removed with it, unless a second factor is required."""

from __future__ import annotations

from flask import Flask
from support.authenticator import PRESENT, Authenticator
from support.passkeys import BOARD, FAILED, NEW, ORIGIN, RP_ID, add, asked, enter
from support.second_factors import APP, SECOND_FACTOR, code_of, offer
from support.teams import PASSWORD, WRONG, Teams, sign_in
from support.visitor import Visitor

from quiz.store import Recruiter


def test_the_options_ask_for_a_verified_user_and_a_discoverable_passkey(
    own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    _, options, _ = asked(own.open(NEW))
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"]["id"] == RP_ID
    assert len(options["excludeCredentials"]) == 1
    assert who.email not in str(options["user"]["id"])


def test_adding_needs_the_password_and_a_passkey_that_was_made_here(
    teams: Teams, who: Recruiter
) -> None:
    visitor = teams.visitor(who)
    good = Authenticator(ORIGIN, RP_ID)
    assert "This is not your current password." in add(visitor, good, password=WRONG).words
    for origin, rp_id in (("https://evil.example", RP_ID), (ORIGIN, "evil.example")):
        page = add(visitor, Authenticator(origin, rp_id))
        assert (page.status, "The passkey could not be added." in page.words) == (422, True)
    unverified = Authenticator(ORIGIN, RP_ID)
    unverified.flags = PRESENT
    assert add(visitor, unverified).status == 422
    assert not teams.store.second_factors.has_any(who.id)
    assert add(visitor, good).text("h1") == "Your recovery codes"
    assert add(teams.visitor(teams.recruiter()), good).status == 422, "its id is taken"


def test_a_passkey_is_removed_with_the_password_and_signs_in_no_more(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    [address] = own.open(SECOND_FACTOR).links_to(f"{NEW}/")
    assert own.send(address, present=WRONG).status == 422
    assert teams.visitor(teams.recruiter()).open(address).status == 404
    done = own.send(address, present=PASSWORD)
    assert "Done: the passkey is removed." in done.words
    assert FAILED in enter(Visitor(app), phone).words
    assert sign_in(Visitor(app), who.email).path == BOARD
    assert teams.store.second_factors.recovery_codes_left(who.id) == 0


def test_the_last_second_factor_stays_while_the_team_requires_one(
    teams: Teams, own: Visitor, who: Recruiter
) -> None:
    [address] = own.open(SECOND_FACTOR).links_to(f"{NEW}/")
    form = own.open(address)
    teams.store.accounts.require_second_factor(who.team_id, required=True)
    assert "so it cannot be turned off." in own.send(address, form, present=PASSWORD).words
    assert own.open(BOARD).path == BOARD
    set_up_app_beside(own)
    assert "Done: the passkey is removed." in own.send(address, present=PASSWORD).words


def set_up_app_beside(visitor: Visitor) -> None:
    page, app, hidden = offer(visitor)
    sent = {"offer": hidden, "present": PASSWORD, "code": code_of(app)}
    assert "Done: the authenticator app is set up." in visitor.send(APP, page, **sent).words
