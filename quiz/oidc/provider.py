"""The provider: where it is asked to sign somebody in, and what its answer says, once checked."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from quiz.oidc.http import bound
from quiz.oidc.settings import IdentityProvider, is_safe

ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
]
"""What a token may be signed with: keys of the provider alone, never the client's own secret."""

LEEWAY = 60
"""Seconds by which the clocks may differ."""

KEPT = 3600
"""Seconds for which the provider's metadata and keys are kept."""

ASKED_AGAIN = 30
"""Seconds after which keys are asked for again, where a token names one that is not known."""

SEVERAL_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "sms", "tel", "sc", "fpt", "face"})
"""Values of `amr` (RFC 8176) that say that somebody had more than a password."""


class Unreachable(Exception):  # noqa: N818 - named for what it says
    """The provider does not answer, or not as a provider does; the text is for the log."""


class Refused(Exception):  # noqa: N818 - named for what it says
    """An answer or a token of the provider that must not be trusted; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What has to be remembered of a sign-in until the provider sends the person back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says has signed in; `email` is verified, else None."""

    subject: str
    email: str | None
    name: str
    groups: tuple[str, ...]
    has_second_factor: bool


class Provider:
    """An identity provider, whose metadata and keys are kept for a while; for many threads."""

    def __init__(self, settings: IdentityProvider) -> None:
        self.settings = settings
        self._lock = Lock()
        self._metadata: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def address(self, attempt: Attempt, callback: str) -> str:
        """Return where to send a browser to sign in; raises Unreachable."""
        metadata = self._read_metadata()
        with self._session(callback) as session:
            url, _ = session.create_authorization_url(
                metadata["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(url)

    def person(self, attempt: Attempt, callback: str, answer: Mapping[str, str]) -> Person:
        """Return who has signed in, by the query that the browser came back with.

        Raises Refused where anything in it is wrong, and Unreachable.
        """
        metadata = self._read_metadata()
        self._check_answer(attempt, answer, metadata)
        with self._session(callback) as session:
            try:
                token = session.fetch_token(
                    metadata["token_endpoint"],
                    code=answer["code"],
                    code_verifier=attempt.verifier,
                    allow_redirects=False,
                )
            except AuthlibBaseError as error:
                raise Refused(f"the code is not taken: {error}") from error
            except (requests.RequestException, ValueError) as error:
                raise Unreachable(f"no token: {error}") from error
            claims = self._checked(token, attempt)
            return self._as_person(claims | self._user_info(session, metadata, claims))

    def _check_answer(
        self, attempt: Attempt, answer: Mapping[str, str], metadata: Mapping[str, Any]
    ) -> None:
        if answer.get("state") != attempt.state:
            raise Refused("another state than the one that was sent")
        named = answer.get("iss")  # RFC 9207
        must = metadata.get("authorization_response_iss_parameter_supported") is True
        if (named is not None or must) and named != self.settings.issuer:
            raise Refused(f"an answer of another issuer, {named!r}")
        if "error" in answer or "code" not in answer:
            raise Refused(f"an error: {answer.get('error')!r}")

    def _checked(self, token: Mapping[str, Any], attempt: Attempt) -> dict[str, Any]:
        """Return the claims of an ID token whose signature and claims are right."""
        encoded = token.get("id_token")
        if not isinstance(encoded, str):
            raise Refused("no ID token")
        try:
            try:
                decoded = jwt.decode(encoded, self._read_keys(), algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # The provider may have changed its keys since they were read.
                decoded = jwt.decode(encoded, self._read_keys(again=True), algorithms=ALGORITHMS)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                },
                {
                    "nonce": attempt.nonce,
                    "client_id": self.settings.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError) as error:
            raise Refused(f"an ID token that is wrong: {error}") from error
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise Refused("an ID token without a subject")
        return dict(claims)

    def _user_info(
        self, session: OAuth2Session, metadata: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what the ID token does not say of the person; empty where it says all of it."""
        wanted = {"email", "name", self.settings.groups_claim}
        endpoint = metadata.get("userinfo_endpoint")
        if wanted <= claims.keys() or not endpoint:
            return {}
        found = self._json(session, endpoint, withhold_token=False)
        if found.get("sub") != claims["sub"]:
            raise Refused("the user info is about somebody else")
        told = wanted | {"email_verified"}
        return {key: value for key, value in found.items() if key in told and key not in claims}

    def _as_person(self, claims: Mapping[str, Any]) -> Person:
        email, name = claims.get("email"), claims.get("name")
        verified = self.settings.trusts_addresses or claims.get("email_verified") is True
        groups, methods = claims.get(self.settings.groups_claim), claims.get("amr")
        return Person(
            subject=claims["sub"],
            email=email if verified and isinstance(email, str) else None,
            name=name if isinstance(name, str) else "",
            groups=_texts(groups),
            has_second_factor=self.settings.has_second_factor
            or not SEVERAL_FACTORS.isdisjoint(_texts(methods)),
        )

    def _read_metadata(self) -> Mapping[str, Any]:
        with self._lock:
            kept = self._metadata
        if kept and time.monotonic() - kept[0] < KEPT:
            return kept[1]
        issuer = self.settings.issuer
        with self._session() as session:
            found = self._json(session, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise Unreachable(f"its issuer is {found.get('issuer')!r}, not {issuer!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(found.get(name), str) or not is_safe(found[name]):
                raise Unreachable(f"its {name} is {found.get(name)!r}")
        with self._lock:
            self._metadata = (time.monotonic(), found)
        return found

    def _read_keys(self, *, again: bool = False) -> KeySet:
        """Return the keys of the provider; `again` asks for them, unless that was just done."""
        with self._lock:
            kept = self._keys
        age = time.monotonic() - kept[0] if kept else KEPT
        if kept and age < (ASKED_AGAIN if again else KEPT):
            return kept[1]
        with self._session() as session:
            found = self._json(session, self._read_metadata()["jwks_uri"])
        try:
            keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Unreachable(f"its keys cannot be read: {error}") from error
        with self._lock:
            self._keys = (time.monotonic(), keys)
        return keys

    @staticmethod
    def _json(session: OAuth2Session, url: str, *, withhold_token: bool = True) -> dict[str, Any]:
        """Return the JSON object at an address; raises Unreachable where there is none."""
        try:
            answer = session.request(
                "GET", url, withhold_token=withhold_token, allow_redirects=False
            )
            found = answer.json() if answer.status_code == requests.codes.ok else None
        except (requests.RequestException, AuthlibBaseError, ValueError) as error:
            raise Unreachable(f"{url}: {error}") from error
        if not isinstance(found, dict):
            raise Unreachable(f"{url}: {answer.status_code}, or no object")
        return found

    def _session(self, callback: str | None = None) -> OAuth2Session:
        session = OAuth2Session(
            self.settings.client_id,
            self.settings.client_secret,
            scope=self.settings.scope,
            redirect_uri=callback,
            code_challenge_method="S256",
        )
        bound(session)
        return session


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts of a claim, which may be a list or one text."""
    values = value if isinstance(value, list) else [value]
    return tuple(each for each in values if isinstance(each, str))
