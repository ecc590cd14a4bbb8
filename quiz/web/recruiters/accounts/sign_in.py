"""Signing in, with an e-mail address and a password."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Account
from quiz.web.framework.fields import FieldsForm, line, secret
from quiz.web.framework.language import N_
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import session
from quiz.web.recruiters.accounts.password_check import come_back, proved, retry_after, waiting
from quiz.web.recruiters.audit_log import note

BEHIND = re.compile(r"(?:[/?][!-\[\]-~]*)?")
"""What may follow the address of the board in `next`: a recruiter's page, in printable ASCII."""


class SignInForm(FieldsForm):
    """Who somebody is, and what proves it."""

    email = line(N_("E-mail address"), wanted=True)
    password = secret(N_("Password"))


def show() -> str | Response:
    """Ask who it is; whoever is signed in goes on."""
    if session.present():
        return redirect(_onward(), 303)
    return _page(SignInForm(services().localized.language))


def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign somebody in whose password is right, or show the same page to all others."""
    form = SignInForm(services().localized.language)
    if not form.validate():
        return _page(form), form.status
    wait = waiting(form.email.data, datetime.now(UTC))
    if wait is not None:
        form.form_errors.append(come_back(wait, form.language))
        return _page(form), 429, retry_after(wait)
    account = services().store.accounts.find(form.email.data)
    password_hash = proved(account, form.password.data)
    onward = redirect(_onward(), 303)
    if account and password_hash and session.begin(account.recruiter.id, password_hash, onward):
        note(account.recruiter, "sign-in")
        return onward
    note_failure(account)
    form.form_errors.append(
        form.language.gettext("This e-mail address and this password do not belong together.")
    )
    return _page(form), 422


def _page(form: SignInForm) -> str:
    onward = _onward()
    way_back: dict[str, Any] = {} if onward == url_for("board") else {"next": onward}
    return render(
        "recruiters/accounts/sign_in.html",
        services().localized,
        query=urlencode(way_back),
        form=form,
        action=url_for("send_sign_in", **way_back),
    )


def _onward() -> str:
    """Return where to go on, which anybody can have written into a link."""
    asked = request.args.get("next", "")
    board = url_for("board")
    fine = asked.startswith(board) and BEHIND.fullmatch(asked.removeprefix(board))
    return asked if fine else board


def note_failure(account: Account | None) -> None:
    """Note that somebody could not sign in; what they wrote is kept only if it is an account."""
    team = account.recruiter.team_id if account else None
    detail = {"account": account.recruiter.email} if account else {}
    services().store.audit.add(team, None, "failed sign-in", detail, datetime.now(UTC))
