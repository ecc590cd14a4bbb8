"""The pages on which recruiters set up their second factor, and turn it off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flask import request
from werkzeug.wrappers import Response
from wtforms import HiddenField

from quiz.store import Passkey, Recruiter
from quiz.web.framework import qr
from quiz.web.framework.days import day_of
from quiz.web.framework.encryption import decrypt, encrypt
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts import passkeys, totp
from quiz.web.recruiters.accounts.code_field import as_meant, code_field
from quiz.web.recruiters.accounts.present_password import PresentPasswordForm, refusal
from quiz.web.recruiters.accounts.recovery_codes import codes_page, new_codes
from quiz.web.recruiters.audit_log import record_in_all_teams
from quiz.web.recruiters.page import page

Refused = tuple[str, int, dict[str, str]]
"""A page that shows a form again, with its status and headers."""

OFFER_LASTS = timedelta(hours=1)
"""How long a secret that was offered to an app can be confirmed."""

MESSAGES = {
    "on": N_("Done: the authenticator app is set up."),
    "off": N_("Done: the authenticator app is turned off."),
    "added": N_("Done: the passkey is added."),
    "removed": N_("Done: the passkey is removed."),
    "required": N_("A second factor is required of you, so it cannot be turned off."),
}


class PasskeyView(NamedTuple):
    """A passkey as the page shows it; the days are in words."""

    id: int
    name: str
    added: str
    used: str | None


class AppForm(PresentPasswordForm):
    """A code that proves that the app has the secret; `offer` is the secret, encrypted."""

    offer = HiddenField()
    code = code_field()


class CodesForm(PresentPasswordForm):
    """The password, to make new recovery codes."""


class OffForm(PresentPasswordForm):
    """The password, to turn the app off."""


def show(recruiter: Recruiter) -> str:
    """Show which second factor a recruiter has."""
    return _page(recruiter, CodesForm())


def show_app(recruiter: Recruiter) -> str:
    """Offer a new secret to an app, as a QR code and as text."""
    return _app_page(recruiter, AppForm())


def set_up_app(recruiter: Recruiter) -> str | Response | Refused:
    """Keep the secret of an app that showed the right code; show recovery codes the first time."""
    form = AppForm()
    refused = refusal(recruiter, form)
    if refused:
        return _app_page(recruiter, form), *refused
    secret = _offered(recruiter, form)
    if secret is None:
        form.form_errors.append(
            form.language.gettext("This QR code has expired. Scan the new one with the app.")
        )
        return _app_page(recruiter, form), 422, {}
    step = totp.step_of(secret, as_meant(form.code.data), datetime.now(UTC))
    if step is None:
        form.code.errors.append(
            form.language.gettext(
                "This is not the app’s code. Enter the one that it shows now, and check that the "
                "clock of your device is right."
            )
        )
        return _app_page(recruiter, form), 422, {}
    factors = services().store.second_factors
    factors.set_totp(recruiter.id, totp.encrypted(secret, recruiter), step)
    record_in_all_teams(recruiter, "second factor set up")
    if factors.recovery_codes_left(recruiter.id):
        return redirect_to("second_factor", done="on")
    return codes_page(recruiter, new_codes(recruiter))


def make_codes(recruiter: Recruiter) -> str | Response | Refused:
    """Make new recovery codes that replace the present ones, and show them once."""
    form = CodesForm()
    refused = refusal(recruiter, form)
    if not form.stale and not services().store.second_factors.has_any(recruiter.id):
        return redirect_to("second_factor")  # it was turned off after the page was shown
    if refused:
        return _page(recruiter, form), *refused
    codes = new_codes(recruiter)
    record_in_all_teams(recruiter, "recovery codes made")
    return codes_page(recruiter, codes)


def ask_turn_off(recruiter: Recruiter) -> str | Response:
    """Ask for the password before the app is turned off."""
    return _kept(recruiter) or _off_page(recruiter, OffForm())


def turn_off(recruiter: Recruiter) -> Response | Refused:
    """Turn the app off, unless the team requires a second factor."""
    form = OffForm()
    refused = refusal(recruiter, form)
    kept = None if form.stale else _kept(recruiter)
    if kept is not None:
        return kept
    if refused:
        return _off_page(recruiter, form), *refused
    services().store.second_factors.turn_off_totp(recruiter.id)
    record_in_all_teams(recruiter, "second factor turned off")
    return redirect_to("second_factor", done="off")


def _kept(recruiter: Recruiter) -> Response | None:
    """Return a redirect where there is no app, or where it cannot be turned off."""
    if services().store.second_factors.totp_secret(recruiter.id) is None:
        return redirect_to("second_factor")
    return redirect_to("second_factor", done="required") if is_needed(recruiter) else None


def is_needed(recruiter: Recruiter) -> bool:
    """Return whether somebody has to have a second factor and has only one."""
    return (
        recruiter.needs_second_factor and services().store.second_factors.number(recruiter.id) == 1
    )


def _page(recruiter: Recruiter, form: CodesForm) -> str:
    factors, gettext = services().store.second_factors, services().localized.language.gettext
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "accounts/second_factor.html",
        recruiter,
        form=form,
        has_app=factors.totp_secret(recruiter.id) is not None,
        has_any=factors.has_any(recruiter.id),
        can_turn_off=not is_needed(recruiter),
        passkeys=[_passkey_view(each) for each in services().store.passkeys.of(recruiter.id)],
        takes_passkeys=passkeys.are_possible(),
        codes_left=factors.recovery_codes_left(recruiter.id),
        message=gettext(message) if message else None,
    )


def _passkey_view(passkey: Passkey) -> PasskeyView:
    language = services().localized.language
    used = language.date(day_of(passkey.used_at)) if passkey.used_at else None
    return PasskeyView(passkey.id, passkey.name, language.date(day_of(passkey.created_at)), used)


def _app_page(recruiter: Recruiter, form: AppForm) -> str:
    """Return the page with the secret of the form, or with a new one."""
    secret = _offered(recruiter, form)
    if secret is None:
        secret = totp.new_secret()
        key = services().settings.secret_key
        form.offer.data = encrypt(key, _purpose(recruiter), secret)
    return page(
        "accounts/authenticator.html",
        recruiter,
        form=form,
        code=qr.secret_element(totp.address(secret, recruiter)),
        key=totp.as_text(secret),
    )


def _offered(recruiter: Recruiter, form: AppForm) -> bytes | None:
    """Return the secret that the page of a form showed; None where it is too old, or is none."""
    key = services().settings.secret_key
    return decrypt(key, _purpose(recruiter), form.offer.data or "", OFFER_LASTS)


def _purpose(recruiter: Recruiter) -> str:
    return f"totp offered to {recruiter.id}"


def _off_page(recruiter: Recruiter, form: OffForm) -> str:
    return page("accounts/second_factor_off.html", recruiter, form=form)
