"""Teams with recruiters who can sign in, and test clients in which they are signed in."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from typing import Any

from flask import Flask

from quiz.core.language.model import Answers
from quiz.store import (
    NewPasskey,
    NewRecipient,
    NewRecruiter,
    QuotaExceeded,
    Recruiter,
    Role,
    Store,
)
from quiz.text import folded_email
from quiz.web.framework.link_tokens import new_seed, new_token, recipient_token, stop_token
from quiz.web.pages.rate_limits import PASSWORDS_FROM_NETWORK
from quiz.web.recruiters.accounts import passwords
from quiz.web.recruiters.accounts.password_check import attempts_on
from support.board_results import Invited
from support.visitor import Page, Visitor

ANSWERS: Answers = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
"""Answers to the quiz of tests/web/small.yaml that lead to the piano."""

PASSWORD = "four words none guesses"  # noqa: S105 - of people who exist in tests only


SIGN_IN = "/recruiter/sign-in"
WRONG = "not the password of anybody"


def password_hash() -> str:
    """Return the hash of PASSWORD, made once for each hasher because that is slow."""
    return _hash_made_by(vars(passwords)["_hasher"])


@cache
def _hash_made_by(_hasher: object) -> str:
    return passwords.hash_password(PASSWORD)


class Teams:
    """Writes teams and recruiters into the store of an application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._numbers = itertools.count(1)
        parts = app.extensions["quiz"]
        self._invited = Invited(parts.store, parts.source, parts.engine.digest)

    @property
    def store(self) -> Store:
        store: Store = self.app.extensions["quiz"].store
        return store

    def team(self, name: str) -> int:
        """Return the id of a team, which is added if it does not exist."""
        found = self.store.accounts.team(name)
        id_ = found.id if found else self.store.accounts.add_team(name, datetime.now(UTC))
        assert id_ is not None
        return id_

    def add(self, team: str = "Consulate A", role: Role = "recruiter") -> tuple[Recruiter, str]:
        """Add an account that is not set up; return its recruiter and the token to set it up."""
        number, token = next(self._numbers), new_token()
        new = NewRecruiter(self.team(team), f"{token[:6]}@quiz.example", f"R {number}", role, token)
        assert self.store.accounts.add(new, datetime.now(UTC)) is not None
        account = self.store.accounts.find(new.email)
        assert account is not None
        return account.recruiter, token

    def recruiter(self, team: str = "Consulate A", role: Role = "recruiter") -> Recruiter:
        """Add a recruiter whose account is set up with PASSWORD."""
        who, token = self.add(team, role)
        assert self.store.accounts.set_up(token, password_hash(), datetime.now(UTC))
        return who

    def administrator(self, team: str = "Consulate A") -> Recruiter:
        """Add an administrator whose account is set up with PASSWORD."""
        return self.recruiter(team, "administrator")

    def operator(self) -> Recruiter:
        """Add an operator whose account is set up with PASSWORD and a second factor."""
        number, token = next(self._numbers), new_token()
        email = f"{token[:6]}@quiz.example"
        id_ = self.store.operators.add(email, f"O {number}", token, datetime.now(UTC))
        assert id_ is not None
        assert self.store.accounts.set_up(token, password_hash(), datetime.now(UTC))
        self.store.second_factors.set_totp(id_, "encrypted", 1)
        account = self.store.accounts.find(email)
        assert account is not None
        return account.recruiter

    def invitation(self, who: Recruiter, **changes: Any) -> int:
        """Add an invitation of the recruiter's team; return its id."""
        return self._invited.invitation(who.team_id, who.id, **changes)

    def result(
        self,
        who: Recruiter,
        answers: Answers = ANSWERS,
        invitation: int | None = None,
        **changes: Any,
    ) -> int:
        """Add a result of the recruiter's team, computed from the answers; return its id."""
        engine = self.app.extensions["quiz"].engine
        at = {"created_at": datetime.now(UTC), **changes}
        return self._invited.told(invitation or self.invitation(who), engine, answers, **at)

    def recipient(
        self, who: Recruiter, invitation: int, email: str = "aiko@home.example"
    ) -> tuple[int, str, str]:
        """Invite somebody personally; return the id, and the tokens of the link and to opt out."""
        secret_key, seed = self.app.extensions["quiz"].settings.secret_key, new_seed()
        token, stop = recipient_token(secret_key, seed), stop_token(secret_key, folded_email(email))
        new = NewRecipient(email, "Aiko", seed, token, stop, None)
        self.store.recipient_mails.invite(who.team_id, invitation, who.id, [new], datetime.now(UTC))
        found = self.store.recipients.find(token)
        assert found
        return found[0].id, token, stop

    def passkey(self, who: Recruiter, name: str = "Phone") -> int:
        """Add a passkey of a recruiter, which nobody has; return its id."""
        new = NewPasskey(f"passkey{who.id:05}", b"", 0, name)
        assert self.store.passkeys.add(who.id, new, datetime.now(UTC))
        return self.store.passkeys.of(who.id)[-1].id

    def session(self, who: Recruiter, now: datetime | None = None) -> str:
        """Start a session of a recruiter, now or at another time; return its token."""
        token = new_token()
        begun = now or datetime.now(UTC)
        assert self.store.sessions.start(token, who.id, password_hash(), begun)
        return token

    def visitor(self, who: Recruiter, language: str = "en") -> Visitor:
        """Return a test client in which a recruiter is signed in."""
        visitor = Visitor(self.app, language)
        visitor.client.set_cookie("recruiter", self.session(who))
        return visitor


def lock_out(app: Flask, who: Recruiter) -> None:
    """Use up all attempts on an account by devices that are not known, and all of the network."""
    with app.test_request_context():
        limits = app.extensions["quiz"].store.limits
        for quota in (attempts_on(who.email), PASSWORDS_FROM_NETWORK.quota("127.0.0.1")):
            with suppress(QuotaExceeded):
                while True:
                    limits.use([quota], datetime.now(UTC))
    assert sign_in(Visitor(app), who.email).status == 429


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> Page:
    """Fill in and send the form to sign in; return the page that follows."""
    return visitor.send(SIGN_IN, email=email, password=password)
