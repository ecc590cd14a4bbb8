"""The page behind a one-time set-up link, on which its holder chooses a password."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import TOKEN
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.errors import ErrorPage, NotFoundError
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts.new_password import (
    NewPasswordForm,
    new_password,
    repeated_password,
)
from quiz.web.recruiters.accounts.password_check import attempts_on
from quiz.web.recruiters.accounts.passwords import HASHING, hash_password
from quiz.web.recruiters.accounts.signing_in import after_password
from quiz.web.recruiters.audit_log import record_in_all_teams
from quiz.web.result.access import count_unknown_link

LINK_IS_OVER = ErrorPage(
    N_("This set-up link does not work any more"),
    N_(
        "A set-up link works once, and for a limited time. If you have chosen a password with it,"
        " sign in with that. If not, ask an administrator of your team for a new link."
    ),
)


class SetUpForm(NewPasswordForm):
    """The new password, twice."""

    password = new_password()
    again = repeated_password()


def link_holder(token: str) -> Arguments:
    """Allow holders of a set-up link that is neither used nor expired."""
    recruiter = None
    if TOKEN.fullmatch(token):
        recruiter = services().store.accounts.to_set_up(token, datetime.now(UTC))
    if recruiter is None:
        count_unknown_link()
        raise _over()
    return {"token": token, "recruiter": recruiter}


def _over() -> NotFoundError:
    return NotFoundError(LINK_IS_OVER, "sign_in", N_("Go to the sign-in page"))


def show(token: str, recruiter: Recruiter) -> str:  # noqa: ARG001 - the form is sent to the same address
    """Show the form for a password."""
    return _page(recruiter, SetUpForm(recruiter))


def set_up(token: str, recruiter: Recruiter) -> Response | tuple[str, int]:
    """Store the password and sign its owner in; raises 404 if the link was used in the meantime."""
    form = SetUpForm(recruiter)
    if not form.validate():
        return _page(recruiter, form), form.status
    with HASHING.take():
        password_hash = hash_password(form.password.data)
    if not services().store.accounts.set_up(token, password_hash, datetime.now(UTC)):
        raise _over()
    record_in_all_teams(recruiter, "password set")
    services().store.limits.forget(attempts_on(recruiter.email))
    response = redirect_to("board")
    account = services().store.accounts.person(recruiter.team_id, recruiter.id)
    if account is not None:
        after_password(account, password_hash, response)
    return response


def _page(recruiter: Recruiter, form: SetUpForm) -> str:
    account = services().store.accounts.find(recruiter.email)
    return render(
        "recruiters/accounts/set_up.html",
        services().localized,
        recruiter=recruiter,
        form=form,
        is_new=account is None or account.state != "in use",
    )
