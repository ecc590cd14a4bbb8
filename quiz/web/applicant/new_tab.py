"""The way from a frame without cookies into a tab of its own, with what was entered in the frame.

The frame's form comes to the tab as a POST, with which some browsers (WebKit) do not send the
cookie that the quiz already has there. So that request leaves the session alone: it puts what was
entered into a cookie that counts for two minutes, and the GET that follows begins the sitting.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import request, session, url_for
from itsdangerous import BadSignature
from werkzeug.wrappers import Response

from quiz.web.applicant import invitation
from quiz.web.framework import csrf
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.session_cookie import CookieSerializer
from quiz.web.pages.services import services

SECONDS = 120


class Entered(NamedTuple):
    """What was entered in the frame, and the language that it was in."""

    code: str
    name: str | None
    email: str | None
    language: str


def send(code: str) -> Response:
    """Keep what a page of this site sends for the GET that follows, and redirect to it."""
    response = redirect_to("invitation", code=code)
    if csrf.accept_own_origin():
        localized, form, refused = invitation.begin_form(code)
        if not refused:
            codes, language = services().editions.today.codes, request.form.get("language", "")
            response = redirect_to("arrive_in_tab", code=code)
            entered = Entered(
                code,
                form.name.data,
                form.email.data,
                language if language in codes else localized.language.code,
            )
            response.set_cookie(
                _cookie_name(),
                _serializer().dumps(entered),
                max_age=SECONDS,
                path=url_for("arrive_in_tab", code=code),
                secure=services().settings.secure,
                httponly=True,
                samesite="Lax",
            )
    session.modified = False  # the browser may have a session that it has not sent
    return response


def arrive(code: str) -> Response:
    """Begin the sitting with what was entered in the frame, once; else show the invitation."""
    response = redirect_to("invitation", code=code)
    entered = _entered()
    if entered is not None and entered.code == code:
        session["language"] = entered.language
        response = invitation.begin_with(code, entered.name, entered.email)
        # Only then: the path of an address that somebody made up may be too long for a cookie.
        response.delete_cookie(_cookie_name(), path=request.path)
    return response


def _entered() -> Entered | None:
    try:
        kept = _serializer().loads(request.cookies.get(_cookie_name(), ""), max_age=SECONDS)
    except BadSignature:
        return None
    return Entered(*kept)


def _serializer() -> CookieSerializer:
    return CookieSerializer(services().settings.secret_key, "from a frame to a tab")


def _cookie_name() -> str:
    return "__Secure-quiz-entered" if services().settings.secure else "quiz-entered"
