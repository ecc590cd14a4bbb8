"""The session of a recruiter: a token in a cookie, and its hash in the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request, session
from werkzeug.wrappers import Response

from quiz.store import Recruiter, Session, StoreError, hash_token
from quiz.web.applicant.booth import current_booth
from quiz.web.framework import csrf, drafts
from quiz.web.framework.browsers import browser_and_system
from quiz.web.framework.link_tokens import TOKEN, new_token
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.services import services

TOUCH_INTERVAL = timedelta(minutes=5)
"""How often a session's last use is saved, so that not every request writes to the database."""


def current_recruiter() -> Recruiter | None:
    """Return the signed-in recruiter, or None; updates when the session was last used."""
    found = current_session()
    return None if found is None else found.recruiter


def current_session() -> Session | None:
    """Return the session of this browser, or None; updates when it was last used."""
    token, now = _token(), datetime.now(UTC)
    found = services().store.sessions.find(token, now) if token else None
    if found is None:
        return None
    if found.draft:
        _offer_draft(found.draft, token)
    if now - found.seen_at >= TOUCH_INTERVAL:
        try:
            services().store.sessions.touch(token, now)
        except StoreError as error:
            log_store_error(error)  # pages that only read still work without this write
    return found


def keep_draft(draft: drafts.Draft) -> bool:
    """Keep a draft in this browser's session; False if nobody is signed in."""
    if current_session() is None:
        return False
    services().store.sessions.keep_draft(_token(), draft.as_text())
    return True


def has_ended() -> bool:
    """Return whether this browser had a session, which is over: nobody signed out of it."""
    return bool(_token()) and current_recruiter() is None


def _offer_draft(text: str, token: str) -> None:
    """Let a form of its page show the draft; once that page sends a form, it is forgotten."""
    draft = drafts.read(text)
    if draft is None or draft.path == drafts.page_of_form():
        services().store.sessions.forget_draft(token)
    else:
        drafts.offer(draft)


def start(
    recruiter: Recruiter, password_hash: str, response: Response, draft: str | None = None
) -> bool:
    """Start a session for a recruiter in this browser, with a new token and a new CSRF token.

    It begins in the recruiter's team, and keeps the `draft`. Ends the browser's previous session.
    Returns False, and signs nobody in, if the account was disabled or got another password since
    `password_hash` was read.
    """
    sessions, team = services().store.sessions, recruiter.team_id

    def begin(token: str, now: datetime) -> bool:
        begun = sessions.start(token, recruiter.id, password_hash, now, draft, _browser())
        # With its draft: it was typed in the team that the browser wants to go on in.
        return begun == team or (begun is not None and sessions.switch(token, team, draft))

    return _start(begin, team, response)


def start_from_provider(recruiter: Recruiter, response: Response, *, two_factors: bool) -> bool:
    """Start a session as `start` does, of somebody whom the identity provider has signed in."""
    sessions, team = services().store.sessions, recruiter.team_id

    def begin(token: str, now: datetime) -> bool:
        begun = sessions.start_from_provider(
            token, recruiter.id, now, _browser(), two_factors=two_factors
        )
        return begun == team or (begun is not None and sessions.switch(token, team))

    return _start(begin, team, response)


def start_from(sign_in: str, team: int, response: Response) -> bool:
    """Start a session as `start` does, of the sign-in with this token; False where it has ended."""
    sign_ins = services().store.sign_ins
    return _start(
        lambda token, now: sign_ins.finish(sign_in, token, now, _browser()), team, response
    )


def switch(team: int) -> bool:
    """Let this browser's session go on in another team; False where its recruiter cannot.

    Forms that were opened in the team before are refused, so that nothing lands in the wrong one.
    """
    if not services().store.sessions.switch(_token(), team):
        return False
    _remember_team(team)
    return True


def last_team() -> int | None:
    """Return the team that was worked in last in this browser, unless somebody signed out of it."""
    team = session.get("team")
    return team if isinstance(team, int) else None


def _remember_team(team: int) -> None:
    session["team"] = team
    csrf.renew()


def _start(store: Callable[[str, datetime], bool], team: int, response: Response) -> bool:
    """Start a session that `store` keeps; a booth ends with it."""
    token = new_token()
    end()
    if not store(token, datetime.now(UTC)):
        return False
    if current_booth() is not None:
        session.clear()  # with the data of the last applicant
    _remember_team(team)
    response.set_cookie(_cookie_name(), token, **_cookie_attributes())
    return True


def end(response: Response | None = None) -> None:
    """End this browser's session; with a `response`, also delete its cookie."""
    token = _token()
    if token:
        services().store.sessions.end(token)
    if response is not None:
        session.pop("team", None)
        csrf.renew()
        response.delete_cookie(_cookie_name(), **_cookie_attributes())


def key() -> str:
    """Return the key of this browser's session, as the store has it."""
    return hash_token(_token())


def _browser() -> str:
    return "|".join(browser_and_system(request.user_agent.string))


def _token() -> str:
    token = request.cookies.get(_cookie_name(), "")
    return token if TOKEN.fullmatch(token) else ""


def _cookie_name() -> str:
    return "__Host-recruiter" if services().settings.secure else "recruiter"


def _cookie_attributes() -> Mapping[str, Any]:
    """Return the attributes of the cookie; without an expiry it ends when the browser is closed."""
    secure = services().settings.secure
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Lax"}
