"""Passkeys: made with the password, they sign in alone, and only as WebAuthn has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from support.authenticator import PRESENT, Authenticator
from support.databases import write_migrated_sqlite
from support.second_factors import APP, CODE, SECOND_FACTOR, code_of, offer
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams, lock_out, sign_in
from support.visitor import Page, Visitor

from quiz.settings import Settings
from quiz.store import Recruiter

ORIGIN, RP_ID = "http://localhost:8000", "localhost"
BOARD, NEW = "/recruiter", f"{SECOND_FACTOR}/passkeys"
FAILED = "The passkey did not work."


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, public_url=ORIGIN)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


@pytest.fixture
def phone() -> Authenticator:
    return Authenticator(ORIGIN, RP_ID)


@pytest.fixture
def own(teams: Teams, who: Recruiter, phone: Authenticator) -> Visitor:
    """A browser in which the recruiter is signed in, and has added the phone."""
    visitor = teams.visitor(who)
    assert add(visitor, phone).text("h1") == "Your recovery codes"
    return visitor


def asked(page: Page) -> tuple[str, dict[str, Any], str]:
    """Return where the form for a passkey is sent, what it asks the browser, and its challenge."""
    [form] = [form for form in page.forms if "data-passkey" in form[0]]
    [challenge] = [field["value"] for field in form if field.get("name") == "challenge"]
    return form[0]["action"], json.loads(form[0]["data-passkey"]), challenge


def add(
    visitor: Visitor, device: Authenticator, name: str = "Phone", password: str = PASSWORD
) -> Page:
    page = visitor.open(NEW)
    action, options, challenge = asked(page)
    sent = {"name": name, "present": password, "challenge": challenge}
    return visitor.send(action, page, **sent, credential=device.make(options))


def answer(visitor: Visitor, page: Page, device: Authenticator) -> Page:
    """Answer the form for a passkey on a page."""
    action, options, challenge = asked(page)
    return visitor.send(action, page, challenge=challenge, credential=device.use(options))


def enter(visitor: Visitor, device: Authenticator) -> Page:
    """Sign in with a passkey alone."""
    return answer(visitor, visitor.open(SIGN_IN), device)


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


def test_the_options_ask_for_a_verified_user_and_a_discoverable_passkey(
    own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    _, options, _ = asked(own.open(NEW))
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"]["id"] == RP_ID
    assert len(options["excludeCredentials"]) == 1
    assert who.email not in str(options["user"]["id"])


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


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8001"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"user": b"999"},
        {"id": b"of nobody"},
        {"count": -1},
    ],
)
def test_an_answer_that_is_wrong_in_one_thing_signs_nobody_in(
    app: Flask, own: Visitor, phone: Authenticator, wrong: dict[str, Any]
) -> None:
    visitor = Visitor(app)
    assert enter(visitor, phone).path == BOARD
    visitor = Visitor(app)
    for name, value in wrong.items():
        setattr(phone, name, value)
    page = enter(visitor, phone)
    assert (page.status, page.path, FAILED in page.words) == (422, SIGN_IN, True)
    assert visitor.open(BOARD).path == SIGN_IN


def test_another_key_with_the_same_id_signs_nobody_in(
    app: Flask, own: Visitor, phone: Authenticator
) -> None:
    other = Authenticator(ORIGIN, RP_ID)
    other.id, other.user, other.count = phone.id, phone.user, 7
    assert FAILED in enter(Visitor(app), other).words


def test_a_challenge_is_answered_once_by_the_browser_that_it_was_made_for(
    app: Flask, own: Visitor, who: Recruiter
) -> None:
    silent = Authenticator(ORIGIN, RP_ID, counts=False)  # as synchronised passkeys are
    assert "Done: the passkey is added." in add(own, silent, "Cloud").words
    first, second = Visitor(app), Visitor(app)
    page = first.open(SIGN_IN)
    action, options, challenge = asked(page)
    sent = {"challenge": challenge, "credential": silent.use(options)}
    elsewhere = second.open(SIGN_IN)
    assert FAILED in second.send(action, elsewhere, **sent).words, "of another browser"
    mixed = sent | {"challenge": asked(elsewhere)[2]}
    assert FAILED in second.send(action, elsewhere, **mixed).words, "not the one that was signed"
    token = first.client.get_cookie("quiz")
    assert token is not None
    assert first.send(action, page, **sent).path == BOARD
    first.client.delete_cookie("recruiter")
    first.client.set_cookie("quiz", token.value)
    assert FAILED in first.send(action, page, **sent).words, "sent again"


def test_a_count_that_does_not_grow_is_a_copy(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter, phone: Authenticator
) -> None:
    for count, works in ((4, True), (4, False), (2, False), (5, True)):
        phone.count = count
        assert (FAILED not in enter(Visitor(app), phone).words) is works
    [kept] = teams.store.passkeys.of(who.id)
    assert kept.sign_count == 6


def test_a_passkey_of_somebody_else_is_no_second_factor(
    app: Flask, teams: Teams, own: Visitor, phone: Authenticator
) -> None:
    other = teams.recruiter()
    add(teams.visitor(other), Authenticator(ORIGIN, RP_ID))
    visitor = Visitor(app)
    page = answer(visitor, sign_in(visitor, other.email), phone)
    assert (page.status, page.path, FAILED in page.words) == (422, CODE, True)
    assert visitor.open(BOARD).path == SIGN_IN


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 5000,
        "\x00",
        '{"id": 1}',
        '{"id": "a", "rawId": "a", "response": {}}',
    ],
)
def test_junk_is_no_passkey(app: Flask, own: Visitor, junk: str) -> None:
    visitor = Visitor(app)
    page = visitor.open(SIGN_IN)
    action, _, challenge = asked(page)
    failed = visitor.send(action, page, challenge=challenge, credential=junk)
    assert (failed.status, FAILED in failed.words) == (422, True)
    page = own.open(NEW)
    action, _, challenge = asked(page)
    sent = {"name": "A", "present": PASSWORD, "challenge": challenge, "credential": junk}
    assert "The passkey could not be added." in own.send(action, page, **sent).words


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
