"""Base classes for forms: they read the posted fields only and check the CSRF token."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm

from quiz.web.framework.csrf import SessionToken
from quiz.web.framework.language import Language


class PostedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that reads the posted fields, and never JSON or files in their place."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """WTForms' options: the CSRF token of the session, and no translations of WTForms' own."""

        csrf = True
        csrf_class = SessionToken
        csrf_field_name = "csrf_token"

        def get_translations(self, form: Any) -> None:
            """Return None: every message comes from this project's catalog."""

    def __init__(self, **present: Any) -> None:
        posted = request.form if request.method == "POST" else None
        super().__init__(formdata=posted, data=present or None)

    @property
    def stale(self) -> bool:
        """Whether the CSRF token is missing or invalid."""
        return bool(self.csrf_token.errors)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the form again with its errors."""
        return 400 if self.stale else 422

    def problem(self, language: Language) -> str | None:
        """Return what to do about the first error of the form; None where there is none."""
        if self.stale:
            return language.gettext(
                "This page was too old, or your browser refuses cookies for it. "
                "Nothing is lost: press the button once more."
            )
        return next((str(messages[0]) for messages in self.errors.values()), None)

    @property
    def token(self) -> str:
        """The CSRF token to put into the page."""
        return str(self.csrf_token.current_token)


class ButtonForm(PostedForm):
    """A form without fields: a button and its CSRF token."""
