"""Signing in with a passkey: alone, after the password, or where it is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from support.authenticator import Authenticator
from support.passkeys import BOARD, FAILED, ORIGIN, RP_ID, add, answer, asked, enter
from support.second_factors import CODE, SECOND_FACTOR
from support.teams import SIGN_IN, Teams, lock_out, sign_in
from support.visitor import Visitor

from quiz.store import Recruiter


def test_a_passkey_signs_in_without_password_and_code(
    app: Flask, teams: Teams, who: Recruiter, own: Visitor, phone: Authenticator
) -> None:
    visitor = Visitor(app)
    page = visitor.open(f"{SIGN_IN}?next=/recruiter/account")
    assert answer(visitor, page, phone).path == "/recruiter/account"
    assert visitor.client.get_cookie("device") is not None
    page = own.open(SECOND_FACTOR)
    assert "Phone" in page.text("b")
    assert "last used on" in page.words
    [entry, *_] = teams.store.audit.page(who.team_id)
    assert (entry.action, entry.by) == ("passkey sign-in", who.name)


def test_a_passkey_signs_in_on_a_new_device_while_strangers_have_locked_the_account(
    app: Flask, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    lock_out(app, who)
    assert enter(Visitor(app), phone).path == BOARD
    assert enter(Visitor(app), phone).path == BOARD, "and again"
    assert sign_in(Visitor(app), who.email).status == 429, "the attempts are still used up"


def test_a_draft_is_in_its_field_after_signing_in_with_a_passkey(
    teams: Teams, own: Visitor, phone: Authenticator
) -> None:
    form = own.open("/recruiter/invitations/new")
    token = own.client.get_cookie("recruiter")
    assert token is not None
    teams.store.sessions.end(token.value)
    page = own.send("/recruiter/invitations/new", form, title="Leeds fair", asks_email="yes")
    action, options, challenge = asked(page)
    [draft, _] = [a["value"] for a in page.all("input") if a.get("name") == "draft"]
    sent = {"challenge": challenge, "credential": phone.use(options), "draft": draft}
    back = own.send(action, page, **sent)
    assert back.path == "/recruiter/invitations/new"
    assert "Leeds fair" in [a.get("value") for a in back.all("input")]


def test_an_account_with_a_passkey_asks_for_it_after_the_password(
    app: Flask, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    visitor = Visitor(app)
    page = sign_in(visitor, who.email)
    assert page.path == CODE
    _, options, _ = asked(page)
    assert len(options["allowCredentials"]) == 1
    assert answer(visitor, page, phone).path == BOARD


def test_a_recovery_code_signs_in_where_the_passkey_is_lost(app: Flask, teams: Teams) -> None:
    who, device = teams.recruiter(), Authenticator(ORIGIN, RP_ID)
    codes = add(teams.visitor(who), device).text("textarea").split()
    visitor = Visitor(app)
    sign_in(visitor, who.email)
    assert visitor.send(CODE, code=codes[0]).path == BOARD


def test_a_disabled_or_reset_account_has_no_use_for_its_passkey(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    now = datetime.now(UTC)
    teams.store.accounts.disable(who.id, now)
    assert FAILED in enter(Visitor(app), phone).words
    teams.store.accounts.enable(who.id)
    assert enter(Visitor(app), phone).path == BOARD
    teams.store.accounts.reset(who.id, "z" * 26, now)
    assert FAILED in enter(Visitor(app), phone).words


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://quiz.example", True),
        ("http://localhost:8000", True),
        ("http://quiz.example", False),
        ("http://127.0.0.1:8000", False),
        ("https://192.0.2.7", False),
    ],
)
def test_passkeys_are_offered_where_browsers_allow_them(
    start_app: Callable[..., Flask], address: str, possible: bool
) -> None:
    page = Visitor(start_app(public_url=address), base_url=address).open(SIGN_IN)
    assert ("Sign in with a passkey" in page.words) is possible
    assert ("passkey.js" in page.html) is possible
