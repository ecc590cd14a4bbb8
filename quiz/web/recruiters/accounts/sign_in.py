"""Signing in, with an e-mail address and a password."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Account
from quiz.web.framework.fields import FieldsForm, line, password_field
from quiz.web.framework.language import N_
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import session
from quiz.web.recruiters.accounts.password_check import authenticate, retry_after, try_again_later
from quiz.web.recruiters.audit_log import record

WRONG_CREDENTIALS = N_("This e-mail address and this password do not belong together.")
SAFE_REST = re.compile(r"(?:[/?][!-\[\]-~]*)?")
"""What may follow the address of the board in `next`: a recruiter's page, in printable ASCII."""


class SignInForm(FieldsForm):
    """Who somebody is, and what proves it."""

    email = line(N_("E-mail address"), required=True)
    password = password_field(N_("Password"))


def show() -> str | Response:
    """Ask who it is; whoever is signed in goes on."""
    if session.current_recruiter():
        return redirect(_next_url(), 303)
    return _page(SignInForm(services().localized.language))


def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign in whoever gives the right password; show everybody else the same page again."""
    form = SignInForm(services().localized.language)
    if not form.validate():
        return _page(form), form.status
    onward = redirect(_next_url(), 303)
    refused = try_sign_in(form, onward, WRONG_CREDENTIALS)
    return (_page(form), *refused) if refused else onward


def try_sign_in(
    form: SignInForm, onward: Response, wrong: str, *, team: int | None = None
) -> tuple[int, dict[str, str]] | None:
    """Sign somebody in, with the session's cookie on `onward`; if `team` is given, only of it.

    Returns None where that is done; else the status and headers of the page that shows the
    form again, which then says why: `wrong`, a key of the catalog, or to try again later.
    """
    attempt = authenticate(form.email.data, form.password.data)
    if attempt.wait is not None:
        form.form_errors.append(try_again_later(attempt.wait, form.language))
        return 429, retry_after(attempt.wait)
    account, password_hash = attempt.account, attempt.password_hash
    if (
        account
        and password_hash
        and team in (None, account.recruiter.team_id)
        and session.start(account.recruiter.id, password_hash, onward)
    ):
        record(account.recruiter, "sign-in")
        return None
    _record_failure(account)
    form.form_errors.append(form.language.gettext(wrong))
    return 422, {}


def _page(form: SignInForm) -> str:
    onward = _next_url()
    query = "" if onward == url_for("board") else urlencode({"next": onward})
    return render(
        "recruiters/accounts/sign_in.html",
        services().localized,
        query=query,
        form=form,
        action=url_for("send_sign_in") + (f"?{query}" if query else ""),
    )


def _next_url() -> str:
    """Return where to go on, which anybody can have written into a link."""
    asked = request.args.get("next", "")
    board = url_for("board")
    fine = asked.startswith(board) and SAFE_REST.fullmatch(asked.removeprefix(board))
    return asked if fine else board


def _record_failure(account: Account | None) -> None:
    """Note that somebody could not sign in; what they wrote is kept only if it is an account."""
    team = account.recruiter.team_id if account else None
    detail = {"account": account.recruiter.email} if account else {}
    services().store.audit.add(team, None, "failed sign-in", detail, datetime.now(UTC))
