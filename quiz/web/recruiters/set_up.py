"""Setting up an account: whoever has its one-time link chooses the password."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, redirect
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.addresses import TOKEN
from quiz.web.parts import parts
from quiz.web.passwords import hash_password
from quiz.web.recruiters import session
from quiz.web.recruiters.new_password import NewPasswordForm, new_password, once_more
from quiz.web.recruiters.noting import note
from quiz.web.recruiters.proof import BY_ACCOUNT
from quiz.web.render import render
from quiz.web.seen import missed


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
    if not parts().store.accounts.set_up(token, password_hash, datetime.now(UTC)):
        abort(404)
    note(recruiter, "password set")
    BY_ACCOUNT.forget(recruiter.email)
    onward = redirect("/recruiter", 303)
    if session.begin(recruiter.id, password_hash, onward):
        note(recruiter, "sign-in")
    return onward


def _page(recruiter: Recruiter, form: SetUpForm) -> str:
    return render("recruiters/set_up.html", parts().reading, recruiter=recruiter, form=form)


def _whose(token: str) -> Recruiter:
    now = datetime.now(UTC)
    found = parts().store.accounts.to_set_up(token, now) if TOKEN.fullmatch(token) else None
    return found or missed()
