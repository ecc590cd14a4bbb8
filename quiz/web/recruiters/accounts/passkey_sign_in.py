"""Signing in with a passkey: instead of a password, or as the second step after it."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from quiz.web.framework import drafts
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.accounts import passkeys, second_step, sign_in, signing_in
from quiz.web.recruiters.accounts.onward import next_url
from quiz.web.recruiters.accounts.passkey_form import PasskeyForm
from quiz.web.recruiters.accounts.signing_in import Waiting
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.known_devices import remember_device


def instead_of_password() -> Response | tuple[str, int]:
    """Sign in the owner of a passkey, and redirect; else show the sign-in page again."""
    form = PasskeyForm(sign_in.PASSKEY)
    passkey = form.used()
    if passkey is None:
        return sign_in.passkey_page(form), form.status
    account = services().store.accounts.of_recruiter(passkey.recruiter)
    response = redirect(next_url(drafts.read(form.draft.data)), 303)
    account = account and signing_in.in_team(account)
    if (
        account is None
        or account.password_hash is None
        or not recruiter_session.start(
            account.recruiter, account.password_hash, response, form.draft.data or None
        )
    ):
        form.refuse()
        passkeys.record_refusal(passkey.recruiter)
        return sign_in.passkey_page(form), 422
    remember_device(account.recruiter.id, response)
    record(account.recruiter, "passkey sign-in")
    return response


def as_second_step(waiting: Waiting) -> Response | tuple[str, int]:
    """Sign in somebody whose password was right, with a passkey of theirs."""
    who = waiting.sign_in.recruiter
    form = second_step.passkey_form(waiting)
    passkey = form.used()
    if passkey is not None and passkey.recruiter != who.id:
        form.refuse()
        passkeys.record_refusal(who.id)
        passkey = None
    if passkey is None:
        return second_step.passkey_page(waiting, form), form.status
    response = redirect(next_url(drafts.read(waiting.sign_in.draft)), 303)
    return response if signing_in.finish(waiting, response) else redirect_to("sign_in")
