"""Accounts that come from a provider: found by the subject, with their teams and factors."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from support.oidc_provider import OwnProvider, settings
from support.provider_sign_in import StartApp, through_own, with_teams
from support.second_factors import CODE, SECOND_FACTOR, set_up_app
from support.teams import Teams
from support.visitor import Visitor


def test_an_account_is_found_by_the_subject_and_never_by_the_address(
    app: Flask, own: OwnProvider
) -> None:
    teams = Teams(app)
    who = teams.recruiter()
    own.claims = {"email": who.email.upper(), "groups": ["jet-admins"]}
    page = through_own(app, own)
    assert page.status == 403
    assert page.text("h1") == "Your e-mail address has an account here already"
    own.claims = {"sub": "2", "email": "a@office.example"}
    assert through_own(app, own).path == "/recruiter"
    own.claims = {"sub": "2", "email": "another@office.example"}
    assert through_own(app, own).path == "/recruiter"
    own.claims = {"sub": "3", "email": "a@office.example"}
    assert through_own(app, own).status == 403


def test_memberships_that_came_from_the_provider_follow_it_and_others_stay(
    app: Flask, own: OwnProvider
) -> None:
    teams, visitor = Teams(app), Visitor(app)
    store = teams.store
    own.claims = {"groups": ["jet-readers"]}
    through_own(app, own, visitor)
    account = store.accounts.find("own@office.example")
    assert account is not None
    who = account.recruiter.id

    def roles() -> dict[str, str]:
        return {each.team_name: each.role for each in store.memberships.of(who)}

    assert roles() == {"Consulate A": "recruiter", "Consulate B": "reader"}
    own.claims = {"groups": ["jet-readers", "jet-admins"]}
    through_own(app, own)
    assert roles() == {"Consulate A": "recruiter", "Consulate B": "administrator"}
    boss = teams.visitor(teams.administrator("Consulate C"))
    added = boss.send("/recruiter/people", name="O", email="own@office.example", role="reader")
    [link] = [a["value"] for a in added.all("input") if a.get("id") == "link"]
    path = str(link).removeprefix("http://127.0.0.1:8000")
    visitor.send(path, visitor.open(path))
    own.claims = {}
    through_own(app, own)
    assert roles() == {"Consulate A": "recruiter", "Consulate C": "reader"}
    own.claims = {"email_verified": False}
    through_own(app, own)
    assert roles() == {"Consulate C": "reader"}
    store.memberships.disable(teams.team("Consulate C"), who, datetime.now(UTC))
    assert through_own(app, own).text("h1") == "You do not belong to a team here"


def test_a_disabled_account_does_not_sign_in_and_signing_out_ends_the_session(
    app: Flask, own: OwnProvider
) -> None:
    store, visitor = Teams(app).store, Visitor(app)
    through_own(app, own, visitor)
    assert "(this browser)" in visitor.open("/recruiter/sessions").words
    visitor.send("/recruiter/sign-out")
    assert visitor.open("/recruiter").path == "/recruiter/sign-in"
    account = store.accounts.find("own@office.example")
    assert account is not None
    who, now = account.recruiter, datetime.now(UTC)
    store.memberships.disable(who.team_id, who.id, now)
    assert through_own(app, own).text("h1") == "Your account here is disabled"
    store.memberships.enable(who.team_id, who.id)
    store.accounts.disable(who.id, now)
    assert through_own(app, own).status == 403


def test_an_account_of_the_provider_has_no_password_that_somebody_could_set(
    start_app: StartApp, own: OwnProvider
) -> None:
    app = with_teams(start_app(provider=settings(own.issuer)))
    teams, visitor = Teams(app), Visitor(app)
    through_own(app, own, visitor)
    account_page = visitor.open("/recruiter/account").words
    assert "You sign in with the Office." in account_page
    assert "Change your password" not in account_page
    account = teams.store.accounts.find("own@office.example")
    assert account is not None
    boss = teams.visitor(teams.administrator("Consulate A"))
    page = f"/recruiter/people/{account.recruiter.id}"
    assert f"{page}/reset" not in boss.open(page).links
    boss.send(page, boss.open(page), change="reset")
    assert teams.store.accounts.find("own@office.example") == account


def test_two_factors_at_the_provider_are_enough_for_a_team_that_requires_them(
    app: Flask, own: OwnProvider
) -> None:
    teams = Teams(app)
    teams.store.accounts.require_second_factor(teams.team("Consulate A"), required=True)
    assert through_own(app, own).path == SECOND_FACTOR
    own.claims = {"amr": ["pwd", "mfa"]}
    assert through_own(app, own).path == "/recruiter"
    own.claims = {"amr": "mfa"}
    assert through_own(app, own).status == 400, "a list, by the standard"


def test_a_second_factor_is_set_up_here_without_a_password_just_after_signing_in(
    app: Flask, own: OwnProvider
) -> None:
    visitor = Visitor(app)
    through_own(app, own, visitor)
    set_up_app(visitor)
    asked = through_own(app, own)
    assert asked.path == CODE, "the provider did not ask for one"
    own.claims = {"amr": ["otp"]}
    assert through_own(app, own).path == "/recruiter"
