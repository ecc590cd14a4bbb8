"""Signing out, on the server and in the browser."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from quiz.store import Recruiter
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import N_
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.confirm import PageOrResponse, button_confirmation, do_if_confirmed
from quiz.web.recruiters import recruiter_session
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.board import board


def sign_out(recruiter: Recruiter) -> PageOrResponse:
    """End the session, or show the board again if the form's CSRF token is not valid.

    An operator, who has no board, is asked again instead.
    """
    if recruiter.is_operator:
        question = button_confirmation(N_("Sign out"), url_for("sign_out"), url_for("operator"))
        return do_if_confirmed(question, lambda: _end(recruiter))
    form = ButtonForm()
    if not form.validate():
        return board.show_problem(recruiter, form), 400
    return _end(recruiter)


def _end(recruiter: Recruiter) -> Response:
    response = redirect_to("sign_in")
    recruiter_session.end(response)
    record(recruiter, "sign-out")
    return response
