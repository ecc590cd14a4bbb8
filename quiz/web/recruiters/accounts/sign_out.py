"""Signing out: on the server, so that nothing is left to be used in this browser."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from quiz.web.framework.forms import PressForm
from quiz.web.recruiters import session
from quiz.web.recruiters.audit_log import note
from quiz.web.recruiters.board import board


def sign_out() -> Response | tuple[str, int]:
    """End the session of this browser."""
    recruiter = session.signed_in()
    form = PressForm()
    if not form.validate():
        return board.refused(recruiter, form), 400
    done = redirect(session.SIGN_IN, 303)
    session.end(done)
    note(recruiter, "sign-out")
    return done
