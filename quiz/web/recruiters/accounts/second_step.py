"""The second step of signing in: a code of an authenticator app, or a recovery code."""

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
from quiz.web.recruiters.accounts.password_check import try_again_later
from quiz.web.recruiters.accounts.signing_in import Waiting
from quiz.web.recruiters.audit_log import record
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


def show(waiting: Waiting) -> str:  # noqa: ARG001 - the form is the same for everybody
    """Ask for a code."""
    return _page(CodeForm(services().localized.language))


def check(waiting: Waiting) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign in whoever has a right code, and redirect; else ask again."""
    form = CodeForm(services().localized.language)
    if not form.validate():
        return _page(form), form.status
    who, now = waiting.sign_in.recruiter, datetime.now(UTC)
    quota = SECOND_STEPS.quota(_subject(who))
    try:
        services().store.limits.use([quota], now)
    except QuotaExceeded as error:
        wait = wait_until(error.until)
        form.form_errors.append(try_again_later(wait, form.language))
        return _page(form), 429, retry_after(wait)
    if not _is_right(who, form.code.data, now):
        record(who, "failed second step")
        form.code.errors.append(
            form.language.gettext(
                "This code is not right, or was used already. Enter the one that the app shows now."
            )
        )
        return _page(form), 422
    services().store.limits.forget(quota)
    response = redirect(next_url(drafts.read(waiting.sign_in.draft)), 303)
    return response if signing_in.finish(waiting, response) else redirect_to("sign_in")


def _is_right(who: Recruiter, typed: str, now: datetime) -> bool:
    """Use up a code; return False if it is wrong or was used before."""
    code, factors = as_meant(typed), services().store.second_factors
    if recovery_codes.CODE.fullmatch(code):
        if not factors.use_recovery_code(who.id, code):
            return False
        record(who, "recovery code used")
        return True
    secret = totp.stored_secret(who)
    step = totp.step_of(secret, code, now) if secret else None
    return step is not None and factors.use_step(who.id, step)


def _subject(who: Recruiter) -> str:
    """Return whom an attempt counts for: a device that is known to the account has its own."""
    device = known_device()
    known = device is not None and who.id in device.recruiters
    return f"{device.id} {who.id}" if device and known else str(who.id)


def _page(form: CodeForm) -> str:
    query = onward_query()
    return render(
        "recruiters/accounts/second_step.html",
        services().localized,
        query=query,
        form=form,
        action=with_query(url_for("send_second_step"), query),
    )
