"""A recruiter's own account: whose it is, in which team, and another password for it."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.fields import password_field
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters import session
from quiz.web.recruiters.accounts.new_password import (
    NewPasswordForm,
    new_password,
    repeated_password,
)
from quiz.web.recruiters.accounts.password_check import authenticate, retry_after, try_again_later
from quiz.web.recruiters.accounts.passwords import hash_password
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page


class PasswordForm(NewPasswordForm):
    """The password that is, and the one that is to be."""

    present = password_field(N_("Present password"))
    password = new_password()
    again = repeated_password()


def show(recruiter: Recruiter) -> str:
    """Show the account; `?changed` after its password was."""
    return _page(recruiter, PasswordForm(recruiter), changed="changed" in request.args)


def change_password(
    recruiter: Recruiter,
) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Change the password, which ends all sessions; this browser gets a new one."""
    form = PasswordForm(recruiter)
    if not form.validate():
        return _page(recruiter, form), form.status
    attempt = authenticate(recruiter.email, form.present.data)
    if attempt.wait is not None:
        form.form_errors.append(try_again_later(attempt.wait, form.language))
        return _page(recruiter, form), 429, retry_after(attempt.wait)
    before = attempt.password_hash
    if before is None or not _replace_hash(
        recruiter, before, after := hash_password(form.password.data)
    ):
        form.present.errors.append(form.language.gettext("This is not your present password."))
        return _page(recruiter, form), 422
    record(recruiter, "password set")
    done = redirect_to("account", changed=1)
    session.start(recruiter.id, after, done)
    return done


def _replace_hash(recruiter: Recruiter, before: str, after: str) -> bool:
    return services().store.accounts.change_password(recruiter.id, before=before, after=after)


def _page(recruiter: Recruiter, form: PasswordForm, *, changed: bool = False) -> str:
    return page("accounts/account.html", recruiter, form=form, changed=changed)
