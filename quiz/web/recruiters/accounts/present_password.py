"""Asks signed-in recruiters for their password before they change how they sign in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import g

from quiz.store import Recruiter, Session
from quiz.web.framework.fields import FieldsForm, password_field
from quiz.web.framework.language import N_
from quiz.web.pages.rate_limits import retry_after
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts.password_check import authenticate, try_again_later

JUST_NOW = timedelta(minutes=15)

Refusal = tuple[int, dict[str, str]]
"""The status and the headers with which a form is shown again."""


class PresentPasswordForm(FieldsForm):
    """The present password; other forms add fields to it.

    An account without one has no such field: instead, the session must have begun just now.
    """

    present = password_field(N_("Current password"))

    def __init__(self, **present: object) -> None:
        super().__init__(services().localized.language, **present)
        if session_without_password() is not None:
            del self.present


def refusal(recruiter: Recruiter, form: PresentPasswordForm) -> Refusal | None:
    """Check a form and its password; where either is wrong, the form says so."""
    if not form.validate():
        return form.status, {}
    session = session_without_password()
    if session is not None:
        started = session.started_at
        if started is not None and datetime.now(UTC) - started < JUST_NOW:
            return None
        form.form_errors.append(
            form.language.gettext(
                "Sign out and in again first: this is possible for 15 minutes after signing in."
            )
        )
        return 422, {}
    attempt = authenticate(recruiter.email, form.present.data, signed_in=True)
    if attempt.wait is not None:
        form.form_errors.append(try_again_later(attempt.wait, form.language))
        return 429, retry_after(attempt.wait)
    if attempt.password_hash is None:
        form.present.errors.append(form.language.gettext("This is not your current password."))
        return 422, {}
    return None


def session_without_password() -> Session | None:
    """Return the session of this request if its account has no password, but a provider."""
    found: Session | None = g.get("session_without_password")
    return found
