"""The second step of signing in: a code of an app, a recovery code, or a passkey."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, url_for
from werkzeug.wrappers import Response

from quiz.store import QuotaExceeded, Recruiter
from quiz.web.applicant.booth import current_booth
from quiz.web.framework import drafts
from quiz.web.framework.fields import FieldsForm
from quiz.web.framework.redirect import RedirectError, redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.rate_limits import SECOND_STEPS, retry_after, wait_until
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts import recovery_codes, signing_in, totp
from quiz.web.recruiters.accounts.code_field import as_meant, code_field
from quiz.web.recruiters.accounts.onward import next_url, onward_query, with_query
from quiz.web.recruiters.accounts.passkey_form import PasskeyForm
from quiz.web.recruiters.accounts.password_check import try_again_later
from quiz.web.recruiters.accounts.signing_in import Waiting
from quiz.web.recruiters.audit_log import record_in_all_teams
from quiz.web.recruiters.known_devices import known_device


class CodeForm(FieldsForm):
    """A code of either kind."""

    code = code_field()


def waiting() -> Arguments:
    """Allow browsers whose password was right; redirect all others to the sign-in page."""
    found, booth = signing_in.waiting(), current_booth()
    if found is None or (booth and booth.team != found.sign_in.recruiter.team_id):
        raise RedirectError(with_query(url_for("sign_in"), onward_query()))
    return {"waiting": found}


def show(waiting: Waiting) -> str:
    """Ask for a code, or for a passkey of somebody who has one."""
    return _page(waiting, CodeForm(services().localized.language))


def check(waiting: Waiting) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign in a recruiter with a right code, and redirect; else ask again."""
    form = CodeForm(services().localized.language)
    if not form.validate():
        return _page(waiting, form), form.status
    who, now = waiting.sign_in.recruiter, datetime.now(UTC)
    quota = SECOND_STEPS.quota(_subject(who))
    try:
        services().store.limits.use([quota], now)
    except QuotaExceeded as error:
        wait = wait_until(error.until)
        form.form_errors.append(try_again_later(wait, form.language))
        return _page(waiting, form), 429, retry_after(wait)
    if not _is_right(who, form.code.data, now):
        record_in_all_teams(who, "failed second step")
        form.code.errors.append(
            form.language.gettext(
                "This code is wrong or was used already. Enter the one that the app shows now."
            )
        )
        return _page(waiting, form), 422
    services().store.limits.forget(quota)
    response = redirect(next_url(drafts.read(waiting.sign_in.draft)), 303)
    return response if signing_in.finish(waiting, response) else redirect_to("sign_in")


def _is_right(who: Recruiter, typed: str, now: datetime) -> bool:
    """Use up a code; return False if it is wrong or was used before."""
    code, factors = as_meant(typed), services().store.second_factors
    if recovery_codes.CODE.fullmatch(code):
        if not factors.use_recovery_code(who.id, code):
            return False
        record_in_all_teams(who, "recovery code used")
        return True
    secret = totp.stored_secret(who)
    step = totp.step_of(secret, code, now) if secret else None
    return step is not None and factors.use_step(who.id, step)


def _subject(who: Recruiter) -> str:
    """Return whom an attempt counts for: a device that is known to the account has its own."""
    device = known_device()
    known = device is not None and who.id in device.recruiters
    return f"{device.id} {who.id}" if device and known else str(who.id)


def passkey_form(waiting: Waiting) -> PasskeyForm:
    """Return the form for a passkey of whoever signs in."""
    who = waiting.sign_in.recruiter
    return PasskeyForm(f"second step of {who.id}", who)


def passkey_page(waiting: Waiting, failed: PasskeyForm) -> str:
    """Return the page after a passkey that did not work."""
    return _page(waiting, CodeForm(failed.language), failed)


def _page(waiting: Waiting, form: CodeForm, failed: PasskeyForm | None = None) -> str:
    query, who = onward_query(), waiting.sign_in.recruiter
    passkey = failed or passkey_form(waiting)
    form.form_errors.extend(passkey.problems)
    has_passkey = bool(services().store.passkeys.of(who.id))
    return render(
        "recruiters/accounts/second_step.html",
        services().localized,
        query=query,
        form=form,
        action=with_query(url_for("send_second_step"), query),
        passkey=passkey,
        options=passkey.options() if has_passkey else None,
        passkey_action=with_query(url_for("second_step_with_passkey"), query),
    )
