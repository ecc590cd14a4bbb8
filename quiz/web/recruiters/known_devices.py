"""Known devices: browsers in which recruiters have signed in before.

A signed cookie names their accounts. It signs nobody in; it only gives the device limits of
its own, so that attempts made elsewhere do not lock a recruiter out.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from quiz.web.framework.link_tokens import new_token
from quiz.web.pages.services import services

DAYS = 400
"""How long a device is known after the last time that somebody signed in with it."""

MOST_ACCOUNTS = 5
"""How many accounts one device is known for; further ones replace the oldest."""


class KnownDevice(NamedTuple):
    """A browser, by a random id, and the ids of the recruiters who signed in with it."""

    id: str
    recruiters: tuple[int, ...]


def known_device() -> KnownDevice | None:
    """Return this browser if somebody has signed in with it before."""
    try:
        id_, recruiters = _serializer().loads(
            request.cookies.get(_cookie_name(), ""), max_age=DAYS * 86_400
        )
    except BadSignature:
        return None
    return KnownDevice(id_, tuple(recruiters))


def remember_device(recruiter: int, response: Response) -> None:
    """Make this browser a known device of a recruiter who has signed in with it."""
    known = known_device() or KnownDevice(new_token(), ())
    others = [other for other in known.recruiters if other != recruiter]
    value = _serializer().dumps((known.id, [*others, recruiter][-MOST_ACCOUNTS:]))
    response.set_cookie(
        _cookie_name(),
        value,
        max_age=DAYS * 86_400,
        path="/",
        secure=services().settings.secure,
        httponly=True,
        samesite="Lax",
    )


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(services().settings.secret_key, salt="known device")


def _cookie_name() -> str:
    return "__Host-device" if services().settings.secure else "device"
