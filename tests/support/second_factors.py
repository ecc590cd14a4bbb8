"""Second factors of recruiters: sets up an authenticator app, which is another library's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pyotp

from quiz.store import Recruiter, Store
from support.teams import PASSWORD, Teams
from support.visitor import Page, Visitor

SECOND_FACTOR = "/recruiter/second-factor"
APP = f"{SECOND_FACTOR}/app"
CODE = "/recruiter/sign-in/code"
STEP = timedelta(seconds=30)


class Offer(NamedTuple):
    """What the page of an app offers: the app with its secret, and the form that confirms it."""

    page: Page
    app: pyotp.TOTP
    hidden: str


def offer(visitor: Visitor) -> Offer:
    """Open the page that sets an app up."""
    page = visitor.open(APP)
    [hidden] = [a["value"] for a in page.all("input") if a.get("name") == "offer"]
    return Offer(page, pyotp.TOTP(page.text("code").replace(" ", "")), hidden)


def set_up_app(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """Set an app up whose present code is not used yet; return it and the recovery codes."""
    page, app, hidden = offer(visitor)
    done = visitor.send(APP, page, offer=hidden, present=PASSWORD, code=code_of(app))
    assert done.status == 200, done.words
    store: Store = visitor.client.application.extensions["quiz"].store
    [email] = [a["value"] for a in page.all("input") if a.get("id") == "username"]
    account = store.accounts.find(email)
    assert account is not None
    who = account.recruiter.id
    store.second_factors.set_totp(who, store.second_factors.totp_secret(who) or "", step=0)
    return app, done.text("textarea").split()


def actions(teams: Teams, who: Recruiter) -> list[str]:
    """Return what the log of somebody's team says was done, the newest first."""
    return [entry.action for entry in teams.store.audit.page(who.team_id)]


def code_of(app: pyotp.TOTP, steps: int = 0) -> str:
    """Return the code that an app shows now, or so many steps later."""
    return app.at(datetime.now(UTC) + steps * STEP)
