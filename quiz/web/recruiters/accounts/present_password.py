"""Asks signed-in recruiters for their password before they change how they sign in."""

from __future__ import annotations

from quiz.store import Recruiter
from quiz.web.framework.fields import FieldsForm, password_field
from quiz.web.framework.language import N_
from quiz.web.pages.rate_limits import retry_after
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts.password_check import authenticate, try_again_later

Refusal = tuple[int, dict[str, str]]
"""The status and the headers with which a form is shown again."""


class PresentPasswordForm(FieldsForm):
    """The present password; other forms add fields to it."""

    present = password_field(N_("Current password"))

    def __init__(self, **present: object) -> None:
        super().__init__(services().localized.language, **present)


def refusal(recruiter: Recruiter, form: PresentPasswordForm) -> Refusal | None:
    """Check a form and its password; where either is wrong, the form says so."""
    if not form.validate():
        return form.status, {}
    attempt = authenticate(recruiter.email, form.present.data, signed_in=True)
    if attempt.wait is not None:
        form.form_errors.append(try_again_later(attempt.wait, form.language))
        return 429, retry_after(attempt.wait)
    if attempt.password_hash is None:
        form.present.errors.append(form.language.gettext("This is not your current password."))
        return 422, {}
    return None
