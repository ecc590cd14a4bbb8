"""The session of a recruiter: a cookie with a token, of which the store keeps a hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from quiz.store import Recruiter, StoreError
from quiz.web.framework import csrf
from quiz.web.framework.link_tokens import TOKEN, new_token
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.services import services

TOUCH_INTERVAL = timedelta(minutes=5)
"""How exactly it is kept when a session was last used, so that not every page writes."""


def current_recruiter() -> Recruiter | None:
    """Return who is signed in, and keep that they still do something; None where nobody is."""
    token, now = _token(), datetime.now(UTC)
    session = services().store.sessions.find(token, now) if token else None
    if session is None:
        return None
    if now - session.seen_at >= TOUCH_INTERVAL:
        try:
            services().store.sessions.touch(token, now)
        except StoreError as error:
            log_store_error(error)  # who only reads goes on reading
    return session.recruiter


def start(recruiter: int, password_hash: str, response: Response) -> bool:
    """Sign somebody in, in this browser, with a token and a proof for forms that are new.

    Returns False when the account has changed since the caller looked.
    """
    token = new_token()
    end()
    if not services().store.sessions.start(token, recruiter, password_hash, datetime.now(UTC)):
        return False
    csrf.renew()
    response.set_cookie(_name(), token, **_attributes())
    return True


def end(response: Response | None = None) -> None:
    """End the session of this browser; with a `response`, take its cookie back too."""
    token = _token()
    if token:
        services().store.sessions.end(token)
    if response is not None:
        csrf.renew()
        response.delete_cookie(_name(), **_attributes())


def _token() -> str:
    token = request.cookies.get(_name(), "")
    return token if TOKEN.fullmatch(token) else ""


def _name() -> str:
    return "__Host-recruiter" if services().settings.secure else "recruiter"


def _attributes() -> Mapping[str, Any]:
    """Return how browsers treat the cookie; they forget it when they are closed."""
    secure = services().settings.secure
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Lax"}
