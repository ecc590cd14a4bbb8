"""The account page: a recruiter's own name, e-mail address and team, and changing the password."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.fields import password_field
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.rate_limits import retry_after
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.accounts.new_password import (
    NewPasswordForm,
    new_password,
    repeated_password,
)
from quiz.web.recruiters.accounts.password_check import authenticate, try_again_later
from quiz.web.recruiters.accounts.passwords import HASHING, hash_password
from quiz.web.recruiters.accounts.present_password import session_without_password
from quiz.web.recruiters.audit_log import record_in_all_teams
from quiz.web.recruiters.page import page


class PasswordForm(NewPasswordForm):
    """The present password, and the new one twice."""

    present = password_field(N_("Current password"))
    password = new_password()
    again = repeated_password()


def show(recruiter: Recruiter) -> str:
    """Show the account; the query says whether the password or the name was changed."""
    return _page(recruiter, PasswordForm(recruiter), changed="changed" in request.args)


def change_password(
    recruiter: Recruiter,
) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Change the password, end all sessions of the account and start a new one here."""
    form = PasswordForm(recruiter)
    if not form.validate():
        return _page(recruiter, form), form.status
    attempt = authenticate(recruiter.email, form.present.data, signed_in=True)
    if attempt.wait is not None:
        form.form_errors.append(try_again_later(attempt.wait, form.language))
        return _page(recruiter, form), 429, retry_after(attempt.wait)
    with HASHING.take():
        new_hash = hash_password(form.password.data)
    old_hash = attempt.password_hash
    if old_hash is None or not _replace_hash(recruiter, old_hash, new_hash):
        form.present.errors.append(form.language.gettext("This is not your current password."))
        return _page(recruiter, form), 422
    record_in_all_teams(recruiter, "password set")
    response = redirect_to("account", changed=1)
    recruiter_session.start(recruiter, new_hash, response)
    return response


def _replace_hash(recruiter: Recruiter, old_hash: str, new_hash: str) -> bool:
    """Return False if another request has changed the password in the meantime."""
    return services().store.accounts.change_password(recruiter.id, before=old_hash, after=new_hash)


def _provider() -> str | None:
    """Return what the provider is called by which alone the recruiter signs in."""
    provider = services().settings.provider
    if provider is None or session_without_password() is None:
        return None
    return provider.names[services().localized.language.code]


def _page(recruiter: Recruiter, form: PasswordForm, *, changed: bool = False) -> str:
    renamed = "renamed" in request.args
    return page(
        "accounts/account.html",
        recruiter,
        form=form,
        changed=changed,
        renamed=renamed,
        has_password=session_without_password() is None,
        provider=_provider(),
    )
