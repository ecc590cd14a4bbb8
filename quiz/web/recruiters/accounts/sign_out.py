"""Signing out, on the server and in the browser."""

from __future__ import annotations

from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.redirect import redirect_to
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board


def sign_out(recruiter: Recruiter) -> Response | tuple[str, int]:
    """End the session, or show the board again if the form's CSRF token is not valid."""
    form = ButtonForm()
    if not form.validate():
        return board.show_problem(recruiter, form), 400
    response = redirect_to("sign_in")
    recruiter_session.end(response)
    record(recruiter, "sign-out")
    return response
