"""Setting up an account: whoever has its one-time link chooses the password."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import session
from quiz.web.recruiters.accounts.new_password import (
    NewPasswordForm,
    new_password,
    repeated_password,
)
from quiz.web.recruiters.accounts.password_check import LIMIT_PER_ACCOUNT
from quiz.web.recruiters.accounts.passwords import hash_password
from quiz.web.recruiters.audit_log import record
from quiz.web.result.access import not_found


class SetUpForm(NewPasswordForm):
    """The password that is to be."""

    password = new_password()
    again = repeated_password()


def link_holder(token: str) -> Arguments:
    """Let in whoever has a set-up link that is neither used nor expired."""
    found = None
    if TOKEN.fullmatch(token):
        found = services().store.accounts.to_set_up(token, datetime.now(UTC))
    return {"token": token, "recruiter": found or not_found()}


def show(token: str, recruiter: Recruiter) -> str:  # noqa: ARG001 - the form is sent to the same address
    """Ask for a password."""
    return _page(recruiter, SetUpForm(recruiter))


def set_up(token: str, recruiter: Recruiter) -> Response | tuple[str, int]:
    """Keep the password and sign its owner in; of several at once, one does."""
    form = SetUpForm(recruiter)
    if not form.validate():
        return _page(recruiter, form), form.status
    password_hash = hash_password(form.password.data)
    if not services().store.accounts.set_up(token, password_hash, datetime.now(UTC)):
        abort(404)
    record(recruiter, "password set")
    LIMIT_PER_ACCOUNT.forget(recruiter.email)
    onward = redirect_to("board")
    if session.start(recruiter.id, password_hash, onward):
        record(recruiter, "sign-in")
    return onward


def _page(recruiter: Recruiter, form: SetUpForm) -> str:
    return render(
        "recruiters/accounts/set_up.html", services().localized, recruiter=recruiter, form=form
    )
