"""The proof that a form comes from a page that this visitor was shown."""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import Any

from wtforms import ValidationError
from wtforms.csrf.core import CSRF

from quiz.web.current import current_session


def renew() -> None:
    """Let only pages from now on hold a valid token, as when somebody signs in or out."""
    current_session()["csrf_token"] = secrets.token_urlsafe(16)


def present() -> str:
    """Return this visitor's token, made with the first form."""
    session = current_session()
    if "csrf_token" not in session:
        renew()
    return str(session["csrf_token"])


class SessionToken(CSRF):
    """A random token in the visitor's signed cookie, repeated in each form.

    Flask-WTF's own class signs it once more, with an age. Ages are not wanted (a form
    may be older than an hour), and the signature proves nothing that the cookie's does
    not; without it a page takes a tenth less of the processor's time.
    """

    def generate_csrf_token(self, csrf_token_field: Any) -> str:  # noqa: ARG002 - WTForms' signature
        """Return this visitor's token."""
        return present()

    def validate_csrf_token(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Raise ValidationError unless the form holds the token of this visitor's cookie."""
        if not compare_digest(field.current_token.encode(), (field.data or "").encode()):
            raise ValidationError("the form does not come from a page of this visitor's")
