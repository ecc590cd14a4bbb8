"""From a right password, or from the provider, to a session: at once, or after a second step.

In between there is no session, only a row of `sign_ins` and its token in a cookie of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from quiz.store import Account, Recruiter, SignIn
from quiz.store.sign_ins import LASTS
from quiz.web.framework.link_tokens import TOKEN, new_token
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.known_devices import remember_device


class Waiting(NamedTuple):
    """A sign-in of this browser that waits for its second factor."""

    token: str
    sign_in: SignIn


def in_team(account: Account, team: int | None = None) -> Account | None:
    """Return an account in the team to begin in; None where its owner does not work in `team`.

    Without a `team` it is the one that was worked in last in this browser, or else anywhere.
    """
    wanted = team or recruiter_session.last_team()
    if wanted in (None, account.recruiter.team_id):
        return account
    found = services().store.accounts.person(wanted, account.recruiter.id)
    if found is not None and found.state == "in use":
        return found
    return account if team is None else None


def after_password(
    account: Account, password_hash: str, response: Response, draft: str | None = None
) -> bool:
    """Sign in somebody whose password was right, or let `response` lead to the second step.

    Returns False if the account was disabled or got another password in the meantime.
    """
    who = account.recruiter
    if account.has_second_factor:
        return _to_second_step(who, password_hash, response, draft)
    if not recruiter_session.start(who, password_hash, response, draft):
        return False
    remember_device(who.id, response)
    record(who, "sign-in")
    return True


def after_provider(account: Account, response: Response, *, two_factors: bool) -> bool:
    """Sign in somebody whom the identity provider has signed in, with or without two factors.

    Without, an account that has a second factor here is led to the second step. Returns False if
    the account was disabled in the meantime.
    """
    who = account.recruiter
    if account.has_second_factor and not two_factors:
        return _to_second_step(who, None, response, None)
    if not recruiter_session.start_from_provider(who, response, two_factors=two_factors):
        return False
    record(who, "provider sign-in")
    return True


def _to_second_step(
    who: Recruiter, password_hash: str | None, response: Response, draft: str | None
) -> bool:
    token, now = new_token(), datetime.now(UTC)
    if not services().store.sign_ins.begin(token, who.id, password_hash, now, draft, who.team_id):
        return False
    response.set_cookie(_cookie_name(), token, max_age=LASTS, **_cookie_attributes())
    onward = urlencode({"next": response.location})
    response.location = f"{url_for('second_step')}?{onward}"
    return True


def waiting() -> Waiting | None:
    """Return the sign-in of this browser that waits for its second factor."""
    token = request.cookies.get(_cookie_name(), "")
    if not TOKEN.fullmatch(token):
        return None
    found = services().store.sign_ins.find(token, datetime.now(UTC))
    return None if found is None else Waiting(token, found)


def finish(waiting: Waiting, response: Response) -> bool:
    """Sign in somebody whose second factor was right; False if the sign-in ended meanwhile."""
    if not recruiter_session.start_from(waiting.token, waiting.sign_in.recruiter.team_id, response):
        return False
    who = waiting.sign_in.recruiter
    response.delete_cookie(_cookie_name(), **_cookie_attributes())
    remember_device(who.id, response)
    record(who, "sign-in")
    return True


def _cookie_name() -> str:
    return "__Host-sign-in" if services().settings.secure else "sign-in"


def _cookie_attributes() -> Mapping[str, Any]:
    secure = services().settings.secure
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Lax"}
