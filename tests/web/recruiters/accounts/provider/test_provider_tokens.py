"""What a provider sends is checked: ID tokens, keys, state, nonce, PKCE, and who answers."""

from __future__ import annotations

import base64
import time
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import OctKey, RSAKey
from support.oidc_provider import CALLBACK, SECRET, OwnProvider, other_key, unsigned
from support.provider_sign_in import BEGIN, WRONG, through_own
from support.teams import Teams
from support.visitor import Visitor

TIMES = {"exp", "iat", "nbf"}


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


@pytest.mark.thorough
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
