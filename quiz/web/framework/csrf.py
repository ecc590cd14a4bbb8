"""The proof that a form comes from a page that this visitor was shown."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hmac import compare_digest
from typing import Any

from flask import current_app, g, request, session
from wtforms import ValidationError
from wtforms.csrf.core import CSRF


def renew() -> None:
    """Let only pages from now on hold a valid token, as when somebody signs in or out."""
    session["csrf_token"] = secrets.token_urlsafe(16)


def present() -> str:
    """Return this visitor's token, made with the first form."""
    if "csrf_token" not in session:
        renew()
    return str(session["csrf_token"])


def for_page() -> str:
    """Return this visitor's token as a page shows it, under another mask each time."""
    return masked(present())


def masked(token: str) -> str:
    """Return a token under a mask of its length, which stands before it."""
    plain = token.encode()
    mask = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(mask + _under(mask, plain)).decode()


def unmasked(sent: str) -> bytes:
    """Return the token under its mask; empty where there is none."""
    try:
        both = urlsafe_b64decode(sent)
    except ValueError:
        return b""
    half = len(both) // 2
    return _under(both[:half], both[half:])


def _under(mask: bytes, text: bytes) -> bytes:
    length = len(mask)
    return (int.from_bytes(mask) ^ int.from_bytes(text[:length])).to_bytes(length)


def has_own_origin() -> bool:
    """Return whether a page of this site sent this form: browsers say so, and no page can."""
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else request.scheme
    return request.headers.get("Origin") == f"{scheme}://{request.host}"


def accept_own_origin() -> bool:
    """Accept the form of this request without a token if a page of this site sent it.

    Returns whether one did. It is for forms of a frame that has no cookie.
    """
    g.own_origin = has_own_origin()
    return bool(g.own_origin)


class SessionToken(CSRF):
    """A random token in the visitor's signed cookie, repeated in each form.

    Each form has it under another mask. Some pages are sent compressed, and whoever sees how
    long such a page is must not learn by it what stands in it (the attack called BREACH).

    Flask-WTF's own class signs it once more, with an age. Ages are not wanted (a form
    may be older than an hour), and the signature proves nothing that the cookie's does
    not; without it a page takes a tenth less of the processor's time.
    """

    def generate_csrf_token(self, csrf_token_field: Any) -> str:  # noqa: ARG002 - WTForms' signature
        """Return nothing: a page asks `PostedForm.token`, and most requests show no form."""
        return ""

    def validate_csrf_token(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Raise ValidationError unless the form holds the token of this visitor's cookie."""
        if g.get("own_origin"):
            return
        if not compare_digest(present().encode(), unmasked(field.data or "")):
            raise ValidationError("the form does not come from a page of this visitor's")
