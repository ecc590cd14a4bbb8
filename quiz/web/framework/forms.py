"""The forms: what a visitor may send, and what is said when something else arrives.

The field of a question is always named `answer`. Its value is one of the question's
choices or it is refused, so nothing else that somebody types ever gets further.
"""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm

from quiz.web.framework.csrf import SessionToken
from quiz.web.framework.language import Language


class SentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that reads what the page itself sends, and no JSON or file in its place."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """How WTForms treats it."""

        csrf = True
        csrf_class = SessionToken
        csrf_field_name = "csrf_token"

        def get_translations(self, form: Any) -> None:
            """Return none: every message is the catalog's own."""

    def __init__(self, **present: Any) -> None:
        sent = request.form if request.method == "POST" else None
        super().__init__(formdata=sent, data=present or None)

    @property
    def stale(self) -> bool:
        """Whether it lacks the proof that it comes from a page of this visitor's own."""
        return bool(self.csrf_token.errors)

    @property
    def status(self) -> int:
        """The status of the page that shows the form again with what is wrong."""
        return 400 if self.stale else 422

    def problem(self, language: Language) -> str | None:
        """Return what to do about a form that was refused; None for one that was not."""
        if self.stale:
            return language.gettext(
                "This page was too old, or your browser refuses cookies for it. "
                "Nothing is lost: press the button once more."
            )
        return next((str(said[0]) for said in self.errors.values()), None)

    @property
    def token(self) -> str:
        """The proof for the next time it is sent."""
        return str(self.csrf_token.current_token)


class PressForm(SentForm):
    """A form that is only a button."""
