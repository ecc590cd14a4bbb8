"""Base classes for forms: they read the posted fields only and check the CSRF token."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from quiz.web.framework import csrf, drafts, refused_forms
from quiz.web.framework.csrf import SessionToken
from quiz.web.framework.language import Language


def for_another_language() -> bool:
    """Return whether a form was sent only to be shown again in another language, as it is."""
    return request.args.get("answer") == "unsent"


def is_one_click() -> bool:
    """Return whether a mail program unsubscribes somebody, without a page (RFC 8058)."""
    return request.form.get("List-Unsubscribe") == "One-Click"


class PostedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that reads the posted fields, and never JSON or files in their place.

    After a refused POST it is filled in with what was sent; `refused` is then not None. After
    signing in again, it is filled in with what was typed before.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """WTForms' options: the CSRF token of the session, and no translations of WTForms' own."""

        csrf = True
        csrf_class = SessionToken
        csrf_field_name = "csrf_token"

        def get_translations(self, form: Any) -> None:
            """Return None: every message comes from this project's catalog."""

    page_query: Mapping[str, object] = MappingProxyType({})
    """What the address of the page that shows the form again has in its query."""

    def __init__(self, **present: Any) -> None:
        self.refused = None
        sent: MultiDict[str, str] | None = None
        if g.get("request_too_large"):
            pass  # nothing of it can be read
        elif request.method == "POST":
            sent = request.form
        else:
            self.refused = refused_forms.take(type(self).__name__)
            names = [name for name, _ in type(self)._unbound_fields or ()]  # noqa: SLF001 - WTForms' own
            sent = self.refused.sent if self.refused else drafts.take(names)
        super().__init__(formdata=sent, data=present or None)
        if self.refused:
            self.refused.show_errors(self)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid; if not, the route shows it again."""
        g.validated_form = self
        return bool(super().validate(extra_validators))

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
                "This page was out of date. Nothing is lost: press the button again."
            )
        return next((str(messages[0]) for messages in self.errors.values()), None)

    @property
    def token(self) -> str:
        """The CSRF token to put into the page, under another mask each time."""
        return csrf.for_page()


class ButtonForm(PostedForm):
    """A form without fields: a button and its CSRF token."""
