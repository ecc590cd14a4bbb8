"""Signs recruiters in at an identity provider, in a test client."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from support.oidc_provider import CALLBACK, OwnProvider, sign_in_there
from support.teams import Teams
from support.visitor import Page, Visitor

BEGIN = "/recruiter/sign-in/provider"
WRONG = "Signing in with the Office did not work"
StartApp = Callable[..., Flask]


def with_teams(app: Flask) -> Flask:
    """Add the teams of the mapping to the quiz; return the quiz."""
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
