"""Who may open a recruiter's page: whoever is signed in, or administrators only.

What belongs to another team does not exist: the modules that own results, invitations,
shares and accounts each have an access function that looks for the team's own and raises 404.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import abort, request, url_for

from quiz.store import Recruiter
from quiz.web.framework.redirect import RedirectError
from quiz.web.framework.route import Arguments
from quiz.web.recruiters import session


def team(**values: object) -> Arguments:
    """Let in whoever is signed in."""
    return {**values, "recruiter": signed_in()}


def administrator(**values: object) -> Arguments:
    """Let in administrators."""
    return {**values, "recruiter": signed_in_administrator()}


def signed_in() -> Recruiter:
    """Return who is signed in; redirects everybody else to the sign-in page and back afterwards.

    A form is not sent again after signing in, so only a page is named as the way back.
    """
    recruiter = session.current_recruiter()
    if recruiter is None:
        sign_in = url_for("sign_in")
        if request.method in ("GET", "HEAD"):
            sign_in += f"?{urlencode({'next': request.full_path.removesuffix('?')})}"
        raise RedirectError(sign_in)
    return recruiter


def signed_in_administrator() -> Recruiter:
    """Return which administrator is signed in; raises 403 for other recruiters."""
    recruiter = signed_in()
    if recruiter.role != "administrator":
        abort(403)
    return recruiter
