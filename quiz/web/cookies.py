"""The signed cookie that holds a visitor's answers on the way."""

from __future__ import annotations

import json
import time
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

from quiz.web.settings import Settings

DAYS = 30
LONG = 1500
"""Bytes from which compressing a cookie is worth its time; browsers refuse one above 4096."""


class CookieSerializer(URLSafeTimedSerializer):
    """Signed JSON, short and without the marks that Flask adds for Python's own types."""

    def dump_payload(self, obj: Any) -> bytes:
        """Return `obj` as it stands in the cookie before its signature."""
        text = json.dumps(obj, separators=(",", ":")).encode()
        return super().dump_payload(obj) if len(text) > LONG else base64_encode(text)


class PatientCookie(SecureCookieSessionInterface):
    """Flask's cookie, save that a clock which runs behind does not void it.

    Flask refuses a signature that seems to come from the future. With two machines whose
    clocks differ by seconds that would lose the answers of whoever is served by both.
    """

    def __init__(self, app: Flask) -> None:
        self._serializer = CookieSerializer(
            str(app.secret_key),
            salt=self.salt,
            signer_kwargs={
                "key_derivation": self.key_derivation,
                "digest_method": self.digest_method,
            },
        )

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:  # noqa: ARG002 - Flask's signature
        """Return the one serializer, which Flask would make anew for each request."""
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return what the visitor's cookie holds; nothing if it is forged or too old."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        try:
            data, signed_at = self._serializer.loads(cookie, return_timestamp=True)
        except BadSignature:
            return self.session_class()
        if time.time() - signed_at.timestamp() > DAYS * 86400:
            return self.session_class()
        return self.session_class(data)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie if anything in it has changed; `Vary` stands in headers.py."""
        if session.modified:
            super().save_session(app, session, response)


def use_cookies(app: Flask, settings: Settings) -> None:
    """Keep sessions of `app` in one signed cookie, for 30 days since it last changed."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-quiz" if settings.secure else "quiz",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=DAYS * 86400,
    )
    app.session_interface = PatientCookie(app)
