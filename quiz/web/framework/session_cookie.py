"""The signed cookie that holds a visitor's answers on the way, and which results are theirs.

A page in a frame of another site has another cookie, of its invitation alone, which browsers keep
apart for each site that frames it (`Partitioned`). So a frame neither reads nor changes what the
quiz knows in a tab of its own, whose cookie is never sent from within another site.
"""

from __future__ import annotations

import hmac
import time
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode
from pydantic_core import from_json, to_json
from werkzeug.http import http_date
from werkzeug.sansio.http import parse_cookie

from quiz.settings import Settings
from quiz.web.framework.frame import path_of_frame
from quiz.web.framework.programs import is_for_programs

DAYS = 30
"""How long it counts; what it says of one's own results counts as long as those are kept."""

OUTLASTING = ("mine", "language", "_permanent")
DAY, HOUR = 86400, 3600  # seconds
LONG = 1500
"""Bytes from which compressing a cookie is worth its time; browsers refuse one above 4096."""


class Json:
    """JSON as itsdangerous asks for it, in UTF-8: escaped, a Japanese name takes twice the room."""

    loads = staticmethod(from_json)

    @staticmethod
    def dumps(obj: Any) -> str:
        """Return `obj` as text."""
        return to_json(obj).decode()


class CookieSerializer(URLSafeTimedSerializer):
    """Signed JSON, short and without the marks that Flask adds for Python's own types.

    The key is derived once, as Flask derives it for every cookie.
    """

    def __init__(self, secret_key: str, salt: str) -> None:
        derived = hmac.digest(secret_key.encode(), salt.encode(), "sha1")
        super().__init__(derived, salt=salt, serializer=Json)
        self._signer = TimestampSigner(derived, salt=salt, key_derivation="none")

    def make_signer(self, salt: str | bytes | None = None) -> TimestampSigner:  # noqa: ARG002 - there is one salt
        """Return the one signer, which would be made anew for each cookie."""
        return self._signer

    def dump_payload(self, obj: Any) -> bytes:
        """Return `obj` as it stands in the cookie before its signature."""
        text = to_json(obj)
        return super().dump_payload(obj) if len(text) > LONG else base64_encode(text)


class PatientCookie(SecureCookieSessionInterface):
    """Flask's cookie, save that a clock which runs behind does not void it.

    Flask refuses a signature that seems to come from the future. With two machines whose
    clocks differ by seconds that would lose the answers of whoever is served by both.
    """

    def __init__(self, app: Flask, owner_days: int) -> None:
        self._owner_days = max(DAYS, owner_days)
        self._serializer = CookieSerializer(str(app.secret_key), self.salt)
        self._name = self.get_cookie_name(app)
        secure = "; Secure" if self.get_cookie_secure(app) else ""
        path, same_site = self.get_cookie_path(app), self.get_cookie_samesite(app)
        self._attributes = f"; HttpOnly; Path={path}; SameSite={same_site}{secure}"
        # Browsers take a cookie from a frame of another site only over https.
        self._name_in_frame = "__Secure-quiz-frame" if secure else "quiz-frame"
        self._in_frame = "SameSite=None; Secure; Partitioned" if secure else "SameSite=Lax"

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:  # noqa: ARG002 - Flask's signature
        """Return the one serializer, which Flask would make anew for each request."""
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:  # noqa: ARG002 - Flask's signature
        """Return what the visitor's cookie holds; nothing if it is forged or too old.

        What programs ask for depends on no cookie.
        """
        if is_for_programs(request.path):
            return self.session_class()
        # Not request.cookies, which goes through all headers to find this one.
        name = self._name_in_frame if path_of_frame(request.path) else self._name
        cookie = parse_cookie(request.environ.get("HTTP_COOKIE")).get(name)
        if not cookie:
            return self.session_class()
        try:
            data, signed_at = self._serializer.loads(cookie, return_timestamp=True)
        except BadSignature:
            return self.session_class()
        age = time.time() - signed_at.timestamp()
        if age > self._owner_days * DAY:
            return self.session_class()
        if age > DAYS * DAY:
            data = {name: data[name] for name in OUTLASTING if name in data}
        return self.session_class(data)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie if anything in it has changed; `Vary` stands in headers.py.

        What Flask asks its configuration for with each cookie, and writes as a date, stands
        in `_attributes` once. The value needs no quotes: base64 has no character that does.
        """
        if not session.modified or is_for_programs(request.path):
            return
        frame = path_of_frame(request.path)
        if not session and frame is None:
            super().save_session(app, session, response)  # takes the cookie back
            return
        value = self._serializer.dumps(dict(session))
        days = self._owner_days if session.get("mine") else DAYS
        kept = _expires(int(time.time()) // HOUR, days) if session.permanent else ""
        name, attributes = self._name, self._attributes
        if frame is not None:
            name, attributes = self._name_in_frame, f"; HttpOnly; Path={frame}; {self._in_frame}"
        response.headers.add("Set-Cookie", f"{name}={value}{kept}{attributes}")

    def has_come_back(self) -> bool:
        """Return whether the browser has sent the cookie of frames with this request."""
        return self._name_in_frame in request.cookies


@lru_cache(maxsize=4)
def _expires(hour: int, days: int) -> str:
    """Return until when a cookie that is sent in this hour since 1970 is to be kept."""
    return f"; Expires={http_date(hour * HOUR + days * DAY)}"


def use_cookies(app: Flask, settings: Settings) -> None:
    """Keep sessions of `app` in one signed cookie, for some time since it last changed."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-quiz" if settings.secure else "quiz",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=DAYS * DAY,
    )
    app.session_interface = PatientCookie(app, settings.retention_days)
