"""Setting up an account: whoever has its one-time link chooses the password."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, redirect
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters import session
from quiz.web.recruiters.accounts.new_password import NewPasswordForm, new_password, once_more
from quiz.web.recruiters.accounts.password_check import BY_ACCOUNT
from quiz.web.recruiters.accounts.passwords import hash_password
from quiz.web.recruiters.audit_log import note
from quiz.web.result.access import not_found


class SetUpForm(NewPasswordForm):
    """The password that is to be."""

    password = new_password()
    again = once_more()


def show(token: str) -> str:
    """Ask for a password; a link that is used, past or none gets the page of no page."""
    recruiter = _whose(token)
    return _page(recruiter, SetUpForm(recruiter))


def set_up(token: str) -> Response | tuple[str, int]:
    """Keep the password and sign its owner in; of several at once, one does."""
    recruiter = _whose(token)
    form = SetUpForm(recruiter)
    if not form.validate():
        return _page(recruiter, form), form.status
    password_hash = hash_password(form.password.data)
    if not services().store.accounts.set_up(token, password_hash, datetime.now(UTC)):
        abort(404)
    note(recruiter, "password set")
    BY_ACCOUNT.forget(recruiter.email)
    onward = redirect("/recruiter", 303)
    if session.begin(recruiter.id, password_hash, onward):
        note(recruiter, "sign-in")
    return onward


def _page(recruiter: Recruiter, form: SetUpForm) -> str:
    return render(
        "recruiters/accounts/set_up.html", services().localized, recruiter=recruiter, form=form
    )


def _whose(token: str) -> Recruiter:
    now = datetime.now(UTC)
    found = services().store.accounts.to_set_up(token, now) if TOKEN.fullmatch(token) else None
    return found or not_found()
