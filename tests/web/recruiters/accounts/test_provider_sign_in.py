"""Signing in with an identity provider: the certified one, and one that sends what is wrong."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import OctKey, RSAKey
from support.databases import write_migrated_sqlite
from support.oidc_provider import (
    CALLBACK,
    SECRET,
    OwnProvider,
    certified_provider,
    other_key,
    own_provider,
    settings,
    sign_in_there,
    unsigned,
)
from support.second_factors import CODE, SECOND_FACTOR, set_up_app
from support.teams import Teams, sign_in
from support.visitor import Page, Visitor

from quiz.oidc import http

BEGIN = "/recruiter/sign-in/provider"
WRONG = "Signing in with the Office did not work"
TIMES = {"exp", "iat", "nbf"}
StartApp = Callable[..., Flask]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The issuer of the certified provider."""
    with certified_provider(f"http://127.0.0.1:8000{CALLBACK}") as running:
        yield running


@pytest.fixture
def own() -> Iterator[OwnProvider]:
    with own_provider() as running:
        yield running


@pytest.fixture
def app(start_app: StartApp, own: OwnProvider) -> Flask:
    """An application whose provider is our own, with the teams of its mapping."""
    return with_teams(start_app(provider=settings(own.issuer)))


def with_teams(app: Flask) -> Flask:
    for team in ("Consulate A", "Consulate B"):
        Teams(app).team(team)
    return app


def through_certified(app: Flask, login: str, visitor: Visitor | None = None) -> Page:
    """Sign in at the certified provider; return the page that follows at the quiz."""
    visitor = visitor or Visitor(app)
    sent = visitor.ask(BEGIN)
    assert sent.status_code == 303
    back = sign_in_there(sent.headers["Location"], login, f"http://127.0.0.1:8000{CALLBACK}")
    return visitor.open(back.removeprefix("http://127.0.0.1:8000"))


def through_own(app: Flask, own: OwnProvider, visitor: Visitor | None = None, **back: str) -> Page:
    """Sign in at our own provider; return the page that follows at the quiz."""
    visitor = visitor or Visitor(app)
    sent = visitor.ask(BEGIN)
    assert sent.status_code == 303, sent.text
    return visitor.open(own.come_back(sent.headers["Location"], **back))


def test_the_certified_provider_signs_somebody_in_who_gets_an_account_by_the_mapping(
    start_app: StartApp, issuer: str
) -> None:
    app = with_teams(start_app(provider=settings(issuer)))
    visitor = Visitor(app)
    page = visitor.open("/recruiter/sign-in")
    assert "Sign in with the Office" in page.words
    assert BEGIN in page.links
    board = through_certified(app, "hanako", visitor)
    assert (board.path, board.status) == ("/recruiter", 200)
    assert "You are signed in as 花子." in board.words
    account = Teams(app).store.accounts.find("hanako@office.example")
    assert account is not None
    who = account.recruiter
    assert (who.team_name, who.role, account.state) == ("Consulate A", "recruiter", "in use")
    again = through_certified(app, "hanako")
    assert again.path == "/recruiter"
    assert len(Teams(app).store.accounts.people()) == 1, "the same account"
    log = [entry.action for entry in Teams(app).store.audit.page(who.team_id)]
    assert log == ["provider sign-in", "provider sign-in", "account added"]


def test_the_sign_in_page_says_that_the_provider_does_not_bring_back_what_was_typed(
    app: Flask,
) -> None:
    teams = Teams(app)
    who = teams.recruiter()
    page, lost = f"/recruiter/results/{teams.result(who)}", "does not bring back what you"
    visitor = teams.visitor(who)
    form, token = visitor.open(page), visitor.client.get_cookie("recruiter")
    assert token is not None
    teams.store.sessions.end(token.value)
    assert lost in visitor.send(f"{page}/work", form, note="Phoned").words
    assert lost not in visitor.open("/recruiter/sign-in").words


@pytest.mark.parametrize(
    ("login", "title"),
    [
        ("unverified", "Your e-mail address is not confirmed at the Office"),
        ("nobody", "You do not belong to a team here"),
    ],
)
def test_whom_the_mapping_does_not_name_gets_no_account(
    start_app: StartApp, issuer: str, login: str, title: str
) -> None:
    app = with_teams(start_app(provider=settings(issuer)))
    page = through_certified(app, login)
    assert (page.status, page.text("h1")) == (403, title)
    assert "/recruiter/sign-in" in page.links
    assert Teams(app).store.accounts.people() == []


def test_groups_come_from_the_user_info_and_give_several_teams(
    start_app: StartApp, issuer: str
) -> None:
    app = with_teams(start_app(provider=settings(issuer)))
    assert through_certified(app, "both").path == "/recruiter"
    people = Teams(app).store.accounts.people()
    assert [(a.recruiter.team_name, a.recruiter.role) for a in people] == [
        ("Consulate A", "recruiter"),
        ("Consulate B", "reader"),
    ]


def test_a_wrong_client_secret_signs_nobody_in(start_app: StartApp, issuer: str) -> None:
    app = with_teams(start_app(provider=settings(issuer, client_secret=WRONG)))
    page = through_certified(app, "hanako")
    assert (page.status, page.text("h1")) == (400, WRONG)


def test_the_request_has_state_nonce_and_pkce_and_the_client_proves_itself(
    app: Flask, own: OwnProvider
) -> None:
    visitor = Visitor(app)
    sent = visitor.ask(BEGIN)
    query = {k: v[0] for k, v in parse_qs(urlsplit(sent.headers["Location"]).query).items()}
    assert query["response_type"] == "code"
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == f"http://127.0.0.1:8000{CALLBACK}"
    assert len(query["state"]) >= 26
    assert len(query["nonce"]) >= 26
    [cookie] = [c for c in sent.headers.getlist("Set-Cookie") if c.startswith("provider=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert not any(query[secret] in cookie for secret in ("state", "nonce"))
    visitor.open(own.come_back(sent.headers["Location"]))
    [verifier] = own.sent["code_verifier"]
    assert len(verifier) >= 43
    id_, secret = base64.b64decode(own.authorization.removeprefix("Basic ")).decode().split(":")
    assert (unquote_plus(id_), unquote_plus(secret)) == ("quiz", SECRET)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": ["quiz", "another"]},  # without azp
        {"aud": ["quiz", "another"], "azp": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": -3600},  # seconds from now, as the other times
        {"exp": None},
        {"iat": 3600},
        {"nbf": 3600},
        {"sub": None},
        {"sub": 1},
        {"sub": ""},
        {"at_hash": "another"},
    ],
    ids=str,
)
def test_a_token_that_is_wrong_in_one_claim_signs_nobody_in(
    app: Flask, own: OwnProvider, claims: dict[str, object]
) -> None:
    now = int(time.time())
    moments = {
        name: now + value
        for name, value in claims.items()
        if name in TIMES and isinstance(value, int)
    }
    own.claims = claims | moments
    page = through_own(app, own)
    assert (page.status, page.text("h1")) == (400, WRONG)
    assert Teams(app).store.accounts.people() == []
    own.claims = {}
    assert through_own(app, own).path == "/recruiter"


def test_a_token_of_an_unknown_key_or_with_a_weak_algorithm_signs_nobody_in(
    app: Flask, own: OwnProvider
) -> None:
    right = own.signs_with
    own.signs_with = other_key()
    assert through_own(app, own).status == 400
    own.header = {"alg": "RS256", "kid": "2"}
    assert through_own(app, own).status == 400
    own.header, own.signs_with = {"alg": "HS256", "kid": "1"}, OctKey.import_key(SECRET * 2)
    assert through_own(app, own).status == 400
    own.token = unsigned
    assert through_own(app, own).status == 400
    own.token, own.header = own.signed, {"alg": "RS256", "kid": "1"}
    own.signs_with = right
    assert through_own(app, own).path == "/recruiter"


def test_a_new_key_of_the_provider_is_fetched_and_one_that_was_withdrawn_is_forgotten(
    app: Flask, own: OwnProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert through_own(app, own).path == "/recruiter"
    old = own.signs_with
    new = RSAKey.generate_key(2048, {"kid": "2"})
    own.keys = {"2": new}
    own.header, own.signs_with = {"alg": "RS256", "kid": "2"}, new
    assert through_own(app, own).status == 400, "keys are not fetched at every wrong token"
    monkeypatch.setattr("quiz.oidc.provider.ASKED_AGAIN", 0)
    assert through_own(app, own).path == "/recruiter"
    own.header, own.signs_with = {"alg": "RS256", "kid": "1"}, old
    assert through_own(app, own).status == 400


@pytest.mark.parametrize(
    "back", [{"state": "another"}, {"iss": "https://another.example"}, {"error": "access_denied"}]
)
def test_an_answer_that_does_not_fit_signs_nobody_in(
    app: Flask, own: OwnProvider, back: dict[str, str]
) -> None:
    page = through_own(app, own, **back)
    assert (page.status, page.text("h1")) == (400, WRONG)
    assert "/token" not in own.asked, "the code is not used"


def test_an_answer_for_another_browser_or_used_before_signs_nobody_in(
    app: Flask, own: OwnProvider
) -> None:
    visitor = Visitor(app)
    back = own.come_back(visitor.ask(BEGIN).headers["Location"])
    assert Visitor(app).open(back).status == 400
    assert visitor.open(back).path == "/recruiter"
    visitor.send("/recruiter/sign-out")
    assert visitor.open(back).status == 400


def test_a_provider_that_names_another_issuer_is_not_trusted(app: Flask, own: OwnProvider) -> None:
    own.metadata = {"issuer": "https://another.example"}
    page = Visitor(app).open(BEGIN)
    assert (page.status, page.text("h1")) == (503, "No answer from the Office")


def test_a_provider_that_stalls_is_waited_for_only_so_long(
    app: Flask, own: OwnProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "SECONDS", 1)
    own.delay = {"/.well-known/openid-configuration": 0.2}  # a byte every 0.2 s
    began = time.monotonic()
    page = Visitor(app).open(BEGIN)
    assert time.monotonic() - began < 5
    assert (page.status, page.text("h1")) == (503, "No answer from the Office")
    own.delay = {"/token": 0.2}
    assert through_own(app, own).status == 503
    own.delay = {}
    assert through_own(app, own).path == "/recruiter"


def test_a_provider_that_is_down_says_so_and_the_password_still_works(
    start_app: StartApp,
) -> None:
    app = start_app(provider=settings("http://127.0.0.1:9"))
    page = Visitor(app, "ja").open(BEGIN)
    assert (page.status, page.text("h1")) == (503, "事務所から応答がありません")
    assert sign_in(Visitor(app), Teams(app).recruiter().email).path == "/recruiter"


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


def test_signing_in_goes_on_where_somebody_wanted_to_go(app: Flask, own: OwnProvider) -> None:
    visitor = Visitor(app)
    page = visitor.open("/recruiter/summary")
    [address] = [link for link in page.links if link.startswith(BEGIN)]
    sent = visitor.ask(address)
    assert visitor.open(own.come_back(sent.headers["Location"])).path == "/recruiter/summary"


def test_without_a_provider_there_is_no_such_page(start_app: StartApp) -> None:
    visitor = Visitor(start_app())
    assert BEGIN not in visitor.open("/recruiter/sign-in").links
    assert visitor.open(BEGIN).status == 404
    assert visitor.open(CALLBACK).status == 404
