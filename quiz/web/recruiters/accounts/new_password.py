"""The two form fields for a new password, with their validation."""

from __future__ import annotations

from typing import Any

from wtforms import Field, ValidationError

from quiz.store import Recruiter
from quiz.web.framework.fields import FieldsForm, password_field
from quiz.web.framework.language import N_
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts.password_strength import is_guessable
from quiz.web.recruiters.accounts.passwords import MINIMUM_LENGTH

SITE_WORDS = ("programme", "quiz", "recruiter")
"""Words that anybody would try on this site."""


class NewPasswordForm(FieldsForm):
    """Base of the forms that set a password; they have the fields `password` and `again`."""

    def __init__(self, recruiter: Recruiter) -> None:
        super().__init__(services().localized.language)
        self.recruiter = recruiter


def new_password() -> Any:
    """Return the field for a new password."""
    return password_field(N_("New password"), _check_strength)


def repeated_password() -> Any:
    """Return the field that repeats the new password, because typed passwords are not shown."""
    return password_field(N_("Repeat the new password"), _check_repetition)


def _check_strength(form: Any, field: Field) -> None:
    who: Recruiter = form.recruiter
    if len(field.data or "") < MINIMUM_LENGTH:
        message = form.language.gettext("%(field)s: enter at least %(shortest)s characters.")
        raise ValidationError(message % {"field": field.label.text, "shortest": MINIMUM_LENGTH})
    if field.data.casefold() == who.email:
        message = form.language.gettext(
            "%(field)s: choose something other than your e-mail address."
        )
        raise ValidationError(message % {"field": field.label.text})
    if is_guessable(field.data, (who.email, who.name, who.team_name, *SITE_WORDS)):
        message = form.language.gettext(
            "%(field)s: this one is easy to guess. Choose another one, such as four words that "
            "have nothing to do with each other."
        )
        raise ValidationError(message % {"field": field.label.text})


def _check_repetition(form: Any, field: Field) -> None:
    if field.data != form.password.data:
        message = form.language.gettext("%(field)s: enter the same password in both fields.")
        raise ValidationError(message % {"field": field.label.text})
