"""The pages on which recruiters add a passkey to their account, and remove one."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort
from werkzeug.wrappers import Response
from wtforms import HiddenField

from quiz.store import Passkey, Recruiter
from quiz.web.framework.fields import line
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_account
from quiz.web.recruiters.accounts import passkeys
from quiz.web.recruiters.accounts.present_password import (
    PresentPasswordForm,
    Refusal,
    refusal,
)
from quiz.web.recruiters.accounts.recovery_codes import codes_page, new_codes
from quiz.web.recruiters.accounts.second_factor import is_needed
from quiz.web.recruiters.audit_log import record_in_all_teams
from quiz.web.recruiters.page import page

LONGEST_NAME = 60
MOST = 20
"""Passkeys of one recruiter."""


class NewPasskeyForm(PresentPasswordForm):
    """The name of a passkey, and what the browser answers that has made it."""

    name = line(N_("Name of the passkey"), longest=LONGEST_NAME, required=True)
    challenge = HiddenField()
    credential = HiddenField()


class RemoveForm(PresentPasswordForm):
    """The password, to remove a passkey."""


def of_owner(passkey: int) -> Arguments:
    """Allow recruiters for passkeys of their own; raises 404 for others."""
    recruiter = signed_in_account()
    found = [each for each in services().store.passkeys.of(recruiter.id) if each.id == passkey]
    return {"recruiter": recruiter, "passkey": found[0] if found else abort(404)}


def show_new(recruiter: Recruiter) -> str:
    """Show the form with which a passkey is made."""
    return _page(recruiter, NewPasskeyForm())


def add(recruiter: Recruiter) -> str | Response | tuple[str, int, dict[str, str]]:
    """Keep a passkey that the browser has made; show recovery codes to whoever has none."""
    form, gettext = NewPasskeyForm(), services().localized.language.gettext
    refused = refusal(recruiter, form)
    if refused:
        return _page(recruiter, form), *refused
    store, answer = services().store, form.credential.data or ""
    new = passkeys.made(answer, form.challenge.data or "", _purpose(recruiter), form.name.data)
    if (
        new is None
        or len(store.passkeys.of(recruiter.id)) >= MOST
        or not store.passkeys.add(recruiter.id, new, datetime.now(UTC))
    ):
        form.form_errors.append(gettext("The passkey could not be added. Try again."))
        return _page(recruiter, form), 422, {}
    record_in_all_teams(recruiter, "passkey added", passkey=new.name)
    if store.second_factors.recovery_codes_left(recruiter.id):
        return redirect_to("second_factor", done="added")
    return codes_page(recruiter, new_codes(recruiter))


def ask_remove(recruiter: Recruiter, passkey: Passkey) -> str | Response:
    """Ask for the password before a passkey is removed."""
    if is_needed(recruiter):
        return redirect_to("second_factor", done="required")
    return _remove_page(recruiter, passkey, RemoveForm())


def remove(recruiter: Recruiter, passkey: Passkey) -> Response | tuple[str, int, dict[str, str]]:
    """Remove a passkey, unless it is the only second factor and the team requires one."""
    form = RemoveForm()
    refused: Refusal | None = refusal(recruiter, form)
    if refused:
        return _remove_page(recruiter, passkey, form), *refused
    if is_needed(recruiter):
        return redirect_to("second_factor", done="required")
    services().store.passkeys.remove(recruiter.id, passkey.id)
    record_in_all_teams(recruiter, "passkey removed", passkey=passkey.name)
    return redirect_to("second_factor", done="removed")


def _purpose(recruiter: Recruiter) -> str:
    return f"new for {recruiter.id}"


def _page(recruiter: Recruiter, form: NewPasskeyForm) -> str:
    possible = passkeys.are_possible()
    options = None
    if possible:
        form.challenge.data = passkeys.new_challenge(_purpose(recruiter))
        options = passkeys.creation_options(recruiter, form.challenge.data)
    return page("accounts/new_passkey.html", recruiter, form=form, options=options)


def _remove_page(recruiter: Recruiter, passkey: Passkey, form: RemoveForm) -> str:
    return page("accounts/remove_passkey.html", recruiter, form=form, passkey=passkey)
